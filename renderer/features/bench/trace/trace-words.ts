import type { ChannelInfo, Quantity } from '#shared/contract/channels.ts';
import { quantityUnits } from '#shared/contract/channels.ts';
import { formatPrefixed } from '#shared/quantity/engineering.ts';
import type { StateKind } from '#renderer/ui/StateWord.tsx';
import type { AxisScale, Frame } from './trace-scale.ts';
import { t } from '#shared/language/t.ts';

/** What the trigger says, as a state of the screen. */
export const traceStates: Readonly<
  Record<Frame['state'], { readonly kind: StateKind; readonly word: string; readonly within: string }>
> = {
  triggered: { kind: 'live', word: t`Triggered`, within: t`triggered` },
  free: { kind: 'live', word: t`Free running`, within: t`free running` },
  waiting: { kind: 'pending', word: t`Waiting for a trigger`, within: t`waiting for a trigger` },
  stopped: { kind: 'off', word: t`Stopped`, within: t`stopped` },
};

const division = (quantity: Quantity, { perDivision }: AxisScale): string =>
  formatPrefixed(perDivision, quantityUnits[quantity], perDivision / 100, -12);

/** `500 mV/div`; `fitted` is said, because the instrument shows it otherwise. */
export const sayScale = (quantity: Quantity, scale: AxisScale): string =>
  scale.fitted ? t`${division(quantity, scale)}/div, fitted` : `${division(quantity, scale)}/div`;

/** The whole picture in words, for who cannot see it. */
export function sayTrace(
  channels: readonly ChannelInfo[],
  frame: Frame | null,
  scales: { readonly horizontal: AxisScale; readonly vertical: ReadonlyMap<number, AxisScale> },
): string {
  if (frame === null) return t`No trace`;
  const shown = frame.traces.map(({ channel }) => {
    const label = channels.find((each) => each.channel === channel)?.label ?? t`Channel ${channel}`;
    const scale = scales.vertical.get(channel);
    if (scale === undefined) return label;
    const each = division('verticalScale', scale);
    return scale.fitted ? t`${label} at ${each}/div, fitted` : t`${label} at ${each}/div`;
  });
  return t`Trace, ${traceStates[frame.state].within}: ${shown.join(', ')}; ${sayScale('timeScale', scales.horizontal)}`;
}
