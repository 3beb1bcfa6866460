import { chmodSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Configuration, type Packager, type PackagerOptions, Platform } from 'electron-builder';
import type { Target } from './pack-contents.ts';
import { root, run } from './steps.ts';

/** A package that was made, before or inside its installer. */
export interface Packed {
  readonly archive: string;
  readonly target: Target;
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
    config: { directories: { output, buildResources: 'build' }, ...config },
  });
}

/**
 * Packs for Linux without Electron: a stub stands for its binary. The archive is the one that would be shipped; the fuses, which
 * are bits in the real binary, are left out.
 */
export async function packForCheck(output: string = join(root, '.cache/pack-check')): Promise<Packed> {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  const stub = join(root, '.cache/electron-stub');
  for (const folder of ['locales', 'resources']) mkdirSync(join(stub, folder), { recursive: true });
  writeFileSync(
    join(stub, 'electron'),
    '#!/bin/sh\necho "This stands for Electron in a check of packing." >&2\nexit 1\n',
  );
  chmodSync(join(stub, 'electron'), 0o755);
  const { Arch } = await import('electron-builder');
  const targets = Platform.LINUX.createTarget('dir', Arch[arch]);
  await pack(targets, output, { electronDist: stub, electronFuses: null });
  const [archive] = globSync(join(output, '*-unpacked/resources/app.asar'));
  if (archive === undefined) throw new Error('electron-builder made no archive.');
  return { archive, target: { platform: 'linux', arch } };
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
      const resources = (
        packager as unknown as Packager & { getResourcesDir(out: string): string }
      ).getResourcesDir(appOutDir);
      const names = ['ia32', 'x64', 'armv7l', 'arm64', 'universal'] as const;
      packed.push({
        archive: join(resources, 'app.asar'),
        target: { platform: electronPlatformName, arch: names[arch] ?? 'x64' },
      });
    },
  });
  return { installers, packed };
}
