import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The renderer: no inline scripts and no data: addresses, so that it runs under the policy of both shells. */
export default defineConfig({
  root: 'renderer',
  base: '/',
  publicDir: false,
  plugins: [react()],
  // Replaced in every response by the shell that serves the page (main/shells/renderer-files.ts).
  html: { cspNonce: '__LABLINK_NONCE__' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: ['chrome120', 'firefox120', 'safari17'],
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});
