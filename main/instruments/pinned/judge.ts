import type { Drive } from '#main/drivers/driver.ts';
import { headerPattern, matchHeader } from '#main/scpi/mnemonic.ts';
import { parseProgram, type ProgramUnit } from '#main/scpi/program.ts';
import type { Effect } from '#main/session/ports.ts';
import { Fault } from '#shared/faults.ts';

/** Common queries that do more than ask. source: IEEE 488.2-1992, 10.2, 10.12, 10.38. */
const commonDeeds: Readonly<Record<string, string>> = {
  CAL: 'it calibrates the instrument',
  TST: 'it starts the self-test',
  ESR: 'reading the event register clears it',
};

/** The same of SCPI. source: SCPI-99 vol. 2, 20.1, 20.3, 21.8. */
const treeDeeds = [
  ['SYSTem:ERRor[:NEXT]', 'it takes the error out of the queue, and nobody else reads it then'],
  ['SYSTem:ERRor:ALL', 'it empties the error queue, and nobody else reads it then'],
  ['STATus:QUEStionable[:EVENt]', 'reading the event register clears it'],
  ['STATus:OPERation[:EVENt]', 'reading the event register clears it'],
].map(([header = '', deed = '']) => ({ pattern: headerPattern(header), deed }));

/**
 * What a pinned query does when it is asked again and again: nothing, by the driver's table, or nothing but asking, as whoever
 * pinned it says. Throws INPUT_INVALID for a text that is not one query, or that does more.
 */
export function pinEffects({ effects }: Pick<Drive, 'effects'>, query: string): readonly Effect[] {
  const units = parseProgram(query);
  const [unit] = units ?? [];
  if (units === null || unit === undefined)
    throw refused(query, 'it cannot be read as a program message', 'Write it like MEAS:VOLT?.');
  if (units.length > 1)
    throw refused(query, 'it holds several messages', 'Pin each query by itself, without a semicolon.');
  if (!unit.query)
    throw refused(
      query,
      'it is no query',
      'Only what asks can be pinned: its header ends with a question mark.',
    );
  const deed = deedOf(unit);
  if (deed !== null) throw refused(query, deed, 'Ask it in the terminal, when it is wanted.');
  return effects(query).map((effect) => {
    if (effect.kind === 'none') return effect;
    if (effect.kind === 'unknown') return { kind: 'asks', text: effect.text };
    throw refused(query, 'it sets or switches something', 'Only what asks can be pinned.');
  });
}

function deedOf({ common, header }: ProgramUnit): string | null {
  if (common) return commonDeeds[header[0]?.word.toUpperCase() ?? ''] ?? null;
  return treeDeeds.find(({ pattern }) => matchHeader(pattern, header) !== undefined)?.deed ?? null;
}

const refused = (query: string, why: string, remedy: string): Fault =>
  new Fault('INPUT_INVALID', `${JSON.stringify(query.slice(0, 60))} is not asked by itself: ${why}.`, {
    remedy,
  });
