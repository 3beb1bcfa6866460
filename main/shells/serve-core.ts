import { serveWire } from '#main/bridge/serve.ts';
import type { Core } from '#main/core.ts';
import type { Wire } from '#shared/rpc/wire.ts';

/** Serves the console to one window. `LABLINK_CHECK_OUTPUT=1` holds every answer against its declaration. */
export function serveCore(core: Core, wire: Wire, seat: string): void {
  const { contract, handlers, identities, audit } = core;
  serveWire({
    contract,
    handlers,
    identities,
    audit,
    wire,
    caller: { seat },
    checkOutput: process.env['LABLINK_CHECK_OUTPUT'] === '1',
    onMistake: (action, error) => console.error(`${action} failed:`, error),
  });
}
