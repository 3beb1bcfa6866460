import { nothingText, percentText, timeText } from '#renderer/features/profiling/ms-text.ts';
import type { InstrumentFigures } from '#shared/contract/profiling.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** A fact of an instrument: a number, and what it is of. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly tone: 'plain' | 'warn' | 'bad';
}

/** `240 exchanges`. */
export const exchangesText = (count: number): string =>
  count === 1 ? t`1 exchange` : t`${formatFixed(count, 0)} exchanges`;

/** `1 of 240`, as a rate with what it is a rate of: a bare percentage says nothing. */
function often(count: number, exchanges: number): string {
  if (exchanges === 0) return t`no exchange in this time`;
  const all = formatFixed(exchanges, 0);
  if (count === 0) return exchanges === 1 ? t`of 1 exchange` : t`of ${all} exchanges`;
  const part = percentText(count / exchanges);
  return exchanges === 1 ? t`${part} of 1 exchange` : t`${part} of ${all} exchanges`;
}

/** More than this part of the distance between polls is no regular poll any more. */
const muchJitter = 0.25;

/** A period as a person sets it: `every 250 ms`. */
export const periodText = (ms: number): string => t`every ${timeText(ms)}`;

export function factsOf(figures: InstrumentFigures): readonly Fact[] {
  const { exchanges, timeouts, retries, polls } = figures;
  const { wantedMs, medianMs, jitterMs } = polls;
  const late = medianMs !== null && medianMs > wantedMs * (1 + muchJitter);
  const uneven = jitterMs !== null && jitterMs > wantedMs * muchJitter;
  return [
    {
      name: t`Timeouts`,
      value: formatFixed(timeouts, 0),
      note: often(timeouts, exchanges),
      tone: timeouts > 0 ? 'bad' : 'plain',
    },
    {
      name: t`Retries`,
      value: formatFixed(retries, 0),
      note: t`back into step, or connected anew`,
      tone: retries > 0 ? 'warn' : 'plain',
    },
    {
      name: t`Polls`,
      value: medianMs === null ? nothingText : periodText(medianMs),
      note: t`wanted ${periodText(wantedMs)}${late ? t`; it does not keep up` : ''}`,
      tone: late ? 'warn' : 'plain',
    },
    {
      name: t`Jitter`,
      value: jitterMs === null ? nothingText : `± ${timeText(jitterMs)}`,
      note: t`nine polls in ten`,
      tone: uneven ? 'warn' : 'plain',
    },
  ];
}
