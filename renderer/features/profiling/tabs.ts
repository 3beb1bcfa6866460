import type { Window } from '#shared/contract/profiling.ts';
import { t } from '#shared/language/t.ts';

/** The views of the screen, in the order of their keys 1 to 4. */
export const tabs = [
  { value: 'spans', label: t`Spans` },
  { value: 'instruments', label: t`Instruments` },
  { value: 'traces', label: t`Traces` },
  { value: 'cpu', label: 'CPU' },
] as const;
export type Tab = (typeof tabs)[number]['value'];

/** Over what time numbers are taken. */
export const windowChoices = [
  { value: 'minute', label: t`1 min` },
  { value: 'tenMinutes', label: t`10 min` },
  { value: 'session', label: t`Session` },
] as const satisfies readonly { readonly value: Window; readonly label: string }[];

/** `the last minute`, `since the start`. */
export const windowWords: Readonly<Record<Window, string>> = {
  minute: t`the last minute`,
  tenMinutes: t`the last ten minutes`,
  session: t`since the console started`,
};

/** The choice after this one, round and round. */
export function nextWindow(window: Window): Window {
  const at = windowChoices.findIndex(({ value }) => value === window);
  return windowChoices[(at + 1) % windowChoices.length]?.value ?? 'tenMinutes';
}
