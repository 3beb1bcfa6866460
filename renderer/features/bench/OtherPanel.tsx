import type { ReactNode } from 'react';
import { useLive, useNow, useSafety, useSelection } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { ChannelTag, ModeBadge, StateWord } from '#renderer/ui/StateWord.tsx';
import { type ChannelInfo, resolutionOf } from '#shared/contract/channels.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import { decimalsFor } from '#shared/quantity/format.ts';
import { freshness } from './freshness.ts';
import { glanceOf } from './glance.ts';
import { kindLooks } from './kinds.ts';
import { keyState } from './output-words.ts';
import { PinnedGlance } from './pins/PinnedGlance.tsx';
import { functionLabel, sayPoint } from './points.ts';
import { railWord } from './rail-words.ts';
import { readingView } from './reading-view.ts';
import { t } from '#shared/language/t.ts';

const words = {
  on: 'on',
  off: 'off',
  'turning-on': 'pending',
  'turning-off': 'pending',
  unknown: 'unknown',
} as const;

/** An instrument beside the chosen one: what tells most of each of its channels, at a glance. */
export function OtherPanel({
  instrument,
  onOpen,
}: {
  readonly instrument: Instrument;
  /** What Open does; chooses it when left out. */
  readonly onOpen?: () => void;
}): ReactNode {
  const live = useLive(instrument.id);
  const safety = useSafety();
  const [, select] = useSelection();
  const { kind, word } = railWord(instrument, safety?.live ?? null);
  return (
    <Panel
      title={instrument.name}
      icon={kindLooks[instrument.kind].icon}
      note={instrument.model}
      actions={
        <>
          <StateWord kind={kind}>{word}</StateWord>
          <Button
            size="small"
            label={t`Open ${instrument.name}`}
            onPress={onOpen ?? (() => select(instrument.id))}
          >
            {t`Open`}
          </Button>
        </>
      }
    >
      {instrument.channels.length === 0 && (
        <p className="ui-mono ui-dim bench-glance-at">{instrument.address}</p>
      )}
      {instrument.kind === 'generic' && <PinnedGlance instrument={instrument} live={live} />}
      <ul className="bench-glance">
        {instrument.channels.map((info) => (
          <GlanceRow key={info.channel} instrument={instrument} info={info} live={live} />
        ))}
      </ul>
    </Panel>
  );
}

interface GlanceRowProps {
  readonly instrument: Instrument;
  readonly info: ChannelInfo;
  readonly live: Live | null;
}

function GlanceRow({ instrument, info, live }: GlanceRowProps): ReactNode {
  const now = useNow(250);
  const look = kindLooks[instrument.kind];
  const state = live?.channels.find((each) => each.channel === info.channel);
  const fresh = freshness(live, info, state, now, instrument.control === 'local').kind;
  const known = fresh !== 'unknown';
  const { readings, settings } = glanceOf(look, info, state);
  const several = instrument.channels.length > 1;
  const size = readings.length > 1 ? 's' : 'm';
  const label = known ? functionLabel(info, state) : null;
  return (
    <li>
      {several && <ChannelTag channel={info.channel} />}
      {readings.map((quantity) => {
        const resolution = resolutionOf(info, quantity) ?? 1;
        // Without a reading there is no prefix either: dashes in the unit of the last one would look like a part of it.
        const view = readingView(quantity, known ? state?.readings[quantity] : undefined, resolution, {
          prefixed: look.prefixed,
          over: state?.overload.includes(quantity) ?? false,
        });
        return (
          <Quantity
            key={quantity}
            value={view.value}
            word={view.word}
            unit={view.unit}
            decimals={view.power === 0 && !look.prefixed ? decimalsFor(resolution) : view.decimals}
            size={size}
            state={fresh}
          />
        );
      })}
      {settings.map((setting) => (
        <span key={setting.point} className="ui-q m bench-glance-set">
          {sayPoint(setting, known ? (state?.settings[setting.point]?.value ?? null) : null)}
        </span>
      ))}
      <span className="ui-grow" />
      {label !== null && <span className="ui-dim ui-cut">{label}</span>}
      {known && state !== undefined && state.mode !== null && <ModeBadge mode={state.mode} />}
      {several && info.switches !== null && (
        <StateWord kind={words[keyState(known ? state?.output : undefined)]} />
      )}
    </li>
  );
}
