import type { BaselineSummary } from '#shared/contract/baselines.ts';
import type { InstrumentFigures, Overview, SpanKey, SpanRow } from '#shared/contract/profiling.ts';

/** A row of the spans, in which nothing stands out. `instrument` is both its id and its name. */
export function span(
  kind: SpanKey['kind'],
  name: string,
  rest: Partial<Omit<SpanRow, 'key' | 'instrumentName'>> & { readonly instrument?: string } = {},
): SpanRow {
  const { instrument = null, ...figures } = rest;
  return {
    key: { kind, name, instrument },
    instrumentName: instrument,
    count: 600,
    errors: 0,
    rate: 10,
    totalMs: 3000,
    p50: 4,
    p95: 6,
    p99: 9,
    max: 14,
    trend: [],
    verdict: 'none',
    ...figures,
  };
}

/** A bench at its usual work, on which nothing stands out. */
export const quietOverview: Overview = {
  at: 1_000_000,
  startedAt: 0,
  loop: { p99Ms: 3.1, limitMs: 10, utilisation: 0.11 },
  exchanges: { rate: 182, capacity: 610, busiest: 'Supply A' },
  slowest: {
    key: { kind: 'exchange', name: 'MEAS:TEMP?', instrument: 'log-1' },
    instrumentName: 'Thermologger',
    p99Ms: 41,
    over: false,
  },
  memory: { rss: 142e6, total: 8e9, external: 6e6, gc: 0.007, gcP99Ms: 2.1 },
  threads: [
    { name: 'main', utilisation: 0.11, heapUsed: 38e6, heapLimit: 4e9, cpu: 0.14 },
    { name: 'writer', utilisation: 0.04, heapUsed: 24e6, heapLimit: 4e9, cpu: 0.05 },
    { name: 'reader', utilisation: null, heapUsed: 61e6, heapLimit: 4e9, cpu: null },
  ],
  handles: { files: 41, sockets: 6, timers: 23 },
  spans: [],
  alerts: [],
};

/** A meter that answers as it should. */
export const meter: InstrumentFigures = {
  instrument: 'meter-1',
  name: 'Multimeter',
  command: null,
  commands: [{ command: 'READ?', count: 600, p95: 23.9 }],
  exchanges: 600,
  queue: { bars: [{ from: 0.1, to: 0.2, count: 600 }], p50: 0.14, p95: 0.18, p99: 0.19 },
  wire: { bars: [{ from: 20, to: 25, count: 600 }], p50: 21.4, p95: 23.9, p99: 24.5 },
  series: [],
  timeouts: 0,
  retries: 0,
  polls: { wantedMs: 100, medianMs: 101, jitterMs: 3 },
  advice: { pollMs: null, settleMs: null, note: null },
};

/** A set of measurements that is kept. */
export const baseline = (
  id: string,
  name: string,
  kind: BaselineSummary['kind'] = 'live',
  reference = false,
): BaselineSummary => ({
  id,
  name,
  kind,
  at: 1_700_000_000_000,
  machine: {
    cpu: 'A processor',
    cores: 2,
    memory: 8e9,
    platform: 'linux x64',
    node: '24.1.0',
    version: '0.9.0',
  },
  load: '5 instruments at 10/s',
  measured: 41,
  reference,
});
