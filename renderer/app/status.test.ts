import { expect, it } from 'vitest';
import type { ChannelState } from '#shared/contract/channels.ts';
import { type Live, linkStates } from '#shared/contract/instruments.ts';
import { countLinks, countStale, envelopeNames } from './status.ts';

it('counts every instrument once, and calls none ready that does not answer', () => {
  const counts = countLinks(linkStates.map((link) => ({ link })));
  expect(counts.ready + counts.waiting + counts.unreachable).toBe(linkStates.length);
  expect(countLinks([{ link: 'dirty' }, { link: 'recovering' }]).ready).toBe(0);
  expect(countLinks([{ link: 'unreachable' }, { link: 'closed' }]).unreachable).toBe(2);
});

const channel = (at: number | null, envelope: string | null = null): ChannelState => ({
  channel: 1,
  settings: {},
  function: null,
  choices: {},
  tripped: null,
  output: null,
  mode: null,
  readings: { voltage: 0 },
  overload: [],
  at,
  reference: null,
  envelope: envelope === null ? null : { name: envelope, maxVoltage: 5, maxCurrent: null, maxPower: null },
});
const live = (link: Live['link'], ...channels: ChannelState[]): Live => ({
  id: 'a',
  link,
  periodMs: 1000,
  channels,
});

it('counts as stale what answers and is older than two polls, and leaves the unreachable to their own count', () => {
  expect(countStale([live('ready', channel(8000))], 10_000)).toBe(0);
  expect(countStale([live('ready', channel(7999))], 10_000)).toBe(1);
  expect(countStale([live('ready', channel(10_000), channel(0))], 10_000)).toBe(1);
  expect(countStale([live('unreachable', channel(0))], 10_000)).toBe(0);
  const late = [live('ready', channel(0))];
  expect(countStale(late, 10_000, [{ id: 'a', control: 'local' }])).toBe(0);
  expect(countStale(late, 10_000, [{ id: 'a', control: 'remote' }])).toBe(1);
});

it('names every envelope once, and does not call unknown what is none', () => {
  expect(envelopeNames([])).toBeNull();
  expect(envelopeNames([live('ready', channel(0))])).toEqual([]);
  expect(envelopeNames([live('ready', channel(0, 'PMIC'), channel(0, 'PMIC'), channel(0))])).toEqual([
    'PMIC',
  ]);
});
