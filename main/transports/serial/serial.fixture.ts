import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { defaultLine, type SerialLine } from '#shared/address/address.ts';
import type { Fault } from '#shared/faults.ts';
import type { Transport } from '#main/transports/transport.ts';
import { type PtyPair, ptyPair } from './pty.fixture.ts';
import { type SerialOptions, SerialTransport } from './serial.ts';

/** Long, or a busy machine is an instrument that does not answer. */
export const patience = (): AbortSignal => AbortSignal.timeout(10_000);

export const settings = (more: Partial<SerialLine> = {}): SerialLine => ({ ...defaultLine, ...more });

/** What the instrument's end got. */
export interface Peer {
  readonly port: Duplex;
  write(bytes: Uint8Array | string): void;
  /** Resolves with everything that came, when it is this long. */
  got(length: number): Promise<string>;
}

/** A transport on one end of a cable, and the other end of it. All of it is put away when the test is over. */
export interface SerialRig {
  readonly pair: PtyPair;
  readonly peer: Peer;
  readonly link: SerialTransport;
  readonly closed: string[];
}

export async function cable(): Promise<PtyPair> {
  const pair = await ptyPair();
  onTestFinished(() => pair.unplug());
  return pair;
}

export async function serialRig(
  line: Partial<SerialLine> = {},
  more: Partial<SerialOptions> = {},
): Promise<SerialRig> {
  const pair = await cable();
  const peer = listen(pair.peer());
  const link = new SerialTransport({ place: { path: pair.console }, line: settings(line), ...more });
  const closed: string[] = [];
  link.onClosed((why) => closed.push(why));
  onTestFinished(() => link.abort());
  await link.open(patience());
  return { pair, peer, link, closed };
}

export function listen(port: Duplex): Peer {
  let all = Buffer.alloc(0);
  let look = (): void => undefined;
  onTestFinished(() => void port.destroy());
  port.on('error', () => port.destroy());
  port.on('end', () => port.destroy());
  port.on('data', (bytes: Buffer) => {
    all = Buffer.concat([all, bytes]);
    look();
  });
  return {
    port,
    write: (bytes) => void port.write(bytes),
    got: (length) =>
      new Promise((resolve) => {
        look = () => {
          if (all.length >= length) resolve(all.toString('latin1'));
        };
        look();
      }),
  };
}

/** Reads until `length` bytes are there. */
export async function readAll(link: Transport, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const signal = patience();
  for (let have = 0; have < length; ) {
    const { bytes } = await link.read(signal);
    parts.push(bytes);
    have += bytes.length;
  }
  return Buffer.concat(parts);
}

/** The fault of what has to fail. */
export const faultOf = (work: Promise<unknown>): Promise<Fault> =>
  work.then(
    () => {
      throw new Error('it did not fail');
    },
    (fault: Fault) => fault,
  );
