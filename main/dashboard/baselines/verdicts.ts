import type { MeterKey } from '#main/profiling/meter.ts';
import type { Compared, RatioShown, RowShown } from '#main/statistics/compare.ts';
import type { Alert, SpanKey, Verdict } from '#shared/contract/profiling.ts';
import { faultShape } from '#shared/faults.ts';
import { keyOf } from './live.ts';

/** How a span compares with the reference, for the overview. */
export interface SpanVerdicts {
  /** To be called whenever the overview is shown: what is older than 20 s is found anew, on a thread of its own. Never waits. */
  watched(): void;
  /** `none` where there is no reference, or too little was measured. */
  verdictOf(key: MeterKey): Verdict;
  /** Spans that are slower than the reference, slowest first. */
  alerts(): readonly Alert[];
}

/** A verdict is found anew after so long, ms. */
const freshMs = 20_000;
const alertsMax = 20;

interface Found {
  readonly name: string;
  readonly rows: ReadonlyMap<string, RowShown>;
}

/** The worse ratio of a row: what is said of it. */
const worse = ({ median, p95 }: RowShown): readonly ['median' | '95th percentile', RatioShown] =>
  median.verdict === 'slower' ? ['median', median] : ['95th percentile', p95];

const times = (ratio: number): string => ratio.toFixed(ratio < 10 ? 1 : 0);
const ms = (value: number): string => `${Number(value.toPrecision(3))} ms`;

function alertOf(row: RowShown, baseline: string, since: number): Alert {
  const [what, ratio] = worse(row);
  const [old, now] = what === 'median' ? [row.oldMedian, row.newMedian] : [row.oldP95, row.newP95];
  return {
    kind: 'baseline',
    key: spanKeyOf(row.key),
    since,
    message: `${row.name} takes ${times(ratio.ratio)} times as long as in the baseline “${baseline}” (${times(ratio.low)} to ${times(ratio.high)}): ${what} ${ms(now)} instead of ${ms(old)}.`,
    remedy:
      'Look at its traces in deep mode, and record a CPU profile. If it is meant to be so, save a new baseline.',
  };
}

function spanKeyOf(key: string): SpanKey {
  const [kind = '', instrument = '', , ...name] = key.split('|');
  return {
    kind: kind as SpanKey['kind'],
    name: name.join('|'),
    instrument: instrument === '' ? null : instrument,
  };
}

export interface VerdictsOptions {
  /** The console now against the reference; null when there is none, or nothing was measured. */
  readonly compare: () => Promise<{ readonly name: string; readonly compared: Compared } | null>;
  readonly now?: () => number;
}

/** Keeps verdicts fresh while somebody looks. `forget`: another reference was chosen. */
export function openVerdicts({ compare, now = Date.now }: VerdictsOptions): SpanVerdicts & {
  forget(): void;
} {
  let found: Found | null = null;
  let since = new Map<string, number>();
  let at = Number.NEGATIVE_INFINITY;
  let running = false;
  let turn = 0;

  const renew = async (): Promise<void> => {
    const mine = turn;
    const answer = await compare();
    if (mine !== turn) return;
    found =
      answer === null
        ? null
        : { name: answer.name, rows: new Map(answer.compared.rows.map((row) => [row.key, row])) };
    const slower = [...(found?.rows.values() ?? [])].filter(({ verdict }) => verdict === 'slower');
    since = new Map(slower.map(({ key }) => [key, since.get(key) ?? now()]));
  };

  return {
    watched() {
      if (running || now() - at < freshMs) return;
      running = true;
      at = now();
      void renew()
        .catch((error: unknown) => {
          // What cannot be compared is not said to be well.
          found = null;
          process.emitWarning(
            `the spans could not be compared with their baseline: ${faultShape(error).code}`,
          );
        })
        .finally(() => (running = false));
    },
    verdictOf: (key) => found?.rows.get(keyOf(key))?.verdict ?? 'none',
    alerts() {
      if (found === null) return [];
      const { name, rows } = found;
      return [...rows.values()]
        .filter(({ verdict }) => verdict === 'slower')
        .toSorted((a, b) => worse(b)[1].ratio - worse(a)[1].ratio)
        .slice(0, alertsMax)
        .map((row) => alertOf(row, name, since.get(row.key) ?? now()));
    },
    forget() {
      turn++;
      found = null;
      since = new Map();
      at = Number.NEGATIVE_INFINITY;
    },
  };
}
