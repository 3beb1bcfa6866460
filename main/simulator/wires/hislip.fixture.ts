import { noFaults } from '#main/simulator/faults.ts';
import { FrontPanel } from '#main/simulator/language/front-panel.ts';
import { Status } from '#main/simulator/language/status.ts';
import type { Wireless } from '#main/simulator/wireless.ts';
import { type HislipOptions, type HislipWire, openHislip } from './hislip-server.ts';
import { type RawBytes, rawBytes } from './raw-bytes.fixture.ts';
import type { Attached } from './wire.ts';

/** An instrument that keeps what it was told. It answers a message that ends with `?` with the message itself. */
export interface Parrot extends Wireless {
  readonly heard: string[];
}

export function parrot(): Parrot {
  const heard: string[] = [];
  const status = new Status();
  return {
    heard,
    status,
    panel: new FrontPanel(),
    run(heardNow) {
      heard.push(heardNow);
      const message = heardNow.replace(/\r$/, '');
      if (message === 'ERR?') return status.errors.shift();
      const size = /^BIG (\d+)\?$/.exec(message);
      if (size !== null) return 'x'.repeat(Number(size[1]) - 1);
      return message.endsWith('?') ? message : null;
    },
  };
}

export const behind = (instrument: Wireless = parrot()): Attached => ({
  instrument,
  faults: noFaults(),
  oneClient: false,
});

/** A message as it stands on the wire: 16 bytes in groups, and its payload as text. */
export async function taken(channel: RawBytes): Promise<string> {
  const header = await channel.take(16);
  const payload = await channel.take(Number(header.readBigUInt64BE(8)));
  const hex = header.toString('hex');
  const text = payload.length === 0 ? '' : ` ${payload.toString('latin1')}`;
  return `${hex.slice(0, 4)} ${hex.slice(4, 6)} ${hex.slice(6, 8)} ${hex.slice(8, 16)} ${hex.slice(16)}${text}`;
}

/** What tests open, to be closed after each. */
export class Opened {
  readonly #closers: (() => unknown)[] = [];

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  /** A server with these instruments: `hislip0`, `hislip1` and so on. */
  async server(instruments: readonly Attached[], options: HislipOptions = {}): Promise<HislipWire> {
    const server = await openHislip(options);
    this.#closers.push(() => server.close());
    for (const each of instruments) server.attach(each);
    return server;
  }

  async connection(port: number): Promise<RawBytes> {
    const made = await rawBytes(port);
    this.#closers.push(() => made.close());
    return made;
  }

  /** Both channels of a client, opened with bytes written by hand. */
  async pair(port: number, subAddress = 'hislip0'): Promise<{ sync: RawBytes; async: RawBytes }> {
    const sync = await this.connection(port);
    sync.send(`4853 00 00 02005858 000000000000000${subAddress.length.toString(16)}`, subAddress);
    const response = await taken(sync);
    const async = await this.connection(port);
    async.send(`4853 11 00 0000${response.slice(15, 19)} 0000000000000000`);
    await taken(async);
    return { sync, async };
  }
}
