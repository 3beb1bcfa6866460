import { chmodSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Arch, build, type Configuration, type PackagerOptions, Platform } from 'electron-builder';
import { mustBeInstalled, type Target } from './pack-libraries.ts';
import { root, run } from './steps.ts';

/** A package that was made, before or inside its installer. */
export interface Packed {
  readonly archive: string;
  readonly target: Target;
}

/** A package that was made with the stub. */
export interface CheckedPack extends Packed {
  /** How the fuses stand: 0 off, 1 on, in Electron's order. */
  readonly fuses: string;
}

async function pack(
  targets: NonNullable<PackagerOptions['targets']>,
  output: string,
  config: Configuration,
): Promise<string[]> {
  // In a process of its own: built with a test runner's NODE_ENV, the page would get React's development code.
  const built = await run(process.execPath, [join(root, 'tools/build.ts')], {
    env: { NODE_ENV: 'production' },
  });
  if (built.code !== 0) throw new Error('The console could not be built.');
  rmSync(output, { recursive: true, force: true });
  // No `extends`: electron-builder.yml is taken by itself, and `config` laid over it.
  return build({
    projectDir: root,
    targets,
    publish: 'never',
    config: {
      directories: { output, buildResources: 'build' },
      beforePack: ({ electronPlatformName, arch }) =>
        mustBeInstalled({ platform: electronPlatformName, arch: Arch[arch] }),
      ...config,
    },
  });
}

/** How the fuses of the stub stand before packing: each that electron-builder.yml sets, the other way. */
const stubFuses = '10110001';
/** What Electron's binary has before its fuses. source: README of the npm package @electron/fuses, "Validating Fuses". */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** A folder that electron-builder takes for Electron: a script with fuses in it, which says that it is none. */
function makeStub(folder: string): void {
  for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true });
  const script = '#!/bin/sh\necho "This stands for Electron in a check of packing." >&2\nexit 1\n';
  const wire = Buffer.from([1, stubFuses.length, ...Buffer.from(stubFuses)]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(`${script}# ${sentinel}`), wire]));
  chmodSync(join(folder, 'electron'), 0o755);
}

/** The fuses of a packed binary, as a row of 0 and 1 in their order. Throws when it has none. */
function fusesOf(executable: string): string {
  const bytes = readFileSync(executable);
  const at = bytes.indexOf(sentinel);
  if (at < 0) throw new Error('The binary has no fuses.');
  const start = at + sentinel.length;
  return bytes.toString('latin1', start + 2, start + 2 + bytes[start + 1]!);
}

/** Packs for Linux without Electron: a stub stands for its binary. The archive is the one that would be shipped. */
export async function packForCheck(
  output: string = join(root, '.cache/pack-check'),
  arch: 'x64' | 'arm64' = process.arch === 'arm64' ? 'arm64' : 'x64',
): Promise<CheckedPack> {
  const stub = join(root, '.cache/electron-stub');
  makeStub(stub);
  await pack(Platform.LINUX.createTarget('dir', Arch[arch]), output, { electronDist: stub });
  const [archive] = globSync(join(output, '*-unpacked/resources/app.asar'));
  if (archive === undefined) throw new Error('electron-builder made no archive.');
  return {
    archive,
    target: { platform: 'linux', arch },
    fuses: fusesOf(join(archive, '../../lablink-console')),
  };
}

/**
 * Makes the installers of this platform, with the Electron that electron-builder fetches or has fetched before. Resolves with the
 * files for people and the packages inside them.
 */
export async function packInstallers(
  output: string = join(root, 'dist/packages'),
): Promise<{ readonly installers: readonly string[]; readonly packed: readonly Packed[] }> {
  // What is shipped is built anew, whatever the stamps of earlier builds say.
  for (const part of ['main', 'renderer']) rmSync(join(root, 'dist', part, '.built'), { force: true });
  const packed: Packed[] = [];
  const installers = await pack(Platform.current().createTarget(), output, {
    afterPack: ({ electronPlatformName, arch, packager, appOutDir }) => {
      packed.push({
        archive: join(packager.getResourcesDir(appOutDir), 'app.asar'),
        target: { platform: electronPlatformName, arch: Arch[arch] },
      });
    },
  });
  return { installers, packed };
}
