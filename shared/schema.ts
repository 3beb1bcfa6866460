import * as z from 'zod';

// A strict CSP forbids `new Function`, which zod's compiled parsers use; outside a page the compiled ones are
// about three times as fast. The page is the world that has a `document`.
if ('document' in globalThis) z.config({ jitless: true });

/** zod, configured for the world it runs in. Import it from here, never from the package. */
export { z };
