import type { Attached } from './wire.ts';
import { behind, type Parrot, parrot } from './hislip.fixture.ts';
import { openPrologix, type PrologixOptions, type PrologixWire } from './prologix.ts';
import { type RawBytes, rawBytes } from './raw-bytes.fixture.ts';

/** A client that writes lines and reads bytes. */
export interface AdapterClient extends RawBytes {
  /** Each with a line feed. */
  tell(...lines: string[]): void;
  /** Exactly so many characters as `expected` has. */
  hears(expected: string): Promise<string>;
  /** What came until the adapter said its version, which it is asked for after everything else. */
  rest(): Promise<string>;
}

/** An adapter with parrots at 1, 2 and, with a secondary address, 9/0. */
export interface Bench {
  readonly wire: PrologixWire;
  readonly client: AdapterClient;
  readonly one: Parrot & { readonly attached: Attached };
  readonly two: Parrot & { readonly attached: Attached };
  readonly nine: Parrot & { readonly attached: Attached };
  readonly connect: () => Promise<AdapterClient>;
  close(): Promise<void>;
}

const version = /(Prologix|AR488) [^\r]*\r\n$/;

export async function prologixBench(options: PrologixOptions = {}): Promise<Bench> {
  const wire = await openPrologix(options);
  const clients: AdapterClient[] = [];
  const put = (place?: { primary: number; secondary?: number }): Parrot & { readonly attached: Attached } => {
    const instrument = parrot();
    const attached = behind(instrument);
    wire.place(attached, place);
    return Object.assign(instrument, { attached });
  };
  const [one, two, nine] = [put(), put(), put({ primary: 9, secondary: 0 })];
  const connect = async (): Promise<AdapterClient> => {
    const raw = await rawBytes(wire.port);
    const client: AdapterClient = Object.assign(raw, {
      tell: (...lines: string[]) => raw.send('', lines.map((line) => `${line}\n`).join('')),
      hears: async (expected: string) => (await raw.take(expected.length)).toString('latin1'),
      async rest() {
        client.tell('++ver');
        let heard = '';
        while (!version.test(heard)) heard += (await raw.take(1)).toString('latin1');
        return heard.replace(version, '');
      },
    });
    clients.push(client);
    return client;
  };
  return {
    wire,
    one,
    two,
    nine,
    client: await connect(),
    connect,
    async close() {
      for (const client of clients) client.close();
      await wire.close();
    },
  };
}
