import { onTestFinished } from 'vitest';
import { defaultLine } from '#shared/address/address.ts';
import { ready, type Rig, rig } from '#main/session/session.fixture.ts';
import type { SessionOptions } from '#main/session/session.ts';
import { Faults } from '#main/simulator/faults.ts';
import { FrontPanel } from '#main/simulator/language/front-panel.ts';
import { Status } from '#main/simulator/language/status.ts';
import { serveScpi } from '#main/simulator/server.ts';
import { openHislip } from '#main/simulator/wires/hislip-server.ts';
import { openPrologix } from '#main/simulator/wires/prologix.ts';
import { serveSerial } from '#main/simulator/wires/serial.ts';
import { openVxi11 } from '#main/simulator/wires/vxi11.ts';
import type { Wireless } from '#main/simulator/wireless.ts';
import { transportFor } from '#main/transports/open.ts';
import { cable } from '#main/transports/serial/serial.fixture.ts';
import { SerialTransport } from '#main/transports/serial/serial.ts';
import type { Transport } from '#main/transports/transport.ts';

const identity = 'Bench,SCRIPT,1,1.0';

/** An instrument whose answers are a test's: it knows its name, and answers `NEXT? n` with n, by itself. */
export interface Answering {
  answer: (line: string) => string | null;
  /** Every message that came. */
  readonly lines: string[];
  readonly faults: Faults;
}

/** It, on a wire. */
export interface Wired extends Answering {
  /** A fresh link to it. */
  readonly connect: () => Transport;
  /** A fresh link as another console has it, in another process or on another PC. */
  readonly connectOther: () => Transport;
  /** The wire is cut, or what serves it is switched off. */
  cut(): void | Promise<void>;
  /** It is there again. */
  mend(): void | Promise<void>;
}

/** A wire of the simulator, until the end of the test. Null: it has none here, and said so. */
export type OpenWire = (
  on: Answering & { readonly instrument: Wireless },
) => Promise<Omit<Wired, keyof Answering>>;

/** The wires of the simulator. */
export const simulated = {
  tcp: async ({ instrument, faults }) => {
    const server = await serveScpi(
      { run: (line) => instrument.run(line), overrun: () => undefined },
      {
        port: 0,
        oneClient: false,
        faults,
      },
    );
    onTestFinished(() => server.close());
    return refusing(faults, transportFor(`tcp://127.0.0.1:${server.port}`));
  },
  vxi11: async ({ instrument, faults }) => {
    const wire = await openVxi11({ portmap: false });
    onTestFinished(() => wire.close());
    const { url } = wire.attach({ instrument, faults, oneClient: false });
    return refusing(faults, transportFor(url));
  },
  hislip: hislip(false),
  overlapped: hislip(true),
  prologix: async ({ instrument, faults }) => {
    const wire = await openPrologix();
    onTestFinished(() => wire.close());
    const { url } = wire.attach({ instrument, faults, oneClient: false });
    // An adapter has one place, which the links of one console share; by another name it is another console's.
    const other = transportFor(url.replace('127.0.0.1', 'localhost'));
    return { ...refusing(wire.faults, transportFor(url)), connectOther: other };
  },
  serial: async ({ instrument, faults }) => {
    const usb = { vendorId: '0403', productId: '6001', serial: 'FT1234' };
    let path: string | null = null;
    let pull = (): Promise<void> => Promise.resolve();
    const mend = async (): Promise<void> => {
      const pair = await cable();
      const server = serveSerial(pair.instrument, { instrument, faults });
      pull = async () => {
        await pair.unplug();
        await server.close();
      };
      onTestFinished(() => server.close());
      path = pair.console;
    };
    await mend();
    const connect = (): Transport =>
      new SerialTransport({
        place: usb,
        line: defaultLine,
        list: async () => (path === null ? [] : [{ path, manufacturer: null, ...usb }]),
      });
    return {
      connect,
      connectOther: connect,
      cut: async () => {
        path = null;
        await pull();
      },
      mend,
    };
  },
} satisfies Record<string, OpenWire>;

function hislip(prefersOverlap: boolean): OpenWire {
  return async ({ instrument, faults }) => {
    const wire = await openHislip({ prefersOverlap });
    onTestFinished(() => wire.close());
    const { url } = wire.attach({ instrument, faults, oneClient: false });
    return refusing(faults, transportFor(url));
  };
}

function refusing(faults: Faults, connect: () => Transport): Omit<Wired, keyof Answering> {
  const set = (refuses: boolean) => () => {
    faults.refusing = refuses;
  };
  return { connect, connectOther: connect, cut: set(true), mend: set(false) };
}

/** A session with the instrument on a wire, and what it went through. */
export interface OnWire extends Wired, Pick<Rig, 'ask' | 'session' | 'reached' | 'diary'> {
  /** Every state of the link since the test looked last. */
  states(): string[];
  /** Links that were made. */
  readonly links: () => number;
  /** Resolves when the half of an answer to this question that is all that comes has gone out, and has come where that is seen. */
  half(question: string): Promise<void>;
}

/** Opens a session with an instrument on this wire. Both end with the test. */
export async function onWire(open: OpenWire, more: Partial<SessionOptions> = {}): Promise<OnWire> {
  const faults = new Faults();
  const lines: string[] = [];
  const news = new EventTarget();
  const it: Answering = { answer: () => null, lines, faults };
  const run = (line: string): string | null => {
    lines.push(line);
    news.dispatchEvent(new Event('run'));
    if (line === '*IDN?') return identity;
    return /^NEXT\? (.+)$/.exec(line)?.[1] ?? it.answer(line);
  };
  const wire = await open(
    Object.assign(it, { instrument: { status: new Status(), panel: new FrontPanel(), run } }),
  );
  let links = 0;
  const made = await session(() => {
    links++;
    return wire.connect();
  }, more);
  await ready(made);
  let states: string[] = [];
  made.session.onStatus(() => states.push(made.session.status.state));
  return Object.assign(it, wire, {
    ask: made.ask,
    session: made.session,
    reached: made.reached,
    diary: made.diary,
    links: () => links,
    states: () => {
      const seen = states;
      states = [];
      return seen;
    },
    half: async (question: string) => {
      while (!lines.includes(question))
        await new Promise((resolve) => news.addEventListener('run', resolve, { once: true }));
      // Over every wire of this machine it takes less; HiSLIP hands out nothing before the end is there.
      await new Promise((resolve) => setTimeout(resolve, 100));
    },
  });
}

/** A real session over links of any kind, not yet open. It ends with the test. */
export async function session(connect: () => Transport, more: Partial<SessionOptions> = {}): Promise<Rig> {
  const made = await rig(undefined, { connect, ...more, timing: { connect: 3_000, ...more.timing } });
  onTestFinished(() => made.end());
  return made;
}
