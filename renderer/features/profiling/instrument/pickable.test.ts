import { expect, it } from 'vitest';
import { span } from '#renderer/features/profiling/profiling.fixture.ts';
import { pickable } from './pickable.ts';

it('sums the exchanges of an instrument, and takes the highest of its times', () => {
  const spans = [
    span('exchange', 'READ?', { instrument: 'a', rate: 10, p99: 31 }),
    span('exchange', '*IDN?', { instrument: 'a', rate: 0.5, p99: null, verdict: 'slower' }),
    span('exchange', 'SYST:ERR?', { instrument: 'a', rate: 0.5, p99: 4 }),
    span('driver', 'parse', { instrument: 'a', rate: 99, p99: 99 }),
    span('exchange', 'CURV?', { instrument: 'gone', rate: 1, p99: 4 }),
  ];
  const picks = pickable(
    [
      { id: 'b', name: 'Supply B', link: 'unreachable' },
      { id: 'a', name: 'Meter', link: 'ready' },
    ],
    spans,
  );
  expect(picks).toEqual([
    { id: 'b', name: 'Supply B', link: 'unreachable', rate: 0, p99: null, slower: false },
    { id: 'a', name: 'Meter', link: 'ready', rate: 11, p99: 31, slower: true },
    { id: 'gone', name: 'gone', link: null, rate: 1, p99: 4, slower: false },
  ]);
});
