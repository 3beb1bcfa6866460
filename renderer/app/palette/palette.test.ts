import { describe, expect, it } from 'vitest';
import { channelState, held, loadInfo, meterInfo, supply } from '#renderer/features/bench/channel.fixture.ts';
import { permissions, rolePermissions } from '#shared/contract/permissions.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import type { PaletteWorld } from './acts.ts';
import { bySection, paletteActs } from './palette.ts';
import { fit, readTyped } from './typed.ts';

const instruments: readonly Instrument[] = [
  { ...supply, id: 'psu', name: 'Supply A' },
  { ...supply, id: 'eload', name: 'Load', kind: 'dc-load', channels: [loadInfo] },
  { ...supply, id: 'dmm', name: 'Multimeter', kind: 'multimeter', channels: [meterInfo] },
];
const live = (id: string, part: Parameters<typeof channelState>[0] = {}): Live => ({
  id,
  link: 'ready',
  periodMs: 100,
  channels: [channelState(part), { ...channelState(part), channel: 2 }],
});
const envelope = { name: 'Board', maxVoltage: 5.5, maxCurrent: 1, maxPower: null };
const world = (part: Partial<PaletteWorld> = {}): PaletteWorld => ({
  instruments,
  live: { psu: live('psu', { envelope }), eload: live('eload'), dmm: live('dmm') },
  may: new Set(permissions),
  selected: 'psu',
  theme: 'dark',
  layouts: [{ id: 'l1', name: 'Burn-in' }],
  shown: null,
  ...part,
});
const acts = (text: string, part: Partial<PaletteWorld> = {}) => paletteActs(world(part), text);
const titles = (text: string, part: Partial<PaletteWorld> = {}) =>
  acts(text, part).map(({ title, detail }) => `${title} | ${detail}`);

describe('what was typed', () => {
  it.each([
    ['core 1.8', ['core'], '1.8'],
    ['ch1 3.3 V', ['ch1'], '3.3 V'],
    ['500m', [], '500m'],
    ['limit 500 mA', ['limit'], '500 mA'],
    ['offset -0.5', ['offset'], '-0.5'],
    ['ch1', ['ch1'], null],
    ['Rélais', ['relais'], null],
    ['', [], null],
  ])('%s', (text, words, quantity) => expect(readTyped(text)).toMatchObject({ words, quantity }));
  it('fits by the beginnings of words, the better the earlier', () => {
    expect(fit(['sup'], 'Supply A')).toBeLessThan(fit(['a'], 'Supply A')!);
    expect(fit(['supply'], 'Supply A')).toBeLessThan(fit(['sup'], 'Supply A')!);
    expect(fit(['upply'], 'Supply A')).toBeNull();
    expect(fit([], 'anything')).toBe(0);
  });
});

describe('a value', () => {
  it('is offered for every setpoint that the words fit, with what it is now and what it will be', () => {
    const [first] = acts('ch1 set 1.8');
    expect(first).toMatchObject({
      title: 'CH1: Set V to 1.800 V',
      detail: 'Supply A',
      change: { what: 'CH1: Set V', from: '3.300 V', to: '1.800 V', checked: 'Inside the envelope' },
      refusal: null,
      deed: { kind: 'set', id: 'psu', channel: 1, point: 'voltage', value: 1.8, from: 3.3 },
    });
  });
  it('goes by its unit', () => {
    expect(titles('1.8 V').filter((title) => title.includes('Limit A'))).toEqual([]);
    expect(titles('500 mA')[0]).toBe('CH1: Limit A to 0.500 A | Supply A');
  });
  it('over the envelope or the range is shown, said, and does nothing', () => {
    const over = acts('ch1 set 9')[0];
    expect(over?.refusal).toContain('5.50 V, the envelope');
    expect(over?.change?.to).toBe('9.000 V');
    expect(acts('ch1 set 99')[0]?.refusal).not.toBeNull();
    expect(acts('ch1 limit 1.5')[0]?.refusal).toContain('the envelope');
  });
  it('is offered of the chosen instrument first', () => {
    expect(acts('current 1', { selected: 'eload' })[0]?.detail).toBe('Load');
    expect(acts('current 1', { selected: 'psu' })[0]?.detail).toBe('Supply A');
  });
  it('says dashes for what is not known now', () => {
    const unknown = { ...held(null), was: 5 };
    const part = { live: { psu: live('psu', { settings: { voltage: unknown } }) } };
    expect(acts('ch1 set 1', part)[0]?.change?.from).toBe('\u2212 \u2212 \u2212 V');
    expect(acts('ch1 set 1', part)[0]?.deed).toMatchObject({ from: null });
  });
  it('is not offered to who only looks, nor of what is released or does not answer', () => {
    const sets = (part: Partial<PaletteWorld>) =>
      acts('set 1', part).filter(({ section }) => section === 'set');
    expect(sets({ may: new Set(rolePermissions.viewer) })).toEqual([]);
    expect(sets({ instruments: [{ ...instruments[0]!, control: 'local' }] })).toEqual([]);
    expect(sets({ instruments: [{ ...instruments[0]!, link: 'unreachable' }] })).toEqual([]);
  });
});

describe('what is done', () => {
  it('never switches anything on', () => {
    for (const text of ['on', 'turn on', 'output on', 'switch ch1 on'])
      for (const { deed } of acts(text)) expect(JSON.stringify(deed)).not.toMatch(/"on":\s*true/u);
  });
  it('turns an output off at the word off, and never a protection', () => {
    const choice = {
      choice: 'overVoltageProtection',
      label: 'Over-voltage protection',
      words: [
        { word: 'ON', label: 'On' },
        { word: 'OFF', label: 'Off' },
      ],
      of: 'channel',
      under: null,
      rare: true,
    } as const;
    const channels = supply.channels.map((info) => ({
      ...info,
      choices: [{ ...choice, words: [...choice.words] }],
    }));
    const part = { instruments: [{ ...instruments[0]!, channels }] };
    expect(acts('off', part)[0]?.deed).toEqual({ kind: 'off', id: 'psu', channel: 1 });
    for (const text of ['off', 'protection', 'protection off', 'over-voltage on'])
      expect(acts(text, part).filter(({ deed }) => deed.kind === 'choose')).toEqual([]);
  });
  it('is off for everything that is switched, also where it is released or gone', () => {
    expect(titles('turn off')).toEqual(
      expect.arrayContaining([
        'Turn output 1 off | Supply A, CH1',
        'Turn output 2 off | Supply A, CH2',
        'Turn all outputs off | Supply A',
        'Turn input off | Load',
      ]),
    );
    const lost = { instruments: [{ ...instruments[0]!, link: 'unreachable', control: 'local' } as const] };
    expect(titles('output 2 off', lost)[0]).toBe('Turn output 2 off | Supply A, CH2');
  });
  it('is the emergency stop for everybody', () => {
    expect(acts('stop', { may: new Set(rolePermissions.viewer) })[0]?.deed).toEqual({ kind: 'stop' });
    expect(
      acts('off', { may: new Set(rolePermissions.viewer) }).some(({ deed }) => deed.kind === 'off'),
    ).toBe(false);
  });
  it('chooses a function by its name', () => {
    expect(acts('multimeter function Ω')[0]?.deed).toEqual({
      kind: 'choose',
      id: 'dmm',
      channel: 1,
      word: 'RES',
      choice: null,
    });
  });
});

describe('where to go', () => {
  it('is offered before anything is typed, and nothing that changes the bench is', () => {
    const empty = acts('');
    expect(empty.length).toBeGreaterThan(0);
    expect(new Set(empty.map(({ section }) => section))).toEqual(new Set(['go']));
  });
  it('is an instrument, a screen, a window for whom may, the other theme', () => {
    expect(acts('multi')[0]?.deed).toEqual({ kind: 'instrument', id: 'dmm' });
    expect(acts('history')[0]?.deed).toEqual({ kind: 'route', route: 'history' });
    expect(acts('light theme')[0]?.deed).toEqual({ kind: 'theme', theme: 'light' });
    expect(acts('quit').some(({ deed }) => deed.kind === 'dialog')).toBe(true);
    const looks = acts('quit', { may: new Set(rolePermissions.viewer) });
    expect(looks.some(({ deed }) => deed.kind === 'dialog')).toBe(false);
  });
  it('is at last a search of the history for just what was typed', () => {
    expect(acts('  VOLT 1.8 ').at(-1)?.deed).toEqual({ kind: 'search', text: 'VOLT 1.8' });
    expect(acts('zzz').map(({ section }) => section)).toEqual(['find']);
  });
  it('stays in its sections', () => {
    const order = bySection(acts('output 1')).map(({ section }) => section);
    expect(new Set(order).size).toBe(order.length);
  });
});
