import type { Pin } from '#shared/contract/pins.ts';
import { t } from '#shared/language/t.ts';

/** A pinned query as it is typed. */
export interface PinText {
  readonly query: string;
  readonly label: string;
  readonly unit: string;
  readonly scale: string;
  readonly decimals: string;
}

export type PinProblems = { readonly [K in keyof PinText]?: string };

/** A pin as text for its form; empty for a new one. */
export const pinText = (pin: Pin | null): PinText => ({
  query: pin?.query ?? '',
  label: pin?.label ?? '',
  unit: pin?.unit ?? '',
  scale: pin?.scale?.toString() ?? '',
  decimals: pin?.decimals?.toString() ?? '',
});

/** Reads what was typed. Whether the query only asks is judged by the console. */
export function readPin(text: PinText): { readonly pin: Pin } | { readonly problems: PinProblems } {
  const problems: { -readonly [K in keyof PinText]?: string } = {};
  const query = text.query.trim();
  if (query.length < 2) problems.query = t`Type a query, like MEAS:VOLT?.`;
  else if (query.length > 200) problems.query = t`A pinned query has 200 characters at most.`;
  else if (!query.includes('?')) problems.query = t`Only a query can be pinned: its header ends with ?.`;
  const label = text.label.trim() || query.slice(0, 32).trim();
  if (label.length > 32) problems.label = t`Shorten the name to 32 characters.`;
  const unit = text.unit.trim();
  if (unit.length > 8) problems.unit = t`A unit has 8 characters at most.`;
  const scale = scaleOf(text.scale.trim());
  if (typeof scale === 'string') problems.scale = scale;
  const places = text.decimals.trim();
  if (places !== '' && !(/^\d{1,2}$/u.test(places) && Number(places) <= 12))
    problems.decimals = t`Type a whole number from 0 to 12, or leave it empty.`;
  if (Object.keys(problems).length > 0 || typeof scale === 'string') return { problems };
  return {
    pin: {
      query,
      label,
      unit,
      ...(scale !== null && { scale }),
      ...(places !== '' && { decimals: Number(places) }),
    },
  };
}

/** The factor, null for none, or what is wrong with it. */
function scaleOf(text: string): number | null | string {
  if (text === '') return null;
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/iu.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) return t`Type a number with a point, like 0.001 or 1e3.`;
  return value === 0 ? t`Times 0 every answer would be 0. Leave it empty for 1.` : value;
}

/** True for a pin that is the same one, whatever place it has. */
export const samePin = (a: Pin, b: Pin): boolean => a.query === b.query && a.label === b.label;

/** The list with this pin at `place` (from 0), in place of the one at `from` (null: it is new). */
export function placed(pins: readonly Pin[], from: number | null, pin: Pin, place: number): Pin[] {
  const others = pins.filter((_, at) => at !== from);
  return others.toSpliced(place, 0, pin);
}
