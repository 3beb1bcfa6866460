import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { useSeen } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import type { NumberFieldHandle } from '#renderer/ui/NumberField.tsx';
import { OutputKey, type OutputKeyHandle } from '#renderer/ui/OutputKey.tsx';
import { ChannelTag, channelClass, ModeBadge, StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ChannelInfo, ChoiceName, Point, Quantity } from '#shared/contract/channels.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import type { TallyPart } from '#shared/contract/tally.ts';
import { changeNews, sayChanged, saySwitched } from './changed-words.ts';
import { DischargeSection } from './discharge/DischargeSection.tsx';
import { canDischarge } from './discharge/wish.ts';
import { answers, freshness } from './freshness.ts';
import { FurtherSettings } from './FurtherSettings.tsx';
import { measuredFirst, measuredNow } from './glance.ts';
import { kindLooks } from './kinds.ts';
import { keyName, keyNote, keyState, keyWords, whyLocked } from './output-words.ts';
import { functionKey, relativeKey } from './panel-keys.ts';
import { firstSettings } from './points.ts';
import { viewOf } from './Reading.tsx';
import { Readings } from './Readings.tsx';
import { Setpoints } from './Setpoints.tsx';
import { CountersLine } from './tally/CountersLine.tsx';
import { Distribution } from './tally/Distribution.tsx';
import { nextReference } from './tally/relative.ts';
import { statisticsOf } from './tally/statistics-view.ts';
import { hasCounters, useTally } from './tally/use-tally.ts';
import { TripNote } from './TripNote.tsx';
import { useReadings } from './use-readings.ts';
import { waveIcon } from './wave.ts';
import { WaveSketch } from './WaveSketch.tsx';
import { WordField, type WordFieldHandle } from './WordField.tsx';
import './channel.css';
import { t } from '#shared/language/t.ts';

const readingWords = {
  live: t`readings live`,
  stale: t`readings stale`,
  unknown: t`readings unknown`,
} as const;

/** What the panel's keys do in a channel. */
export interface ChannelHandle {
  /** To the first of these that the channel has. */
  readonly focus: (points: readonly Point[]) => void;
  readonly focusFunction: () => void;
  readonly outputDown: (at: number) => void;
  readonly outputUp: (at: number) => void;
  /** Relative to what is read now, or no more; where readings are shown so. */
  readonly toggleRelative: () => void;
}

interface ChannelPanelProps {
  readonly instrument: Instrument;
  readonly info: ChannelInfo;
  readonly live: Live | null;
  readonly now: number;
  readonly mayControl: boolean;
  readonly latched: boolean | null;
  readonly onSet: (channel: number, point: Point, value: number) => Promise<string | null>;
  /** Without a choice: the function selector. */
  readonly onChoose: (channel: number, word: string, choice?: ChoiceName) => void;
  readonly onClearTrips: (channel: number) => void;
  readonly onOutput: (channel: number, on: boolean) => void;
  /** Relative to a value; null: as it is. */
  readonly onCompare: (channel: number, quantity: Quantity, value: number | null) => void;
  readonly onReset: (channel: number, what: TallyPart) => void;
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
  const tally = useTally(instrument.id, info, look.oneReading);
  const reading = { look, info, state, facts, fresh: fresh.kind };
  const statistics = look.oneReading ? statisticsOf(tally, measuredNow(info, state)) : null;
  const counted = statistics?.quantity ?? measuredFirst(info, state);
  const compared = look.oneReading && mayControl ? nextReference(info, fresh.kind, state) : null;
  const toggleRelative = (): void => {
    if (compared !== null) props.onCompare(channel, compared.quantity, compared.value);
  };
  const [seen, see] = useSeen();
  const fields = useRef(new Map<Point, NumberFieldHandle>());
  const selector = useRef<WordFieldHandle>(null);
  const output = useRef<OutputKeyHandle>(null);
  useImperativeHandle(props.handle, () => ({
    focus: (points) => {
      const point = points.find((each) => fields.current.has(each));
      if (point !== undefined) fields.current.get(point)?.focus();
    },
    focusFunction: () => selector.current?.focus(),
    outputDown: (at) => output.current?.down(at),
    outputUp: (at) => output.current?.up(at),
    toggleRelative,
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
  const relative = look.oneReading && mayControl && (
    <Button
      size="small"
      look="quiet"
      shortcut={relativeKey}
      disabled={compared === null}
      onPress={toggleRelative}
    >
      {compared?.value === null ? t`End relative` : t`Relative`}
    </Button>
  );
  const selecting = info.functions !== null && (
    <WordField
      label={t`Function`}
      heading
      shortcut={functionKey}
      options={info.functions.map(({ word: value, label }) => {
        const icon = instrument.kind === 'function-generator' ? waveIcon(value) : null;
        return { value, label, ...(icon === null ? {} : { icon }) };
      })}
      held={state?.function ?? null}
      mayControl={mayControl}
      gone={gone}
      changed={sayChanged(functionNews)}
      end={
        <>
          {relative}
          {several ? null : word}
        </>
      }
      onChoose={(chosen) => props.onChoose(channel, chosen)}
      onSeen={seeChange('function', functionNews)}
      handle={selector}
    />
  );
  return (
    <section
      className={classes('bench-channel', several && channelClass(channel))}
      aria-label={t`Channel ${channel}, ${info.label}`}
      data-channel={channel}
    >
      {(several || info.functions === null) && (
        <header className="bench-channel-head">
          {several && <ChannelTag channel={channel} />}
          <h3>{info.label}</h3>
          {mode !== null && <ModeBadge mode={mode} words />}
          {key === 'off' && (
            <span className="ui-dim ui-cut">{info.switches === 'input' ? t`Input off` : t`Output off`}</span>
          )}
          <span className="ui-grow" />
          {info.functions === null && relative}
          {word}
        </header>
      )}
      {selecting}
      <Readings {...reading} statistics={statistics} />
      {look.oneReading && counted !== undefined && (
        <Distribution
          statistics={statistics}
          view={viewOf(reading, counted)}
          now={now}
          mayControl={mayControl}
          onReset={() => props.onReset(channel, 'statistics')}
        />
      )}
      {!gone && (
        <TripNote
          info={info}
          state={state}
          mayControl={mayControl}
          onClear={() => props.onClearTrips(channel)}
        />
      )}
      {firstSettings(info).length > 0 && (
        <Setpoints
          id={instrument.id}
          kind={instrument.kind}
          info={info}
          state={state}
          gone={gone}
          mayControl={mayControl}
          note={
            !mayControl ? t`Your role only looks.` : gone && !released ? t`Sets again when it answers.` : null
          }
          onSet={(point, value) => props.onSet(channel, point, value)}
          handle={(point, handle) => {
            if (handle === null) fields.current.delete(point);
            else fields.current.set(point, handle);
          }}
        />
      )}
      <FurtherSettings
        id={instrument.id}
        kind={instrument.kind}
        info={info}
        state={state}
        of="channel"
        gone={gone}
        mayControl={mayControl}
        onSet={(point, value) => props.onSet(channel, point, value)}
        onChoose={(choice, chosen) => props.onChoose(channel, chosen, choice)}
      />
      {hasCounters(info) && (
        <CountersLine
          info={info}
          counters={tally?.counters ?? null}
          now={now}
          mayControl={mayControl}
          onReset={() => props.onReset(channel, 'counters')}
        />
      )}
      {canDischarge(info) && (
        <DischargeSection
          instrument={instrument}
          info={info}
          state={state}
          gone={gone}
          mayControl={mayControl}
          locked={whyLocked(props.latched)}
        />
      )}
      {instrument.kind === 'function-generator' && <WaveSketch state={state} known={!gone} />}
      <span className="ui-sr" role="status">
        {t`Channel ${channel}: ${[
          ...(info.switches === null ? [] : [keyWords[info.switches][key]]),
          ...(mode === null ? [] : [mode]),
          readingWords[fresh.kind],
        ].join(', ')}.`}
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
            released
              ? t`Take it back first`
              : whyLocked(props.latched, { kind: instrument.kind, info, state })
          }
          looksOnly={mayControl ? null : t`Your role only looks`}
          onTurn={(on) => props.onOutput(channel, on)}
          onSeen={seeChange('output', keyNews)}
          handle={output}
        />
      )}
    </section>
  );
}
