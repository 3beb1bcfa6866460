import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { Defects, expect, test } from './fixtures.ts';
import { tellStory } from './story.ts';

const root = join(import.meta.dirname, '..');

/** Electron's own program, when its package has fetched it. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const binary = join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

test('the same story under Electron', async () => {
  const binary = electronBinary();
  const display =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const why =
    binary === null
      ? "Electron's binary is not here: the story is told in Chromium alone."
      : display
        ? null
        : 'There is no display for Electron: the story is told in Chromium alone.';
  if (why !== null) console.log(why);
  test.skip(why !== null, why ?? '');
  test.setTimeout(180_000);

  const folder = mkdtempSync(join(tmpdir(), 'lablink-electron-'));
  const defects = new Defects();
  let app: ElectronApplication | null = null;
  const kill = async (): Promise<void> => {
    const running = app;
    app = null;
    if (running === null) return;
    const closed = running.waitForEvent('close');
    running.process().kill('SIGKILL');
    await closed;
  };
  try {
    await tellStory({
      start: async () => {
        app = await _electron.launch({
          executablePath: binary!,
          args: [root, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
          cwd: root,
          env: { ...(process.env as Record<string, string>), LABLINK_HOME: folder },
        });
        const page = await app.firstWindow();
        await defects.watch(page);
        return page;
      },
      kill,
    });
  } finally {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  }
  expect(defects.list).toEqual([]);
});
