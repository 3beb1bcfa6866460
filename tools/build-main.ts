import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { threadFiles } from '#main/threads/names.ts';
import { unlessFresh } from './fresh.ts';
import { root } from './steps.ts';

/** Native modules and Electron stay outside the bundles: they are loaded from node_modules, packed or not. */
const external = ['electron', 'better-sqlite3', 'serialport', 'usb', /^node:/];

const bundle = (out: string, input: Record<string, string>, format: 'es' | 'cjs', extension: string) =>
  build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node24',
      outDir: out,
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input,
        external,
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `chunks/[name]-[hash].${extension}`,
        },
      },
    },
  });

/**
 * Bundles the Electron shell, its preload and every worker, as they are packed: `electron.js`, `preload.cjs`,
 * `workers/<name>.worker.js`, `migrations/*.sql`. `more`: other entries, for a test of what was packed.
 */
export async function bundleMain(out: string, more: Record<string, string> = {}): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  const workers = Object.entries(threadFiles).map(([name, file]) => [
    `workers/${name}.worker`,
    join(root, 'main', file),
  ]);
  await bundle(
    out,
    {
      electron: join(root, 'main/shells/electron.ts'),
      ...more,
      ...(Object.fromEntries(workers) as Record<string, string>),
    },
    'es',
    'js',
  );
  await bundle(out, { preload: join(root, 'preload/preload.ts') }, 'cjs', 'cjs');
  cpSync(join(root, 'main/database/migrations'), join(out, 'migrations'), { recursive: true });
}

/** Bundles to dist/main when the sources changed. */
export async function buildMain(): Promise<void> {
  await unlessFresh(
    'dist/main/.built',
    ['main/**/*.{ts,sql}', 'shared/**/*.ts', 'preload/*.ts', 'tools/build-main.ts', 'package-lock.json'],
    () => bundleMain(join(root, 'dist/main')),
  );
}
