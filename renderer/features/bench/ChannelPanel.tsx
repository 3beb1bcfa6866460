import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { useSeen } from '#renderer/stores/hooks.ts';
import type { NumberFieldHandle } from '#renderer/ui/NumberField.tsx';
import { OutputKey, type OutputKeyHandle } from '#renderer/ui/OutputKey.tsx';
import { ChannelTag, channelClass, ModeBadge, StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ChannelInfo, Point } from '#shared/contract/channels.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import { changeNews, sayChanged, saySwitched } from './changed-words.ts';
import { FunctionSelector, type FunctionSelectorHandle } from './FunctionSelector.tsx';
import { freshness } from './freshness.ts';
import { kindLooks } from './kinds.ts';
import { keyName, keyNote, keyState, whyLocked } from './output-words.ts';
import { Readings } from './Readings.tsx';
import { Setpoints } from './Setpoints.tsx';
import { useReadings } from './use-readings.ts';
import { WaveSketch } from './WaveSketch.tsx';
import './channel.css';

/** What the panel's keys do in a channel. */
export interface ChannelHandle {
  /** To the first of these that the channel has. */
  readonly focus: (points: readonly Point[]) => void;
  readonly focusFunction: () => void;
  readonly outputDown: (at: number) => void;
  readonly outputUp: (at: number) => void;
}

interface ChannelPanelProps {
  readonly instrument: Instrument;
  readonly info: ChannelInfo;
  readonly live: Live | null;
  readonly now: number;
  readonly mayControl: boolean;
  readonly latched: boolean | null;
  readonly onSet: (channel: number, point: Point, value: number) => Promise<string | null>;
  readonly onChoose: (channel: number, word: string) => void;
  readonly onOutput: (channel: number, on: boolean) => void;
  readonly handle: Ref<ChannelHandle>;
}

/** One channel of an instrument of any kind: what it measures, what was asked of it, and the key of its output or input. */
export function ChannelPanel(props: ChannelPanelProps): ReactNode {
  const { instrument, info, live, now, mayControl } = props;
  const { channel } = info;
  const look = kindLooks[instrument.kind];
  const released = instrument.control === 'local';
  const state = live?.channels.find((each) => each.channel === channel);
  const fresh = freshness(live, info, state, now, released);
  const gone = fresh.kind === 'unknown' && (released || state === undefined || !answers(live));
  const facts = useReadings(info, state, look.prefixed);
  const [seen, see] = useSeen();
  const fields = useRef(new Map<Point, NumberFieldHandle>());
  const selector = useRef<FunctionSelectorHandle>(null);
  const output = useRef<OutputKeyHandle>(null);
  useImperativeHandle(props.handle, () => ({
    focus: (points) => {
      const point = points.find((each) => fields.current.has(each));
      if (point !== undefined) fields.current.get(point)?.focus();
    },
    focusFunction: () => selector.current?.focus(),
    outputDown: (at) => output.current?.down(at),
    outputUp: (at) => output.current?.up(at),
  }));

  const switched = instrument.channels.filter(({ switches }) => switches !== null).length;
  const name = keyName(info, switched);
  const key = keyState(gone ? undefined : state?.output);
  const several = instrument.channels.length > 1;
  const mode = !gone && fresh.kind !== 'unknown' ? (state?.mode ?? null) : null;
  const functionNews = changeNews(
    gone ? null : state?.function,
    seen[`${instrument.id} ${channel} function`] ?? 0,
  );
  const keyNews = changeNews(gone ? null : state?.output, seen[`${instrument.id} ${channel} output`] ?? 0);
  const seeChange = (what: string, news: number | null) => (): void => {
    if (news !== null) see(`${instrument.id} ${channel} ${what}`, news);
  };
  const word = <StateWord kind={fresh.kind}>{fresh.word}</StateWord>;
  const selecting = info.functions !== null && (
    <FunctionSelector
      functions={info.functions}
      held={state?.function ?? null}
      drawn={instrument.kind === 'function-generator'}
      mayControl={mayControl}
      gone={gone}
      changed={sayChanged(functionNews)}
      end={several ? null : word}
      onChoose={(word) => props.onChoose(channel, word)}
      onSeen={seeChange('function', functionNews)}
      handle={selector}
    />
  );
  return (
    <section
      className={classes('bench-channel', several && channelClass(channel))}
      aria-label={`Channel ${channel}, ${info.label}`}
      data-channel={channel}
    >
      {(several || info.functions === null) && (
        <header className="bench-channel-head">
          {several && <ChannelTag channel={channel} />}
          <h3>{info.label}</h3>
          {mode !== null && <ModeBadge mode={mode} words />}
          {key === 'off' && <span className="ui-dim ui-cut">{name.split(' ')[0]} off</span>}
          <span className="ui-grow" />
          {word}
        </header>
      )}
      {selecting}
      <Readings look={look} info={info} state={state} facts={facts} fresh={fresh.kind} />
      {info.settings.length > 0 && (
        <Setpoints
          id={instrument.id}
          kind={instrument.kind}
          info={info}
          state={state}
          gone={gone}
          mayControl={mayControl}
          note={
            !mayControl ? 'Your role only looks.' : gone && !released ? 'Sets again when it answers.' : null
          }
          onSet={(point, value) => props.onSet(channel, point, value)}
          handle={(point, handle) => {
            if (handle === null) fields.current.delete(point);
            else fields.current.set(point, handle);
          }}
        />
      )}
      {instrument.kind === 'function-generator' && <WaveSketch state={state} known={!gone} />}
      <span className="ui-sr" role="status">
        {`Channel ${channel}: ${info.switches === null ? '' : `${info.switches} ${key.replace('-', ' ')}, `}${mode === null ? '' : `${mode}, `}readings ${fresh.kind}.`}
      </span>
      {info.switches !== null && (
        <OutputKey
          name={name}
          state={key}
          note={
            keyNews === null
              ? keyNote(info, gone ? undefined : state, now)
              : saySwitched(state?.output?.on === true, keyNews)
          }
          changed={keyNews !== null}
          shortcut={String(channel)}
          locked={
            released ? 'Take it back first' : whyLocked(props.latched, { kind: instrument.kind, info, state })
          }
          looksOnly={mayControl ? null : 'Your role only looks'}
          onTurn={(on) => props.onOutput(channel, on)}
          onSeen={seeChange('output', keyNews)}
          handle={output}
        />
      )}
    </section>
  );
}

const answers = (live: Live | null): boolean =>
  live !== null && live.link !== 'unreachable' && live.link !== 'closed' && live.link !== 'connecting';
