import { describe, expect, it } from 'vitest';
import { dayBegin, momentDraft, momentText, parseMoment } from './when.ts';

const now = new Date(2026, 10, 25, 15, 30, 7).getTime();
const at = (...parts: [number, number, number, number?, number?, number?]): number =>
  new Date(parts[0], parts[1] - 1, parts[2], parts[3] ?? 0, parts[4] ?? 0, parts[5] ?? 0).getTime();

describe('moments', () => {
  it('are said as short as they are clear', () => {
    expect(momentText(at(2026, 11, 25, 12, 3), now)).toBe('12:03');
    expect(momentText(at(2026, 11, 24, 12, 3), now)).toBe('12:03 on 24 Nov');
    expect(momentText(at(2025, 1, 4, 0, 0), now)).toBe('00:00 on 4 Jan 2025');
  });
  it('are read as they are written', () => {
    expect(parseMoment(' 14:05 ', now)).toBe(at(2026, 11, 25, 14, 5));
    expect(parseMoment('2026-11-24 14:05:09', now)).toBe(at(2026, 11, 24, 14, 5, 9));
    expect(parseMoment('2026-2-3', now)).toBe(at(2026, 2, 3));
    expect(parseMoment('', now)).toBeNull();
    expect(dayBegin(now)).toBe(at(2026, 11, 25));
  });
  it('are not guessed', () => {
    for (const text of [
      'yesterday',
      '25:00',
      '14:60',
      '14:05:61',
      '2026-02-31',
      '2026-13-01',
      '14',
      '14:5',
      '24.11.',
    ])
      expect(parseMoment(text, now), text).toBeUndefined();
  });
  it('come back from their field as they went in', () => {
    for (const moment of [at(2026, 11, 25, 14, 5), at(2026, 11, 25, 14, 5, 9), at(2024, 2, 29, 23, 59)])
      expect(parseMoment(momentDraft(moment, now), now)).toBe(moment);
    expect(momentDraft(null, now)).toBe('');
  });
});
