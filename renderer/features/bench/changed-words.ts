import { timeText } from '#renderer/stores/time-text.ts';
import { t } from '#shared/language/t.ts';

/** What every held value has (`Held`, `HeldWord`, `HeldOutput`), as far as another hand is concerned. */
interface Changeable {
  readonly state: 'known' | 'pending' | 'unknown';
  readonly changedAt: number | null;
}

/** Epoch ms at which it was changed by another hand and nobody here has seen it yet; null otherwise. `seen`: up to when it was. */
export const changeNews = (held: Changeable | null | undefined, seen: number): number | null =>
  held?.state === 'known' && held.changedAt !== null && held.changedAt > seen ? held.changedAt : null;

/** `Changed at the instrument 12:03:04`; null when there is no news. What it was stands beside the number. */
export const sayChanged = (at: number | null): string | null =>
  at === null ? null : t`Changed at the instrument ${timeText(at)}`;

/** `Switched on at the instrument 12:03:04`. */
export const saySwitched = (on: boolean, at: number): string =>
  on ? t`Switched on at the instrument ${timeText(at)}` : t`Switched off at the instrument ${timeText(at)}`;
