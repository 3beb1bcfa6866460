import { openHislip } from './hislip-server.ts';
import { openPrologix } from './prologix.ts';
import { openVxi11 } from './vxi11.ts';
import type { Wire } from './wire.ts';

/** What the simulated bench speaks beside raw sockets. */
export const wireKinds = ['vxi11', 'hislip', 'prologix'] as const;
export type WireKind = (typeof wireKinds)[number];

const openers: Readonly<Record<WireKind, () => Promise<Wire>>> = {
  vxi11: () => openVxi11(),
  hislip: () => openHislip(),
  prologix: () => openPrologix(),
};

/** Opens a wire for a bench. Rejects with Node's own error when its ports cannot be had. */
export const openWire = (kind: WireKind): Promise<Wire> => openers[kind]();
