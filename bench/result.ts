/** One figure. Ratios and limits come from one run on one machine. */
export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The goal in words (`>= 8`); empty for a figure that is only reported. */
  readonly goal: string;
  readonly ok: boolean;
}
export interface BenchResult {
  readonly name: string;
  readonly rows: readonly BenchRow[];
}
