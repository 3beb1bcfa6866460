import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { RemoveButton } from './PanelActions.tsx';
import { linkWord } from './rail-words.ts';

/** An instrument without a driver of its own: who it is, and where it can be talked to. */
export function GenericPanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const state = linkWord(instrument.link);
  const facts: readonly (readonly [string, string])[] = [
    ['Maker', instrument.vendor],
    ['Model', instrument.model],
    ['Serial number', instrument.serial],
    ['Firmware', instrument.firmware],
    ['Address', instrument.address],
    ['Driver', instrument.driver],
  ];
  return (
    <Panel
      title={instrument.name}
      icon="generic"
      actions={
        <>
          <StateWord kind={state.kind}>{state.word}</StateWord>
          <RemoveButton instrument={instrument} />
        </>
      }
    >
      <div className="bench-generic">
        <dl className="bench-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt className="ui-legend">{name}</dt>
              <dd className="ui-mono">{value || 'Not told'}</dd>
            </div>
          ))}
        </dl>
        <Message tone="info" title="There is no driver for this model.">
          Its identity was read, and nothing else is asked of it. What its outputs do is not known here: look
          at its front panel.
        </Message>
        <a className="ui-button bench-terminal" href="#/terminal">
          <Icon name="terminal" />
          Talk to it in the terminal
          <Kbd keys="F3" />
        </a>
      </div>
    </Panel>
  );
}
