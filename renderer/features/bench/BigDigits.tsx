import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useLive, useNow } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { ChannelTag, channelClass, ModeBadge, StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ChannelInfo } from '#shared/contract/channels.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { freshness } from './freshness.ts';
import { measuredNow, readingOrder } from './glance.ts';
import { kindLooks } from './kinds.ts';
import { keyState, keyWords } from './output-words.ts';
import { functionLabel } from './points.ts';
import { Reading } from './Reading.tsx';
import { readingName } from './reading-view.ts';
import { useReadings } from './use-readings.ts';
import './big.css';
import { t } from '#shared/language/t.ts';

interface BigDigitsProps {
  readonly instrument: Instrument;
  readonly info: ChannelInfo;
  readonly onChannel: (channel: number) => void;
  readonly onClose: () => void;
}

/** One channel as large as the window allows, to be read at two metres. It only shows: nothing is set from here. */
export function BigDigits({ instrument, info, onChannel, onClose }: BigDigitsProps): ReactNode {
  const live = useLive(instrument.id);
  const now = useNow(250);
  const root = useRef<HTMLElement>(null);
  const look = kindLooks[instrument.kind];
  const state = live?.channels.find(({ channel }) => channel === info.channel);
  const fresh = freshness(live, info, state, now, instrument.control === 'local');
  const facts = useReadings(info, state, look.prefixed);
  const several = instrument.channels.length > 1;
  const known = fresh.kind !== 'unknown';
  const measured = measuredNow(info, state);
  const quantities = look.oneReading
    ? [measured ?? info.readings[0]?.quantity].filter((each) => each !== undefined)
    : readingOrder(look, info).big;
  useEffect(() => root.current?.focus({ preventScroll: true }), []);

  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape' || event.key.toUpperCase() === 'B') {
      // Esc goes on: it also arms the emergency stop.
      if (event.key !== 'Escape') event.preventDefault();
      onClose();
    } else if (step !== undefined && several) {
      event.preventDefault();
      const at = instrument.channels.findIndex(({ channel }) => channel === info.channel);
      const count = instrument.channels.length;
      const next = instrument.channels[(at + step + count) % count];
      if (next !== undefined) onChannel(next.channel);
    }
  };
  const label = known ? functionLabel(info, state) : null;
  const output = keyState(known ? state?.output : undefined);
  return (
    <section
      className={classes('bench-big', several && channelClass(info.channel))}
      aria-label={t`Big digits: ${instrument.name}${several ? `, ${info.label}` : ''}`}
      data-panel=""
      tabIndex={-1}
      ref={root}
      onKeyDown={keyDown}
    >
      <header className="bench-big-head">
        <Icon name={look.icon} size={22} />
        <h2>{instrument.name}</h2>
        {several && <ChannelTag channel={info.channel} />}
        {(several || label !== null) && <span className="ui-mute">{label ?? info.label}</span>}
        {known && state !== undefined && state.mode !== null && <ModeBadge mode={state.mode} words />}
        <span className="ui-grow" />
        {info.switches !== null && (
          <StateWord kind={output === 'turning-on' || output === 'turning-off' ? 'pending' : output}>
            {keyWords[info.switches][output]}
          </StateWord>
        )}
        <StateWord kind={fresh.kind}>{fresh.word}</StateWord>
        <Button size="small" shortcut="B" onPress={onClose}>
          {t`Back to the bench`}
        </Button>
      </header>
      <div className={classes('bench-big-readings', quantities.length > 1 && 'two')}>
        {quantities.map((quantity) => (
          <div key={quantity} className="bench-big-reading">
            <Reading
              look={look}
              info={info}
              state={state}
              facts={facts}
              fresh={look.oneReading && measured === null ? 'unknown' : fresh.kind}
              quantity={quantity}
              size="xxl"
              name={readingName(quantity, instrument.kind === 'oscilloscope')}
            />
          </div>
        ))}
      </div>
      {several && (
        <p className="ui-dim">
          {t`Left and right arrow show the other channels. Everything of this instrument goes on as it was.`}
        </p>
      )}
    </section>
  );
}
