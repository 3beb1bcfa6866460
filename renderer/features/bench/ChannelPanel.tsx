import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { NumberField, type NumberFieldHandle } from '#renderer/ui/NumberField.tsx';
import { OutputKey, type OutputKeyHandle } from '#renderer/ui/OutputKey.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { ChannelTag, channelClass, ModeBadge, StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ChannelInfo, Live } from '#shared/contract/instruments.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import type { z } from '#shared/schema.ts';
import { freshness } from './freshness.ts';
import { keyNote, keyState, whyLocked } from './output-words.ts';
import { Reading } from './Reading.tsx';
import { useReadings } from './use-readings.ts';

export type SupplyPoint = 'voltage' | 'current';

/** What the panel's keys do in a channel. */
export interface ChannelHandle {
  readonly focus: (point: SupplyPoint) => void;
  readonly outputDown: (at: number) => void;
  readonly outputUp: (at: number) => void;
}

interface ChannelPanelProps {
  readonly info: z.infer<typeof ChannelInfo>;
  readonly live: Live | null;
  readonly now: number;
  readonly mayControl: boolean;
  readonly latched: boolean | null;
  readonly onSet: (channel: number, point: SupplyPoint, value: number) => Promise<string | null>;
  readonly onOutput: (channel: number, on: boolean) => void;
  readonly handle: Ref<ChannelHandle>;
}

const unknownHeld = { state: 'unknown', value: null, was: null, at: 0 } as const;

/** One channel of a supply: what it gives, what was asked of it, and its output key. */
export function ChannelPanel(props: ChannelPanelProps): ReactNode {
  const { info, live, now, mayControl } = props;
  const { channel } = info;
  const state = live?.channels.find((each) => each.channel === channel);
  const fresh = freshness(live, state, now);
  const facts = useReadings(live, info);
  const volts = useRef<NumberFieldHandle>(null);
  const amps = useRef<NumberFieldHandle>(null);
  const output = useRef<OutputKeyHandle>(null);
  useImperativeHandle(props.handle, () => ({
    focus: (point) => (point === 'voltage' ? volts : amps).current?.focus(),
    outputDown: (at) => output.current?.down(at),
    outputUp: (at) => output.current?.up(at),
  }));

  const envelope = state?.envelope ?? null;
  const gone = fresh.kind === 'unknown';
  const note = mayControl ? (gone ? 'Sets again when it answers.' : null) : 'Your role only looks.';
  const key = keyState(gone ? undefined : state?.output);
  const off = key === 'off';
  const known = fresh.kind !== 'unknown';
  return (
    <section
      className={classes('bench-channel', channelClass(channel))}
      aria-label={`Channel ${channel}, ${info.label}`}
      data-channel={channel}
    >
      <header className="bench-channel-head">
        <ChannelTag channel={channel} />
        <h3>{info.label}</h3>
        {known && state !== undefined && state.mode !== null && <ModeBadge mode={state.mode} words />}
        {known && off && <span className="ui-dim ui-cut">Output off</span>}
        <span className="ui-grow" />
        <StateWord kind={fresh.kind}>{fresh.word}</StateWord>
      </header>
      <div className="bench-readings">
        <Reading
          value={state?.voltage ?? null}
          unit="V"
          size="xl"
          range={info.voltage}
          held={state?.setVoltage ?? null}
          limit={envelope?.maxVoltage ?? null}
          facts={facts.voltage}
          fresh={fresh.kind}
        />
        <Reading
          value={state?.current ?? null}
          unit="A"
          size="l"
          range={info.current}
          held={state?.setCurrent ?? null}
          limit={envelope?.maxCurrent ?? null}
          facts={facts.current}
          fresh={fresh.kind}
        />
        <div className="bench-watts">
          <Quantity value={state?.power ?? null} unit="W" decimals={3} size="s" state={fresh.kind} />
          {known && facts.voltage.range !== null && (
            <span className="bench-minute">
              60 s: {formatFixed(facts.voltage.range[0], facts.voltage.decimals)} to{' '}
              {formatFixed(facts.voltage.range[1], facts.voltage.decimals)} V
            </span>
          )}
        </div>
      </div>
      <div className="bench-sets">
        <NumberField
          label="Set V"
          shortcut="V"
          unit="V"
          {...info.voltage}
          limit={envelope?.maxVoltage ?? null}
          held={gone ? unknownHeld : (state?.setVoltage ?? unknownHeld)}
          disabled={gone || !mayControl}
          note={note}
          onSend={(value) => props.onSet(channel, 'voltage', value)}
          handle={volts}
        />
        <NumberField
          label="Limit A"
          shortcut="A"
          unit="A"
          {...info.current}
          limit={envelope?.maxCurrent ?? null}
          held={gone ? unknownHeld : (state?.setCurrent ?? unknownHeld)}
          disabled={gone || !mayControl}
          onSend={(value) => props.onSet(channel, 'current', value)}
          handle={amps}
        />
      </div>
      <span className="ui-sr" role="status">
        {`Channel ${channel}: output ${key.replace('-', ' ')}${known && state !== undefined && state.mode !== null ? `, ${state.mode}` : ''}, readings ${fresh.kind}.`}
      </span>
      <OutputKey
        name={`Output ${channel}`}
        state={key}
        note={keyNote(gone ? undefined : state, now)}
        shortcut={String(channel)}
        locked={whyLocked(props.latched, state)}
        looksOnly={mayControl ? null : 'Your role only looks'}
        onTurn={(on) => props.onOutput(channel, on)}
        handle={output}
      />
    </section>
  );
}
