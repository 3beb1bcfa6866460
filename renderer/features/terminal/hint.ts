import type { Understood } from '#shared/contract/program.ts';
import { type Listed, lineMeaning, meaningOf } from './meaning.ts';
import { unitAt, unitsOf } from './units.ts';
import { t } from '#shared/language/t.ts';

/** What is said under the input about what stands in it, before it is sent. */
export type Hint =
  /** Nothing is typed, or the list is not known: then nothing can be said. */
  | { readonly kind: 'keys' }
  /** The header at the caret may still become one of these. */
  | { readonly kind: 'begun'; readonly count: number }
  | { readonly kind: 'known'; readonly command: Understood; readonly consequence: string | null }
  | { readonly kind: 'unlisted'; readonly header: string; readonly consequence: string | null };

export interface Known {
  /** Null while the driver's list is not known. */
  readonly list: readonly Listed[] | null;
  /** Name of the device under test whose envelope is set; null where none is. */
  readonly guard: string | null;
  readonly latched: boolean;
  readonly mayConfirm: boolean;
}

/** What the console will do with a command of unknown effect. */
export function consequenceOf({ guard, latched, mayConfirm }: Omit<Known, 'list'>): string | null {
  if (latched) return t`It is refused while the emergency stop is set.`;
  if (guard === null) return null;
  return mayConfirm
    ? t`${guard} is guarded: it is refused until you confirm it.`
    : t`${guard} is guarded: it is refused, and somebody who may confirm it has to send it.`;
}

/** About one line and the caret in it. `begun`: how many listed commands begin like the header at the caret. */
export function hintOf(line: string, caret: number, begun: number, known: Known): Hint {
  const { list } = known;
  if (list === null || line.trim() === '') return { kind: 'keys' };
  const unit = unitAt(unitsOf(line), caret);
  const command = unit === undefined || unit.written === '' ? null : meaningOf(list, unit);
  const inHeader = unit !== undefined && caret <= unit.headerEnd;
  // What is known to be unknown is said wherever the caret stands; what is being typed is not judged yet.
  const others = lineMeaning(list, line).unlisted.filter((written) => !inHeader || written !== unit.written);
  const unlisted = others[0] ?? (command === null && begun === 0 ? unit?.written : undefined);
  if (unlisted !== undefined && unlisted !== '')
    return { kind: 'unlisted', header: unlisted, consequence: consequenceOf(known) };
  if (command !== null)
    return {
      kind: 'known',
      command,
      consequence: command.does === 'unknown' ? consequenceOf(known) : null,
    };
  return begun > 0 ? { kind: 'begun', count: begun } : { kind: 'keys' };
}

/** Another line of the input whose effect nobody can say. */
export interface Elsewhere {
  /** Its number, from 1. */
  readonly line: number;
  readonly text: string;
  readonly consequence: string | null;
}

/** The first of several lines, but for the one with the caret (`at`, from 0), that has an unknown effect. */
export function unknownElsewhere(lines: readonly string[], at: number, known: Known): Elsewhere | null {
  const { list } = known;
  if (list === null) return null;
  const found = lines.findIndex(
    (line, place) => place !== at && line.trim() !== '' && lineMeaning(list, line).unknownEffect,
  );
  return found < 0
    ? null
    : { line: found + 1, text: (lines[found] ?? '').trim(), consequence: consequenceOf(known) };
}
