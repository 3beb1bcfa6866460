import { type Port, portWire } from '#shared/rpc/port-wire.ts';
import { handshake } from '#shared/rpc/handshake.ts';
import { type Dial, dialDeadlineMs } from './dial.ts';

/** Electron: asks the preload script for a port to the main process. */
export const dialPort: Dial = () =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('message', receive);
    };
    const receive = (event: MessageEvent): void => {
      // Only this window itself, through its preload, has the port to give.
      if (event.source !== window || event.origin !== location.origin || event.data !== handshake.port)
        return;
      done();
      const port = event.ports[0];
      resolve(
        port === undefined
          ? { kind: 'unreachable' }
          : { kind: 'open', wire: portWire(port as unknown as Port) },
      );
    };
    const timer = setTimeout(() => {
      done();
      resolve({ kind: 'unreachable' });
    }, dialDeadlineMs);
    window.addEventListener('message', receive);
    window.postMessage(handshake.ask, location.origin);
  });
