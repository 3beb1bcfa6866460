import { useSyncExternalStore } from 'react';
import { keptChoice } from './kept-choice.ts';
import { type DecimalSign, decimalSign, showDecimalSign } from '#shared/quantity/decimal-sign.ts';

/** `system`: as the language of this computer writes numbers. */
export const decimalChoices = ['system', 'point', 'comma'] as const;
export type DecimalChoice = (typeof decimalChoices)[number];

const kept = keptChoice('lablink.decimal', ['point', 'comma']);
const listeners = new Set<() => void>();

/** What was chosen on this computer. A storage that cannot be read counts as nothing chosen. */
export const chosenDecimal = (): DecimalChoice => kept.chosen();

/** How a language writes the parts of a number: a comma, or a point as all others do (some have a sign of their own). */
export function signOf(language: string): DecimalSign {
  try {
    const parts = new Intl.NumberFormat(language).formatToParts(0.5);
    return parts.find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.';
  } catch {
    return '.';
  }
}

function apply(choice: DecimalChoice): void {
  showDecimalSign(choice === 'system' ? signOf(navigator.language) : choice === 'comma' ? ',' : '.');
  for (const listener of listeners) listener();
}

/** Sets the sign for the page. Call once, before the first draw. */
export const startDecimal = (): void => apply(chosenDecimal());

/** Chooses for good. Where nothing can be stored, it holds until the window closes. */
export function chooseDecimal(choice: DecimalChoice): void {
  kept.keep(choice);
  apply(choice);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The sign that is shown. Whoever draws numbers below draws them anew when it changes. */
export const useDecimalSign = (): DecimalSign => useSyncExternalStore(subscribe, decimalSign);
