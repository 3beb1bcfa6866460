import { t } from '#shared/language/t.ts';
/** Where the set-up of a key is. `place` and `first` only where there is no backup yet. */
export const setUpSteps = ['name', 'keep', 'prove', 'place', 'first'] as const;
export type SetUpStep = (typeof setUpSteps)[number];

export const stepTitles: Readonly<Record<SetUpStep, string>> = {
  name: t`Name`,
  keep: t`Keep`,
  prove: t`Prove`,
  place: t`Destination`,
  first: t`First backup`,
};

/** The steps of this set-up: a further key needs no place, and where places are, none is asked for. */
export function stepsOf(there: { readonly keys: number; readonly places: number }): readonly SetUpStep[] {
  if (there.keys > 0) return ['name', 'keep', 'prove'];
  return there.places > 0 ? ['name', 'keep', 'prove', 'first'] : setUpSteps;
}

/** After the last there is nothing: null. */
export const stepAfter = (steps: readonly SetUpStep[], step: SetUpStep): SetUpStep | null =>
  steps[steps.indexOf(step) + 1] ?? null;

/** The shortest passphrase that the console takes. */
export const leastPassphrase = 12;

/** Null: nothing is wrong. Empty: no passphrase is wanted. */
export function passphraseProblem(first: string, second: string): string | null {
  if (first === '' && second === '') return null;
  if (first.length < leastPassphrase)
    return t`Use ${leastPassphrase} characters or more, or leave both empty.`;
  return first === second ? null : t`The two are not the same.`;
}
