import type { Instrument } from '#shared/contract/instruments.ts';
import type { SpanRow } from '#shared/contract/profiling.ts';

/** An instrument that can be looked at, with what its exchanges cost. */
export interface Pickable {
  readonly id: string;
  readonly name: string;
  readonly link: Instrument['link'] | null;
  /** Exchanges a second, of all its commands. */
  readonly rate: number;
  /** Of the command with the highest; null where none was measured. */
  readonly p99: number | null;
  readonly slower: boolean;
}

/** Instruments of the bench in their order, then those that are gone from it but were measured. */
export function pickable(
  instruments: readonly Pick<Instrument, 'id' | 'name' | 'link'>[],
  spans: readonly SpanRow[],
): readonly Pickable[] {
  const found = new Map<string, { name: string; link: Instrument['link'] | null }>(
    instruments.map(({ id, name, link }) => [id, { name, link }]),
  );
  const rows = new Map<string, SpanRow[]>();
  for (const row of spans) {
    const { kind, instrument } = row.key;
    if (kind !== 'exchange' || instrument === null) continue;
    if (!found.has(instrument)) found.set(instrument, { name: row.instrumentName ?? instrument, link: null });
    rows.set(instrument, [...(rows.get(instrument) ?? []), row]);
  }
  return [...found].map(([id, { name, link }]) => {
    const own = rows.get(id) ?? [];
    const highest = own.flatMap(({ p99 }) => (p99 === null ? [] : [p99]));
    return {
      id,
      name,
      link,
      rate: own.reduce((sum, { rate }) => sum + rate, 0),
      p99: highest.length === 0 ? null : Math.max(...highest),
      slower: own.some(({ verdict }) => verdict === 'slower'),
    };
  });
}
