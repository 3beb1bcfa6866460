import type { SpanKind } from '#shared/contract/span-kinds.ts';
import { Meter, type MeterKey } from './meter.ts';

/** Meters without an instrument, of one kind, at most. Those names are the program's own: only a mistake reaches this. */
const ofKind = 300;
/** Meters of one instrument, and of all instruments together, at most: about 40 MB. Commands are typed by people. */
const ofInstrument = 120;
const ofInstruments = 1200;
/** What comes after that counts under this name. */
export const others = 'others';

const meters = new Map<string, Meter>();
const kinds = new Map<SpanKind, number>();
const instruments = new Map<string, number>();
let ofAll = 0;
/** Instruments that have left the desk: theirs make room first. */
const gone = new Set<string>();

const idOf = ({ kind, name, instrument, part }: MeterKey): string =>
  `${kind}:${instrument ?? ''}:${part}:${name}`;

/** The meter of a key, made when it is asked for first. When there are too many, another one that counts `others`. */
export function meterOf(key: MeterKey): Meter {
  return meters.get(idOf(key)) ?? made(key);
}

function made(key: MeterKey): Meter {
  const { kind, instrument, name } = key;
  if (instrument === null) {
    const known = kinds.get(kind) ?? 0;
    if (known >= ofKind && name !== others) return meterOf({ ...key, name: others });
    kinds.set(kind, known + 1);
    return add(key);
  }
  const known = instruments.get(instrument) ?? 0;
  if (known >= ofInstrument && name !== others) return meterOf({ ...key, name: others });
  if (ofAll >= ofInstruments && !makeRoom()) return meterOf({ ...key, instrument: null, name: others });
  instruments.set(instrument, known + 1);
  ofAll++;
  return add(key);
}

function add(key: MeterKey): Meter {
  const meter = new Meter(key);
  meters.set(idOf(key), meter);
  return meter;
}

/** True when instruments that are gone had any. */
function makeRoom(): boolean {
  if (gone.size === 0) return false;
  for (const [id, { instrument }] of meters)
    if (instrument !== null && gone.has(instrument)) {
      meters.delete(id);
      ofAll--;
    }
  for (const instrument of gone) instruments.delete(instrument);
  gone.clear();
  return ofAll < ofInstruments;
}

/** This instrument is on the desk: its meters are kept. */
export const keepMeters = (instrument: string): void => void gone.delete(instrument);

/** This instrument has left the desk: its meters are kept until others need the room. */
export const leaveMeters = (instrument: string): void => {
  if (instruments.has(instrument)) gone.add(instrument);
};

/** Every meter there is. */
export const allMeters = (): Iterable<Meter> => meters.values();
