/** One figure. Ratios and limits come from one run on one machine. */
export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The goal in words (`>= 8`); empty for a figure that is only reported. */
  readonly goal: string;
  readonly ok: boolean;
  /** What the rounds gave one by one, in the unit of the value: what two runs are compared by. */
  readonly samples?: readonly number[];
  /** What was looked at to know that it really happened. */
  readonly proof?: string;
}

/** An axis of a chart: what it shows with its unit, and whether each step is ten times the one before. */
export interface Axis {
  readonly label: string;
  readonly log: boolean;
}
/** A figure over size or load: a curve says what a single point hides. */
export interface BenchChart {
  /** Of the file: `history-query`. */
  readonly name: string;
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
  /** Where on the x axis something happens, and what. */
  readonly mark?: { readonly x: number; readonly label: string };
}

export interface BenchResult {
  readonly name: string;
  readonly rows: readonly BenchRow[];
  readonly charts?: readonly BenchChart[];
  /** What a reader of the figures has to know: durability, sizes, rules. */
  readonly notes?: readonly string[];
}

/** A figure that is reported and not judged. */
export const figure = (
  what: string,
  value: number,
  unit: string,
  more: Pick<BenchRow, 'samples' | 'proof'> = {},
): BenchRow => ({ what, value, unit, goal: '', ok: true, ...more });
/** A figure that has to be at least, or below, a limit. `saying`: the goal where the limit alone says too little. */
export const atLeast = (row: BenchRow, limit: number, saying = `>= ${limit}`): BenchRow => ({
  ...row,
  goal: saying,
  ok: row.value >= limit,
});
export const below = (row: BenchRow, limit: number, saying = `< ${limit}`): BenchRow => ({
  ...row,
  goal: saying,
  ok: row.value < limit,
});

/** The value below which a part (0 to 1) of all lie; NaN of nothing. */
export const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN;
export const median = (values: readonly number[]): number => percentile(values, 0.5);
