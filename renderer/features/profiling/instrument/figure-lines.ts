import type { InstrumentFigures, SpanRow } from '#shared/contract/profiling.ts';
import type { Line } from './series.ts';
import { t } from '#shared/language/t.ts';

/** The lines of an instrument: how long it waited, and how long it took. */
export const instrumentLines = ({ series }: InstrumentFigures): readonly Line[] => [
  {
    id: 'queueP95',
    label: t`Queue p95`,
    points: series.map(({ at, queueP95 }) => ({ at, value: queueP95 })),
  },
  { id: 'wireP95', label: t`Wire p95`, points: series.map(({ at, wireP95 }) => ({ at, value: wireP95 })) },
  { id: 'wireP50', label: t`Wire p50`, points: series.map(({ at, wireP50 }) => ({ at, value: wireP50 })) },
];

/** Length of a slice, ms: what a point of a trend stands for. */
const sliceMs = 10_000;

/** The trend of a span up to `at`, ms since 1970: its last point stands for the slice that runs. */
export const spanLines = ({ trend }: Pick<SpanRow, 'trend'>, at: number): readonly Line[] => [
  {
    id: 'p95',
    label: 'p95',
    points: trend.map((value, index) => ({ at: at - (trend.length - 1 - index) * sliceMs, value })),
  },
];
