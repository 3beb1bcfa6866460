import type { ReactNode } from 'react';
import { Select } from '#renderer/ui/Choice.tsx';
import { Badge, StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { statusWords } from './bus-words.ts';
import { verifiedWords } from './link-words.ts';
import { t } from '#shared/language/t.ts';

/** Who is talked to, how it is reached, whose commands are known how well, and what guards it. */
export function TerminalHead(props: {
  readonly instruments: readonly Instrument[];
  readonly instrument: Instrument;
  readonly onChoose: (id: string) => void;
  readonly guard: string | null;
}): ReactNode {
  const { instrument, guard } = props;
  const identity = [instrument.vendor, instrument.model, instrument.serial].filter(Boolean).join(' ');
  return (
    <div className="terminal-head">
      <Select
        label={t`Instrument`}
        options={props.instruments.map(({ id, name }) => ({ value: id, label: name }))}
        value={instrument.id}
        onChange={props.onChoose}
      />
      <div className="terminal-who">
        <span className="ui-cut">
          <b>{identity || t`Not identified`}</b>
          {instrument.firmware !== '' && (
            <span className="ui-dim terminal-firmware"> {t`firmware ${instrument.firmware}`}</span>
          )}
        </span>
        <span className="ui-dim ui-cut">
          <span className="ui-mono">{instrument.address}</span>
        </span>
      </div>
      <div className="terminal-who">
        <span className="ui-mute ui-cut">{instrument.driver || t`No driver yet`}</span>
        <span className="ui-dim ui-cut">{verifiedWords[instrument.verified]}</span>
      </div>
      {instrument.service !== null && (
        <StateWord kind="warning">
          {t`Asks for service`}
          {instrument.service.statusByte !== null && ` ${statusWords(instrument.service.statusByte)}`}
        </StateWord>
      )}
      {guard !== null && (
        <span className="terminal-guard">
          <Badge icon="lock">
            <span className="ui-cut">{t`Guarded: ${guard}`}</span>
          </Badge>
        </span>
      )}
    </div>
  );
}
