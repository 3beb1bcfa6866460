/** A place on the bus. `secondary` as the wire has it: 96 to 126, or null. source: IEEE 488.1, 2.8.3 */
export interface BusPlace {
  readonly primary: number;
  readonly secondary: number | null;
}

/** What an adapter remembers. source: Prologix GPIB-ETHERNET Controller User Manual, 9 */
export interface AdapterSettings {
  addr: BusPlace;
  /** 1: controller; 0: device. */
  mode: number;
  /** Whether it makes an instrument talk after each message. 2, AR488 alone: after those that end with a question mark. */
  auto: number;
  /** Whether END comes with the last byte of a message. */
  eoi: number;
  /** What it puts behind a message: 0 CR LF, 1 CR, 2 LF, 3 nothing. */
  eos: number;
  /** Whether it says `eot_char` when END came. */
  eot_enable: number;
  eot_char: number;
  /** How long it waits for the next byte of an instrument. ms. */
  read_tmo_ms: number;
  /** Whether it keeps what it is told, without power too. */
  savecfg: number;
  /** Device mode: it listens to everything. */
  lon: number;
  /** Device mode: its own status byte. */
  status: number;
}

/** The kinds of adapter. */
export type AdapterFlavour = 'prologix' | 'ar488';

/** As it comes out of its box. */
export const factorySettings: Readonly<AdapterSettings> = {
  addr: { primary: 5, secondary: null },
  mode: 1,
  auto: 0,
  eoi: 1,
  eos: 0,
  eot_enable: 0,
  eot_char: 0,
  read_tmo_ms: 200,
  savecfg: 1,
  lon: 0,
  status: 0,
};

/** A setting that is one number. */
export type NumberSetting = Exclude<keyof AdapterSettings, 'addr'>;

/** The smallest and the largest value. source: the same, 9; AR488 manual (++read_tmo_ms, ++auto) */
export const settingRanges: Readonly<
  Record<AdapterFlavour, Readonly<Record<NumberSetting, readonly [number, number]>>>
> = (() => {
  const prologix = {
    mode: [0, 1],
    auto: [0, 1],
    eoi: [0, 1],
    eos: [0, 3],
    eot_enable: [0, 1],
    eot_char: [0, 255],
    read_tmo_ms: [1, 3000],
    savecfg: [0, 1],
    lon: [0, 1],
    status: [0, 255],
  } as const;
  return { prologix, ar488: { ...prologix, auto: [0, 2], read_tmo_ms: [1, 32_000] } };
})();

/** What a message is followed by. source: the same, 9 (eos) */
export const terminators = ['\r\n', '\r', '\n', ''] as const;

/** Reads places, each with its secondary address or without; null when it is not that. */
export function readPlaces(words: readonly string[]): BusPlace[] | null {
  const places: BusPlace[] = [];
  for (const word of words) {
    const number = /^\d{1,3}$/.test(word) ? Number(word) : Number.NaN;
    const last = places.at(-1);
    if (number <= 30) places.push({ primary: number, secondary: null });
    else if (number >= 96 && number <= 126 && last !== undefined && last.secondary === null)
      places[places.length - 1] = { primary: last.primary, secondary: number };
    else return null;
  }
  return places;
}

/** `9`, or `9 96`. */
export function writePlace({ primary, secondary }: BusPlace): string {
  return secondary === null ? `${primary}` : `${primary} ${secondary}`;
}
