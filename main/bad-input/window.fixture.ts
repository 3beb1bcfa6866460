import type { Core } from '#main/core.ts';
import { serveCore } from '#main/shells/serve-core.ts';
import { type LabLinkContract, contract } from '#shared/contract/index.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { createClient } from '#shared/rpc/client.ts';
import { type Port, portWire } from '#shared/rpc/port-wire.ts';

/** The console as a window calls it. */
export type Console = Client<LabLinkContract>;

/** A window that talks to a core over a message port, as under Electron. */
export function windowOf(core: Core, seat: string): { readonly client: Console; close(): void } {
  const { port1, port2 } = new MessageChannel();
  serveCore(core, portWire(port1 as unknown as Port), seat);
  const wire = portWire(port2 as unknown as Port);
  return { client: createClient(contract, wire), close: () => wire.close('the test ends') };
}
