import { decodeMessage, encodeMessage } from './codec.ts';
import { Inbox } from './inbox.ts';
import type { Wire } from './wire.ts';

/** What the WebSocket of a page and the one of `ws` have in common. */
export interface Socket {
  binaryType: string;
  readonly bufferedAmount: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
}

/** A wire over an open WebSocket. Messages cross in frames of the binary codec; what is none arrives as `undefined`. */
export function socketWire(socket: Socket): Wire {
  const inbox = new Inbox();
  socket.binaryType = 'arraybuffer';
  const close = (why: string): void => {
    if (inbox.ended) return;
    inbox.end(why);
    socket.close(1000, why.slice(0, 100));
  };
  socket.addEventListener('message', ({ data }) => {
    let message: unknown;
    try {
      message = data instanceof ArrayBuffer ? decodeMessage(new Uint8Array(data)) : undefined;
    } catch {
      message = undefined;
    }
    inbox.deliver(message);
  });
  socket.addEventListener('close', ({ reason }) => inbox.end(reason || 'the connection closed'));
  return {
    send(message) {
      if (inbox.ended) return;
      try {
        socket.send(encodeMessage(message));
      } catch {
        // A mistake of this program (a function in an answer): the other side must not wait for it for ever.
        close('a message could not be sent');
      }
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    close,
  };
}
