import { describe, expect, it } from 'vitest';
import { quietOverview } from '#renderer/features/profiling/profiling.fixture.ts';
import { figuresOf, roundUp, unknownFigures } from './figures.ts';

const of = (overview = quietOverview) =>
  Object.fromEntries(figuresOf(overview).map((figure) => [figure.id, figure]));

describe('the figures of a quiet bench', () => {
  it('lie before their limits', () => {
    for (const figure of figuresOf(quietOverview)) {
      expect(figure.over, figure.id).toBe(false);
      expect(figure.value, figure.id).toBeLessThan(figure.limit ?? figure.to);
      expect(figure.limit ?? 0, figure.id).toBeLessThan(figure.to);
    }
  });
  it('say in words what the ruler draws', () => {
    expect(of()['loop']?.note).toBe('Limit 10 ms late, over 10 s');
    expect(of()['exchanges']?.note).toBe('Full at about 610/s, Supply A');
    expect(of()['slowest']?.note).toBe('Thermologger, MEAS:TEMP?');
    expect(of()['memory']).toMatchObject({ value: 142, note: 'Heaps: 38, 24, 61 MB' });
    expect(of()['utilisation']).toMatchObject({
      value: 11,
      note: 'GC 0.7 %, 41 files',
    });
  });
});

describe('what is too much', () => {
  it('is said, and stays on the scale', () => {
    const late = of({ ...quietOverview, loop: { p99Ms: 40, limitMs: 10, utilisation: 0.93 } });
    expect(late['loop']).toMatchObject({ over: true, limit: 10 });
    expect(late['loop']?.to).toBeGreaterThan(40);
    expect(late['utilisation']?.over).toBe(true);
    const swapping = of({ ...quietOverview, memory: { ...quietOverview.memory, rss: 7e9 } });
    expect(swapping['memory']?.over).toBe(true);
    const full = of({ ...quietOverview, exchanges: { rate: 700, capacity: 610, busiest: null } });
    expect(full['exchanges']).toMatchObject({ over: true, note: 'Full at about 610/s' });
  });
});

describe('what is not known', () => {
  it('has no number', () => {
    const none = of({
      ...quietOverview,
      loop: { ...quietOverview.loop, utilisation: null },
      exchanges: { rate: 0, capacity: null, busiest: null },
      slowest: null,
      handles: { files: null, sockets: 2, timers: 1 },
    });
    expect(none['utilisation']).toMatchObject({ value: null, over: false });
    expect(none['utilisation']?.note).not.toContain('files');
    expect(none['slowest']).toMatchObject({
      value: null,
      quiet: true,
      note: 'No exchange in this time',
    });
    expect(none['exchanges']).toMatchObject({ limit: null, over: false, to: 10 });
  });
  it('keeps the places of the strip', () => {
    expect(unknownFigures.map(({ id }) => id)).toEqual(figuresOf(quietOverview).map(({ id }) => id));
    expect(unknownFigures.every(({ value }) => value === null)).toBe(true);
  });
});

it('rounds a scale up', () => {
  expect([0, 0.3, 1, 12, 453, 501].map(roundUp)).toEqual([1, 0.5, 1, 20, 500, 1000]);
});
