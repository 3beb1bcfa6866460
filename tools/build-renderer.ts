import { build } from 'vite';
import { unlessFresh } from './fresh.ts';
import { root } from './steps.ts';

const sources = ['renderer/**/*.{ts,tsx,css,html}', 'shared/**/*.ts', 'vite.config.ts', 'package-lock.json'];

/** Builds the renderer to dist/renderer when its sources changed. */
export async function buildRenderer(): Promise<void> {
  const start = performance.now();
  const built = await unlessFresh('dist/renderer/.built', sources, async () => {
    console.log('Building the renderer...');
    // Whoever calls this (a test runner, say) may have chosen another one; the product is built for production.
    process.env['NODE_ENV'] = 'production';
    await build({ root: `${root}/renderer`, configFile: `${root}/vite.config.ts`, logLevel: 'warn' });
  });
  if (built) console.log(`The renderer is built (${((performance.now() - start) / 1000).toFixed(1)} s).`);
}
