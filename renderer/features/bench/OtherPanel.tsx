import type { ReactNode } from 'react';
import { useLive, useNow, useSafety, useSelection } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { ChannelTag, ModeBadge, StateWord } from '#renderer/ui/StateWord.tsx';
import { decimalsFor } from '#shared/quantity/format.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { freshness } from './freshness.ts';
import { keyState } from './output-words.ts';
import { railWord } from './rail-words.ts';

const words = {
  on: 'on',
  off: 'off',
  'turning-on': 'pending',
  'turning-off': 'pending',
  unknown: 'unknown',
} as const;

/** An instrument beside the chosen one: its outputs and readings at a glance. */
export function OtherPanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const live = useLive(instrument.id);
  const safety = useSafety();
  const now = useNow(250);
  const [, select] = useSelection();
  const { kind, word } = railWord(instrument, safety?.live ?? null);
  return (
    <Panel
      title={instrument.name}
      icon={instrument.kind === 'dc-supply' ? 'supply' : 'generic'}
      note={instrument.model}
      actions={
        <>
          <StateWord kind={kind}>{word}</StateWord>
          <Button size="small" onPress={() => select(instrument.id)}>
            Open
          </Button>
        </>
      }
    >
      {instrument.channels.length === 0 && <span className="ui-mono ui-dim">{instrument.address}</span>}
      <ul className="bench-glance">
        {instrument.channels.map((info) => {
          const state = live?.channels.find((each) => each.channel === info.channel);
          const fresh = freshness(live, state, now).kind;
          return (
            <li key={info.channel}>
              <ChannelTag channel={info.channel} />
              <Quantity
                value={state?.voltage ?? null}
                unit="V"
                decimals={decimalsFor(info.voltage.resolution)}
                size="s"
                state={fresh}
              />
              <Quantity
                value={state?.current ?? null}
                unit="A"
                decimals={decimalsFor(info.current.resolution)}
                size="s"
                state={fresh}
              />
              <span className="ui-grow" />
              {fresh !== 'unknown' && state !== undefined && state.mode !== null && (
                <ModeBadge mode={state.mode} />
              )}
              <StateWord kind={words[keyState(fresh === 'unknown' ? undefined : state?.output)]} />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
