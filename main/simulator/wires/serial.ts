import { closeSync, constants, openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { ServerLink } from '#main/simulator/server-link.ts';
import type { Attached } from './wire.ts';

/** A simulated instrument on a serial port. */
export interface SerialServer {
  /** Resolves when the port has ended: it was unplugged, or closed. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves an instrument at this end of a serial line: a port, or one terminal of a pair (`socat -d -d pty,raw,echo=0
 * pty,raw,echo=0`). There is one client: whoever is at the other end. Node reads the terminal itself, so that it works
 * in a worker too, where serialport does not. Throws Node's own error when the port cannot be had. Not on Windows.
 */
export function serveSerial(
  path: string,
  { instrument, faults }: Pick<Attached, 'instrument' | 'faults'>,
): SerialServer {
  const port = terminal(path);
  const ended = new Promise<void>((resolve) => port.once('close', () => resolve()));
  new ServerLink(
    port,
    { run: (message) => instrument.run(message), overrun: () => instrument.status.report(-363) },
    faults,
  );
  port.once('end', () => port.destroy());
  return {
    ended,
    close: () => {
      port.destroy();
      return ended;
    },
  };
}

/** Both directions of a serial port, every byte as it is. Throws Node's own error when it cannot be had. */
export function terminal(path: string): ReadStream {
  const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  try {
    // Its type says nothing of writing, but it is a socket, and a terminal takes bytes as well.
    return new ReadStream(fd).setRawMode(true);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
