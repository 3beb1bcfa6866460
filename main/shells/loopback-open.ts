import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Whether somebody can see a browser here. */
export const hasDisplay = (
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean => platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);

/** What opens a file in the person's browser. The link itself is not among the arguments: other users can read those. */
export function openerFor(platform: NodeJS.Platform, file: string): readonly [string, ...string[]] {
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler', pathToFileURL(file).href];
  return [platform === 'darwin' ? 'open' : 'xdg-open', file];
}

/** Writes a file that leads to the link and that only its owner can read. Answers with its path. Those of a console that was killed go. */
export function writeDoor(folder: string, url: string): string {
  for (const name of readdirSync(folder))
    if (/^open-[0-9a-f]{16}\.html$/.test(name)) rmSync(join(folder, name), { force: true });
  const file = join(folder, `open-${randomBytes(8).toString('hex')}.html`);
  const page = `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>LabLink Console</title>
<meta http-equiv="refresh" content="0; url=${url}"><p><a href="${url}">Open LabLink Console</a></p>
`;
  // `wx`: nobody else has put a file or a link there before.
  writeFileSync(file, page, { mode: 0o600, flag: 'wx' });
  return file;
}

/**
 * Opens the link in the person's browser through an owner-only file in `folder`. Resolves false when there is nothing to
 * open it with. The file is removed by `forget`.
 */
export async function openInBrowser(
  folder: string,
  url: string,
): Promise<{ readonly opened: boolean; forget(): void }> {
  const file = writeDoor(folder, url);
  const [command, ...args] = openerFor(process.platform, file);
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  const opened = await new Promise<boolean>((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
  child.unref();
  return { opened, forget: () => rmSync(file, { force: true }) };
}
