import type { Duplex } from 'node:stream';
import { type Faults, noFaults } from '#main/simulator/faults.ts';
import { openLoopbackPort } from './loopback-port.ts';
import { AdapterLink } from './prologix-adapter.ts';
import { Bus } from './prologix-bus.ts';
import {
  type AdapterFlavour,
  type AdapterSettings,
  type BusPlace,
  factorySettings,
} from './prologix-settings.ts';
import type { AdapterState } from './prologix-state.ts';
import type { Attached, Wire, WireAddress } from './wire.ts';

/** How a simulated GPIB adapter is set up. */
export interface PrologixOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** The default is `prologix`. */
  readonly flavour?: AdapterFlavour;
  /** What its owners before have left in it. */
  readonly settings?: Partial<AdapterSettings>;
}

/** A GPIB adapter that speaks Prologix' commands, with the instruments on its bus. */
export interface PrologixAdapter {
  /** What goes wrong with the adapter itself: `silent` and, on a network, `refusing`. */
  readonly faults: Faults;
  /** How it is set now. */
  readonly settings: Readonly<AdapterSettings>;
  /** How often it has written to its memory, which wears out. */
  readonly saves: number;
  /** Puts an instrument on the bus, at the next free primary address from 1. `secondary` as people write it: 0 to 30. */
  place(attached: Attached, place?: { readonly primary: number; readonly secondary?: number }): BusPlace;
  /** Whoever is at the other end of this stream is a client. `ends`: a restart of the adapter ends it, as on a network. */
  serve(stream: Duplex, ends?: boolean): void;
  /** Switches its instruments off. Streams that it serves stay open. */
  close(): void;
}

/** An adapter on a port of 127.0.0.1. It has one client: who comes puts the one before out. */
export interface PrologixWire extends Wire, Omit<PrologixAdapter, 'close' | 'serve'> {
  readonly port: number;
}

/** Lowest secondary address on the wire. source: IEEE 488.1, 2.8.3 */
const firstSecondary = 96;

/** An adapter without a wire: `serve` gives it one. */
export function makeAdapter(options: PrologixOptions = {}): PrologixAdapter {
  const kept: AdapterSettings = { ...factorySettings, ...options.settings };
  const settings: AdapterSettings = { ...kept };
  const faults = noFaults();
  const bus = new Bus();
  let saves = 0;
  let next = 1;
  const flavour = options.flavour ?? 'prologix';
  const state: AdapterState = {
    flavour,
    bus,
    settings,
    faults,
    changed() {
      if (flavour === 'prologix' && settings.savecfg === 1) state.keep();
    },
    keep() {
      Object.assign(kept, settings);
      saves++;
    },
    restart() {
      Object.assign(settings, kept);
    },
  };
  return {
    faults,
    settings,
    get saves() {
      return saves;
    },
    place(attached, at = { primary: next }) {
      const { primary, secondary } = at;
      const place = { primary, secondary: secondary === undefined ? null : secondary + firstSecondary };
      bus.add(place, attached);
      next = Math.max(next, primary + 1);
      return place;
    },
    serve(stream, ends = false) {
      new AdapterLink(stream, state, ends);
    },
    close: () => bus.close(),
  };
}

/** Opens an adapter on the network. Rejects with Node's own error when its port cannot be had. */
export async function openPrologix(options: PrologixOptions = {}): Promise<PrologixWire> {
  const adapter = makeAdapter(options);
  let client: Duplex | null = null;
  const port = await openLoopbackPort(options.port ?? 0, (socket) => {
    client?.destroy();
    client = socket;
    adapter.serve(socket, true);
  });
  port.follow(adapter.faults);
  const address = ({ primary, secondary }: BusPlace): WireAddress => ({
    url: `prologix://127.0.0.1:${port.port}/${primary}${secondary === null ? '' : `/${secondary - firstSecondary}`}`,
    visa: null,
  });
  return {
    port: port.port,
    faults: adapter.faults,
    settings: adapter.settings,
    get saves() {
      return adapter.saves;
    },
    place: (attached, place) => adapter.place(attached, place),
    attach: (attached) => address(adapter.place(attached)),
    async close() {
      await port.close();
      adapter.close();
    },
  };
}
