import { describe, expect, it } from 'vitest';
import { meterInfo, supplyInfo } from './channel.fixture.ts';
import { trendPlot } from './trend-plot.ts';

describe('a trend as it is drawn', () => {
  it('keeps volts on a supply, whatever they are', () => {
    const data = [
      [-1, 0],
      [0.001, 0.002],
    ] as const;
    const plot = trendPlot('voltage', [supplyInfo(1)], data, false);
    expect(plot).toEqual({ data, unit: 'V', decimals: 3, least: 0.04 });
  });
  it('takes the prefix of its largest point, and keeps its holes', () => {
    const plot = trendPlot(
      'resistance',
      [meterInfo],
      [
        [-2, -1, 0],
        [4700, null, 4800],
      ],
      true,
    );
    expect(plot.data).toEqual([
      [-2, -1, 0],
      [4.7, null, 4.8],
    ]);
    expect(plot).toMatchObject({ unit: 'kΩ', decimals: 5, least: 0.00004 });
  });
  it('survives nothing to draw', () =>
    expect(trendPlot('voltage', [meterInfo], [[]], true)).toMatchObject({ unit: 'V' }));
});
