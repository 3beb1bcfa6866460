import type { WebSocket } from 'ws';
import { type Socket, socketWire } from '#shared/rpc/socket-wire.ts';
import type { Wire } from '#shared/rpc/wire.ts';

/** Largest message from a window, bytes: the largest input and its frame. `ws` closes the socket of a larger one. */
export const maxInboundBytes = 1024 * 1024 + 65_536;
/** How long a window may take to answer the close before its socket is destroyed. */
const closeDeadlineMs = 2000;

/** The console's end of a WebSocket, as a wire. */
export function serverSocketWire(socket: WebSocket): Wire {
  // What goes wrong is followed by the close, which says so.
  socket.on('error', () => undefined);
  const wire = socketWire(socket as unknown as Socket);
  return {
    send: (message) => wire.send(message),
    get buffered() {
      return wire.buffered;
    },
    onMessage: (listener) => wire.onMessage(listener),
    onClose: (listener) => wire.onClose(listener),
    close(why) {
      wire.close(why);
      const timer = setTimeout(() => socket.terminate(), closeDeadlineMs);
      timer.unref();
      socket.once('close', () => clearTimeout(timer));
    },
  };
}
