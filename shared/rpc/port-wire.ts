import { Inbox } from './inbox.ts';
import type { Wire } from './wire.ts';

type Listener = (event: unknown) => void;
/**
 * What the MessagePort of a page, Electron's MessagePortMain and the port of Node's worker_threads have in common: the
 * first and the last have `addEventListener`, the second has `on`.
 */
export interface Port {
  postMessage(message: unknown): void;
  start?(): void;
  close(): void;
  addEventListener?(type: 'message' | 'messageerror' | 'close', listener: Listener): void;
  on?(type: 'message' | 'close', listener: Listener): unknown;
}

/** A wire over a message port. Values cross as structured clones. */
export function portWire(port: Port): Wire {
  const inbox = new Inbox();
  const listen = (type: 'message' | 'close', listener: Listener): void => {
    if (port.addEventListener !== undefined) port.addEventListener(type, listener);
    else port.on?.(type, listener);
  };
  const close = (why: string): void => {
    if (inbox.ended) return;
    inbox.end(why);
    port.close();
  };
  listen('message', (event) => inbox.deliver((event as { data: unknown }).data));
  // A clone that could not be made on this side: garbage.
  port.addEventListener?.('messageerror', () => inbox.deliver(undefined));
  listen('close', () => inbox.end('the other side closed the port'));
  port.start?.();
  return {
    send(message) {
      if (inbox.ended) return;
      try {
        port.postMessage(message);
      } catch {
        // A mistake of this program (a function in an answer): the other side must not wait for it for ever.
        close('a message could not be sent');
      }
    },
    buffered: 0,
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    close,
  };
}
