import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { ChannelTag, StateWord } from '#renderer/ui/StateWord.tsx';
import { useTheme } from '#renderer/ui/theme.ts';
import { useSize } from '#renderer/ui/use-size.ts';
import { classes, vars } from '#renderer/ui/vars.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import { paintTrace } from './trace-paint.ts';
import {
  horizontalScale,
  isShown,
  placeX,
  placeY,
  triggerChannel,
  triggerLevel,
  verticalScale,
} from './trace-scale.ts';
import { sayScale, sayTrace, traceStates } from './trace-words.ts';
import { useTrace } from './use-trace.ts';
import './trace.css';
import { t } from '#shared/language/t.ts';

/** Columns are asked for in steps of this, so that a window that is being resized does not ask anew at each px. */
const columnStep = 128;

/** What an oscilloscope shows now: every channel in its colour on the instrument's own scales, with its zero and the trigger. */
export function TracePlate({
  instrument,
  live,
  gone,
}: {
  readonly instrument: Instrument;
  readonly live: Live | null;
  readonly gone: boolean;
}): ReactNode {
  const theme = useTheme();
  const plate = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(plate);
  const stateOf = (channel: number) =>
    gone ? undefined : live?.channels.find((each) => each.channel === channel);
  const shown = instrument.channels.filter(({ channel }) => isShown(stateOf(channel)));
  const columns = width === 0 ? 0 : Math.min(Math.ceil(width / columnStep) * columnStep, 4096);
  const { frame, why, without } = useTrace(
    instrument,
    gone ? [] : shown.slice(0, 4).map(({ channel }) => channel),
    columns,
  );
  const first = instrument.channels[0];
  const firstState = first === undefined ? undefined : stateOf(first.channel);
  const horizontal = horizontalScale(firstState, frame);
  const vertical = new Map(
    shown.map(({ channel }) => [
      channel,
      verticalScale(
        stateOf(channel),
        frame?.traces.find((each) => each.channel === channel),
      ),
    ]),
  );
  const scales = JSON.stringify([horizontal, [...vertical]]);

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null || width === 0 || height === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(element);
    const token = (name: string): string => style.getPropertyValue(name).trim();
    paintTrace(context, {
      width,
      height,
      frame,
      horizontal,
      vertical,
      colour: (channel) => token(`--c${((channel - 1) % 4) + 1}`),
      grid: token('--grid'),
      axis: token('--grid-2'),
      faint: frame?.state === 'stopped',
    });
    // `scales` stands for the two that are made at each drawing; a canvas takes its colours when it is painted.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [frame, scales, width, height, theme]);

  if (without) return null;
  const state = frame === null ? null : traceStates[frame.state];
  const source = triggerChannel(instrument.channels, firstState);
  const level = first === undefined ? null : triggerLevel(first, firstState);
  const sourceScale = source === null ? undefined : vertical.get(source);
  const inside = (place: number): boolean => place >= 0 && place <= 1;
  const triggerX = placeX(0, horizontal);
  return (
    <figure
      className="bench-trace"
      aria-label={sayTrace(instrument.channels, frame, { horizontal, vertical })}
    >
      <div className={classes('bench-trace-plate', frame === null && 'ui-hatch')} ref={plate}>
        <canvas ref={canvas} aria-hidden="true" />
        {frame !== null && (
          <div className="bench-trace-marks" aria-hidden="true">
            {shown.map(({ channel }, place) => {
              const scale = vertical.get(channel);
              const y = scale === undefined ? Number.NaN : placeY(0, scale);
              return inside(y) ? (
                <span
                  key={channel}
                  className="bench-trace-zero"
                  style={vars({ '--y': `${y * 100}%`, '--place': place })}
                >
                  <ChannelTag channel={channel} />
                </span>
              ) : null;
            })}
            {inside(triggerX) && (
              <span className="bench-trace-moment" style={vars({ '--x': `${triggerX * 100}%` })}>
                T
              </span>
            )}
            {level !== null && sourceScale !== undefined && inside(placeY(level, sourceScale)) && (
              <span
                className="bench-trace-level"
                style={vars({ '--y': `${placeY(level, sourceScale) * 100}%` })}
              >
                T
              </span>
            )}
          </div>
        )}
        <div className="bench-trace-state">
          {state !== null ? (
            <StateWord kind={state.kind}>{state.word}</StateWord>
          ) : shown.length === 0 ? (
            <StateWord kind="off">{t`No channel is shown`}</StateWord>
          ) : gone || why !== null ? (
            <StateWord kind="unknown">{why === null ? t`No trace` : t`No trace: ${why}`}</StateWord>
          ) : (
            <StateWord kind="pending">{t`Waiting for the first trace`}</StateWord>
          )}
        </div>
      </div>
      <figcaption className="bench-trace-scales" aria-hidden="true">
        {shown.map(({ channel }) => {
          const scale = vertical.get(channel);
          return (
            <span key={channel} className="ui-row">
              <ChannelTag channel={channel} />
              <span className="ui-read">
                {scale === undefined || gone ? '' : sayScale('verticalScale', scale)}
              </span>
            </span>
          );
        })}
        <span className="ui-grow" />
        <span className="ui-read">{gone ? '' : sayScale('timeScale', horizontal)}</span>
      </figcaption>
    </figure>
  );
}
