import { effectsBy, type EffectRule } from '#main/drivers/effects.ts';
import type { Drive } from '#main/drivers/driver.ts';

/** What IEEE 488.2 says of every instrument, and nothing else. source: IEEE 488.2-1992, 10; SCPI-99 vol. 2, 21. */
const rules: readonly EffectRule[] = [
  ...['*CLS', '*ESE', '*OPC', '*SRE', '*WAI'].map((header) => ({ header, does: 'harmless' }) as const),
  ...['*IDN', '*ESE', '*ESR', '*OPC', '*SRE', '*STB', 'SYSTem:ERRor[:NEXT]', 'SYSTem:VERSion'].map(
    (header) => ({ header, does: 'ask' }) as const,
  ),
];

/** An instrument that no family knows: it can be talked to, and nothing is claimed of what its commands do. */
export const genericScpi: Drive = {
  family: 'Generic SCPI',
  version: 'Generic SCPI 1',
  kind: 'generic',
  verified: 'unverified',
  effects: effectsBy(rules),
  supply: null,
};
