import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pin } from '#shared/contract/pins.ts';
import { type PinText, pinText, placed, readPin } from './pin-draft.ts';

const typed = (more: Partial<PinText> = {}): PinText => ({ ...pinText(null), query: 'MEAS:VOLT?', ...more });

describe('readPin', () => {
  it('is named after its query where nobody names it', () => {
    expect(readPin(typed())).toEqual({ pin: { query: 'MEAS:VOLT?', label: 'MEAS:VOLT?', unit: '' } });
    const long = readPin(typed({ query: `MEAS:VOLT? ${'9'.repeat(60)}` }));
    expect('pin' in long && long.pin.label).toHaveLength(32);
  });
  it('reads factor and decimals as they are typed', () => {
    expect(readPin(typed({ label: ' Rail ', unit: ' V ', scale: '5e-1', decimals: '3' }))).toEqual({
      pin: { query: 'MEAS:VOLT?', label: 'Rail', unit: 'V', scale: 0.5, decimals: 3 },
    });
  });
  it.each([
    ['query', ''],
    ['query', 'OUTP ON'],
    ['scale', '0'],
    ['scale', 'ten'],
    ['scale', '1,5'],
    ['scale', '1e999'],
    ['decimals', '13'],
    ['decimals', '-1'],
    ['decimals', '1.5'],
    ['unit', 'furlongs/h'],
  ] as const)('says what is wrong with the %s %j', (field, text) => {
    const read = readPin(typed({ [field]: text }));
    expect('problems' in read && Object.keys(read.problems)).toEqual([field]);
  });
  it('makes what the contract takes, and writes it as it was', () => {
    fc.assert(
      fc.property(
        fc.record({
          query: fc.constantFrom('A?', 'MEAS:VOLT? (@101)', ' *STB? '),
          label: fc.string({ maxLength: 40 }),
          unit: fc.string({ maxLength: 10 }),
          scale: fc.oneof(fc.constant(''), fc.double({ noNaN: true }).map(String), fc.string()),
          decimals: fc.oneof(fc.constant(''), fc.integer({ min: -2, max: 14 }).map(String)),
        }),
        (text) => {
          const read = readPin(text);
          const pin = 'pin' in read ? read.pin : null;
          expect(pin === null || Pin.safeParse(pin).success).toBe(true);
          expect(pin === null ? { pin } : readPin(pinText(pin))).toEqual({ pin });
        },
      ),
    );
  });
});

describe('placed', () => {
  const pin = (query: string): Pin => ({ query, label: query, unit: '' });
  it('moves one and keeps the others in their order, whatever the place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(7), fc.nat(7), (count, fromAny, toAny) => {
        const pins = Array.from({ length: count }, (_, place) => pin(`${place}?`));
        const [from, to] = [fromAny % count, toAny % count];
        const moved = placed(pins, from, pins[from]!, to);
        expect(moved.map(({ query }) => query).toSorted()).toEqual(pins.map(({ query }) => query));
        expect(moved[to]).toBe(pins[from]);
        expect(moved.filter((each) => each !== pins[from])).toEqual(pins.toSpliced(from, 1));
      }),
    );
  });
  it('adds a new one', () => {
    expect(placed([pin('A?')], null, pin('B?'), 0).map(({ query }) => query)).toEqual(['B?', 'A?']);
    expect(placed([pin('A?')], null, pin('B?'), 1).map(({ query }) => query)).toEqual(['A?', 'B?']);
  });
});
