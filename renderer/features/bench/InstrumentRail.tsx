import { type ReactNode, useState } from 'react';
import {
  useInstruments,
  useInstrumentsKnown,
  usePermissions,
  useSafety,
  useSelection,
} from '#renderer/stores/hooks.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { ConnectDialog } from './connect/ConnectDialog.tsx';
import { kindLooks } from './kinds.ts';
import { railWord, wayWord } from './rail-words.ts';
import './rail.css';

/** The instruments of the bench, with what is on and what answers how fast. Choosing one brings it to the front. */
export function InstrumentRail(): ReactNode {
  const instruments = useInstruments();
  const known = useInstrumentsKnown();
  const mayManage = usePermissions().has('instruments:manage');
  const [connecting, setConnecting] = useState(false);
  return (
    <nav className="bench-rail" aria-label="Instruments">
      <header className="bench-rail-head">
        <h2 className="ui-legend">Instruments {known ? instruments.length : ''}</h2>
        {mayManage && (
          <IconButton
            icon="plus"
            size="small"
            label="Connect an instrument…"
            onPress={() => setConnecting(true)}
          />
        )}
      </header>
      <ul className="bench-rail-list">
        {instruments.map((instrument, place) => (
          <RailItem key={instrument.id} instrument={instrument} first={place === 0} />
        ))}
      </ul>
      {known && instruments.length === 0 && <p className="bench-rail-empty">Nothing connected yet.</p>}
      {!known && <p className="bench-rail-empty">The list is not known yet.</p>}
      {connecting && <ConnectDialog onClose={() => setConnecting(false)} />}
    </nav>
  );
}

function RailItem({
  instrument,
  first,
}: {
  readonly instrument: Instrument;
  readonly first: boolean;
}): ReactNode {
  const [selected, select] = useSelection();
  const safety = useSafety();
  const { kind, word } = railWord(instrument, safety?.live ?? null);
  const current = selected === instrument.id || (selected === null && first);
  const { latencyMs, link } = instrument;
  const answers = link === 'ready' || link === 'busy';
  return (
    <li>
      <button
        type="button"
        className="bench-rail-item"
        aria-current={current ? 'true' : undefined}
        onClick={() => select(instrument.id)}
      >
        <Icon name={kindLooks[instrument.kind].icon} />
        <span className="bench-rail-words">
          <b className="ui-cut">{instrument.name}</b>
          <span className="ui-dim ui-cut">
            {[instrument.model || 'not identified', wayWord(instrument)].join(' · ')}
          </span>
          <span className="bench-rail-state">
            <StateWord kind={kind}>{word}</StateWord>
            {answers && latencyMs !== null && (
              <span className="ui-dim">
                {latencyMs < 9.95 ? formatFixed(latencyMs, 1) : formatFixed(latencyMs, 0)} ms
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}
