import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Wire } from '#shared/rpc/wire.ts';
import { guardedServer } from './loopback-guard.ts';
import { httpHandler } from './loopback-http.ts';
import { addressOf } from './loopback-request.ts';
import { SeatDesk } from './loopback-seats.ts';
import { SocketDoor } from './loopback-socket.ts';
import { RendererFiles } from './renderer-files.ts';

export interface LoopbackOptions {
  /** The built renderer. */
  readonly renderer: string;
  /** A window has shown that it may use the console: serve it. `seat` names its browser. */
  readonly admit: (wire: Wire, seat: string) => void;
  readonly now?: () => number;
  /** For tests: another time than 30 s without a byte until a connection ends, ms. */
  readonly stallMs?: number;
}

/** The console's face for a browser on this machine. */
export interface Loopback {
  readonly port: number;
  /** A new link for one window: works once, for 10 minutes. */
  mintUrl(): string;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 alone, on a free port. Throws when the renderer is not built. */
export async function openLoopback(options: LoopbackOptions): Promise<Loopback> {
  const desk = new SeatDesk(options.now);
  const files = new RendererFiles(options.renderer);
  const address = () => addressOf(port);
  const door = new SocketDoor(address, desk, options.admit);
  // Every user of this machine can connect; none gets further without a link, or makes this process grow.
  const guarded = guardedServer(httpHandler(address, desk, files), options.stallMs);
  const { server } = guarded;
  server.on('upgrade', (request, socket, head) => door.upgrade(request, socket, head));
  server.listen({ host: '127.0.0.1', port: 0, exclusive: true });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    mintUrl: () => `http://127.0.0.1:${port}/#token=${desk.mint()}`,
    async close() {
      door.close();
      await guarded.close();
    },
  };
}
