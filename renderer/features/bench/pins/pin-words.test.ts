import { expect, it } from 'vitest';
import { sayReadings } from './pin-words.ts';

const reading = (label: string, paused = false) => ({ pin: { query: 'A?', label, unit: '' }, paused });

it('names the readings by how they stand', () => {
  expect(sayReadings([], [])).toBe('');
  expect(
    sayReadings(
      [reading('Rail'), reading('Board'), reading('Fan'), reading('Door', true)],
      ['live', 'stale', 'live', 'unknown'],
    ),
  ).toBe('Rail and Fan live, Board stale, Door paused.');
});
