import { makeAdapter, type PrologixAdapter, type PrologixOptions } from './prologix.ts';
import { type SerialServer, terminal } from './serial.ts';

/** A GPIB adapter at the end of a serial line. */
export interface SerialAdapter extends Omit<PrologixAdapter, 'close' | 'serve'>, SerialServer {}

/**
 * Serves an adapter at this end of a serial line: a port, or one terminal of a pair. Throws Node's own error when the port
 * cannot be had. Not on Windows.
 */
export function serveSerialAdapter(path: string, options: Omit<PrologixOptions, 'port'> = {}): SerialAdapter {
  const port = terminal(path);
  const adapter = makeAdapter(options);
  const ended = new Promise<void>((resolve) =>
    port.once('close', () => {
      adapter.close();
      resolve();
    }),
  );
  port.once('end', () => port.destroy());
  adapter.serve(port);
  return {
    faults: adapter.faults,
    settings: adapter.settings,
    get saves() {
      return adapter.saves;
    },
    place: (attached, place) => adapter.place(attached, place),
    ended,
    close: () => {
      port.destroy();
      return ended;
    },
  };
}
