import type { DischargeRun } from '#shared/contract/discharge.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { formatFixed, formatSi } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** One number of a test, with its name. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  /** What the number alone does not say. */
  readonly note?: string;
}

/** `1.234 mAh`; four digits, as a cell is compared with another. */
export function sayAmount(value: number, unit: 'Ah' | 'Wh'): string {
  const { number, unit: prefixed } = formatSi(value, unit, 4);
  return `${number} ${prefixed}`;
}
export const sayVolts = (value: number | null): string => `${formatFixed(value, 3)} V`;
const sayAmps = (value: number | null): string => `${formatFixed(value, 3)} A`;

/** A gap shorter than this is not worth a word, ms. */
const worthAWordMs = 1000;

/** What there is to see of a test: while it runs what is so now, afterwards what it came to. */
export function figuresOf(run: DischargeRun): readonly Figure[] {
  const running = run.phase === 'running';
  const given: Figure[] = [
    { label: t`Charge`, value: sayAmount(run.ampHours, 'Ah') },
    { label: t`Energy`, value: sayAmount(run.wattHours, 'Wh') },
    {
      label: t`Time`,
      value: formatDuration(run.elapsedMs),
      ...(run.gapMs >= worthAWordMs && {
        note: t`${formatDuration(run.gapMs)} of it not known, and not counted`,
      }),
    },
  ];
  if (running)
    return [
      { label: t`Voltage`, value: sayVolts(run.volts) },
      { label: t`Current`, value: sayAmps(run.amps) },
      ...given,
      sayLeft(run.left),
    ];
  return [
    ...given,
    { label: t`At the start`, value: sayVolts(run.startVolts), note: t`without load` },
    { label: t`At the end`, value: sayVolts(run.endVolts), note: t`under load` },
  ];
}

function sayLeft(left: DischargeRun['left']): Figure {
  if (left === null) return { label: t`Left`, value: '\u2212 \u2212 \u2212', note: t`not to be said yet` };
  const value = formatDuration(left.ms);
  switch (left.by) {
    case 'time':
      return { label: t`Left`, value, note: t`until the longest time` };
    case 'capacity':
      return { label: t`Left`, value, note: t`until the largest capacity` };
    case 'slope':
      return { label: t`Left`, value: t`About ${value}`, note: t`if it falls on as it does` };
  }
}

/** What was asked for, in one line: `1.000 A down to 3.000 V, 2 h 00 min at most`. */
export function sayWish({ wish }: Pick<DischargeRun, 'wish'>): string {
  const { current, cutOff, maxSeconds, maxAmpHours } = wish;
  const most = [
    ...(maxSeconds === null ? [] : [formatDuration(maxSeconds * 1000)]),
    ...(maxAmpHours === null ? [] : [sayAmount(maxAmpHours, 'Ah')]),
  ];
  const [one, other] = most;
  const limits =
    one === undefined ? '' : other === undefined ? t`, ${one} at most` : t`, ${one} or ${other} at most`;
  return t`${sayAmps(current)} down to ${sayVolts(cutOff)}${limits}`;
}
