import type { ReactNode } from 'react';
import { useInstruments, useInstrumentsKnown, useSelection } from '#renderer/stores/hooks.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { InstrumentTerminal } from './InstrumentTerminal.tsx';
import './input.css';
import './terminal.css';
import './transcript.css';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** Program messages as a person types them, to the instrument that is chosen in the rail. */
export function TerminalScreen(): ReactNode {
  const instruments = useInstruments();
  const known = useInstrumentsKnown();
  const [selected, select] = useSelection();
  const chosen = instruments.find(({ id }) => id === selected) ?? instruments[0];
  if (!known)
    return (
      <Panel title={t`Terminal`} icon="terminal" actions={<StateWord kind="pending">{t`Loading`}</StateWord>}>
        <p className="ui-mute">{t`The console is being asked what is on the bench.`}</p>
      </Panel>
    );
  if (chosen === undefined)
    return (
      <div className="terminal-page">
        <Panel title={t`Terminal`} icon="terminal">
          <div className="terminal-first">
            <h3>{t`No instrument to talk to yet`}</h3>
            <p className="ui-mute">
              {tx`Connect one with + in the list at the left, or start with the simulated bench: ${<a href="#/bench">{t`to the bench (F1)`}</a>}.`}
            </p>
          </div>
        </Panel>
      </div>
    );
  return (
    <InstrumentTerminal key={chosen.id} instrument={chosen} instruments={instruments} onChoose={select} />
  );
}
