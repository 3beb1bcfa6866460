import type { MessageProps } from '#renderer/ui/Message.tsx';
import type { DischargeEnd, DischargeRun } from '#shared/contract/discharge.ts';
import { dischargeEndWords } from '#shared/discharge/words.ts';
import { dayText, timeText } from '#renderer/stores/time-text.ts';
import { figuresOf, sayWish } from './figures.ts';
import { t } from '#shared/language/t.ts';

/** Ends that somebody asked for, or that the test is for. */
const asked: ReadonlySet<DischargeEnd> = new Set<DischargeEnd>(['cutOff', 'time', 'capacity', 'stopped']);

/** True for a test that is over as somebody meant it to be. */
export const endedAsAsked = ({ end }: Pick<DischargeRun, 'end'>): boolean =>
  end !== null && asked.has(end.reason);

/** How a test came out: why it is over, and what is so of its input. Null while it runs. */
export function sayEnd(
  run: DischargeRun,
): { readonly tone: MessageProps['tone']; readonly title: string; readonly text: string } | null {
  if (run.end === null) return null;
  const title = dischargeEndWords[run.end.reason];
  const unwritten =
    run.phase === 'ended' && !run.recorded ? ` ${t`It is not written to the history yet.`}` : '';
  if (run.phase === 'ending') return { tone: 'info', title, text: t`The input is being switched off.` };
  if (run.input === 'off')
    return {
      tone: endedAsAsked(run) ? 'ok' : 'warn',
      title,
      text: `${t`The input was read back off.`}${unwritten}`,
    };
  return {
    tone: 'bad',
    title: t`${title} The input is not known to be off.`,
    text: `${t`Treat it as live. It is sent off again as soon as the load answers; otherwise switch it off there.`}${unwritten}`,
  };
}

/** Numbers as another program reads them, however this window shows them. */
const withPoints = (text: string): string => text.replaceAll(/(?<=\d),(?=\d)/gu, '.');

const when = (at: number): string => `${dayText(at)} ${timeText(at)}`;

const inputLines: Readonly<Record<DischargeRun['input'], string>> = {
  off: t`Input: read back off`,
  on: t`Input: on`,
  unknown: t`Input: unknown`,
};

/** The result as text for another program: one fact a line. */
export function resultText(name: string, run: DischargeRun): string {
  const { end } = run;
  return [
    t`Battery test, ${name}`,
    t`Started: ${when(run.startedAt)}, by ${run.by}`,
    t`Asked for: ${withPoints(sayWish(run))}`,
    ...(end === null ? [] : [t`Ended: ${when(end.at)}. ${dischargeEndWords[end.reason]}`]),
    ...figuresOf(run).map(
      ({ label, value, note }) => `${label}: ${withPoints(value)}${note === undefined ? '' : ` (${note})`}`,
    ),
    inputLines[run.input],
    '',
  ].join('\n');
}

/** The curve as comma-separated values (RFC 4180); empty where nothing was known. */
export function curveText({ curve }: Pick<DischargeRun, 'curve'>): string {
  const { seconds, volts, amps, ampHours } = curve;
  const cell = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '' : String(Number(value.toPrecision(9)));
  const rows = [...seconds.keys()].map((at) =>
    [seconds[at], volts[at], amps[at], ampHours[at]].map(cell).join(','),
  );
  return `${['seconds,volts,amperes,ampere hours', ...rows].join('\r\n')}\r\n`;
}

/** `battery-test-simulated-load-2026-11-26-182011.csv`. */
export function curveFileName(name: string, startedAt: number): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `battery-test-${slug || 'load'}-${dayText(startedAt)}-${timeText(startedAt).replaceAll(':', '')}.csv`;
}
