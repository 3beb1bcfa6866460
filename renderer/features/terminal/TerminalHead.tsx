import type { ReactNode } from 'react';
import { Select } from '#renderer/ui/Choice.tsx';
import { Badge, StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { linkWord, verifiedWords } from './link-words.ts';

/** Who is talked to, how it is reached, whose commands are known how well, and what guards it. */
export function TerminalHead(props: {
  readonly instruments: readonly Instrument[];
  readonly instrument: Instrument;
  readonly onChoose: (id: string) => void;
  readonly guard: string | null;
  readonly latched: boolean;
  /** Null while the list is not known. */
  readonly listed: number | null;
}): ReactNode {
  const { instrument, guard } = props;
  const { kind, word } = linkWord(instrument);
  const identity = [instrument.vendor, instrument.model, instrument.serial].filter(Boolean).join(' ');
  return (
    <div className="terminal-head">
      <Select
        label="Instrument"
        options={props.instruments.map(({ id, name }) => ({ value: id, label: name }))}
        value={instrument.id}
        onChange={props.onChoose}
      />
      <div className="terminal-who">
        <span className="ui-cut">
          <b>{identity || 'Not identified'}</b>
          {instrument.firmware !== '' && <span className="ui-dim"> firmware {instrument.firmware}</span>}
        </span>
        <span className="ui-dim ui-cut">
          <span className="ui-mono">{instrument.address}</span>
        </span>
      </div>
      <div className="terminal-who">
        <span className="ui-mute ui-cut">{instrument.driver || 'No driver yet'}</span>
        <span className="ui-dim ui-cut">
          {verifiedWords[instrument.verified]}
          {props.listed !== null && `, ${props.listed} listed`}
        </span>
      </div>
      <div className="terminal-states">
        {props.latched && <Badge tone="bad">Stopped</Badge>}
        {guard !== null && <Badge icon="lock">Guarded: {guard}</Badge>}
        <StateWord kind={kind}>{word}</StateWord>
      </div>
    </div>
  );
}
