import { type FieldSpec, fieldText, type HeldNumber, preview, sayStep } from './number-draft.ts';
import { t } from '#shared/language/t.ts';

/** What a person has done in the field so far. */
export interface Editing {
  readonly focused: boolean;
  /** Typed and not sent. Null: the field shows what the instrument holds. */
  readonly draft: string | null;
  /** The chosen digit. */
  readonly place: number | null;
  /** Handed over, and not answered yet. */
  readonly sending: number | null;
  /** Why the draft was not sent, or not taken. */
  readonly problem: string | null;
}

export const notEditing: Editing = { focused: false, draft: null, place: null, sending: null, problem: null };

/** What is drawn. */
export interface FieldView {
  readonly text: string;
  /** After the number: what it was, what it will be, what a step is worth. */
  readonly hint: string;
  readonly look: '' | 'pending' | 'refused' | 'off';
  readonly word: 'pending' | 'not-sent' | null;
  readonly problem: string | null;
}

/** Chooses what the field shows. A number that was not read back is never shown as if it were. */
export function fieldView(
  editing: Editing,
  held: HeldNumber,
  spec: FieldSpec & { readonly disabled?: boolean; readonly changed?: string | null },
): FieldView {
  const { unit } = spec;
  const { draft, place, problem } = editing;
  if (draft !== null) {
    const hint =
      place !== null
        ? sayStep(draft, place, unit)
        : (preview(draft, spec) ?? (held.value === null ? '' : t`holds ${fieldText(held.value, spec)}`));
    return {
      text: draft,
      hint,
      look: problem === null ? '' : 'refused',
      // A draft that is left alone must not look like a setpoint.
      word: editing.focused || problem !== null ? null : 'not-sent',
      problem,
    };
  }
  if (editing.sending !== null || held.state === 'pending') {
    const was = held.state === 'pending' ? held.was : held.value;
    return {
      text: fieldText(editing.sending ?? held.value, spec),
      hint: was === null ? '' : t`was ${fieldText(was, spec)}`,
      look: 'pending',
      word: 'pending',
      problem: null,
    };
  }
  const text = fieldText(held.state === 'unknown' ? null : held.value, spec);
  const was = (spec.changed ?? null) === null || held.was === null ? '' : t`was ${fieldText(held.was, spec)}`;
  return {
    text,
    hint: place === null ? was : sayStep(text, place, unit),
    look: spec.disabled || held.state === 'unknown' ? 'off' : '',
    word: null,
    problem: null,
  };
}
