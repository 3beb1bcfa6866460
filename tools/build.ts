import { buildMain } from './build-main.ts';
import { buildRenderer } from './build-renderer.ts';

await buildRenderer();
await buildMain();
