import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { useLive, usePermissions, useUi } from '#renderer/stores/hooks.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { RemoveButton } from './PanelActions.tsx';
import { pinsMax } from '#shared/contract/pins.ts';
import { PinDialog } from './pins/PinDialog.tsx';
import { PinnedReadings } from './pins/PinnedReadings.tsx';
import { linkWord } from './rail-words.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** The place of the query that is changed, null for a new one; what that asks, where it is known. */
interface Pinning {
  readonly at: number | null;
  readonly query?: string;
}

/** An instrument without a driver of its own: what is pinned of it, who it is, and where it can be talked to. */
export function GenericPanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const live = useLive(instrument.id);
  const mayControl = usePermissions().has('instruments:control');
  const { ui } = useStores();
  const { toPin } = useUi();
  const [pinning, setPinning] = useState<Pinning | null>(() =>
    toPin?.instrument === instrument.id ? { at: null, query: toPin.query } : null,
  );
  // It is asked for once, here and now, or not at all.
  useEffect(() => ui.setState({ toPin: null }), [ui]);
  const pins = live?.pins?.map(({ pin }) => pin) ?? null;
  const mayPin = mayControl && pins !== null && pins.length < pinsMax;
  const state = linkWord(instrument.link);
  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
    if (event.key.toUpperCase() !== 'P' || event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing || event.repeat || !mayPin) return;
    event.preventDefault();
    setPinning({ at: null });
  };
  const facts: readonly (readonly [string, string])[] = [
    [t`Maker`, instrument.vendor],
    [t`Model`, instrument.model],
    [t`Serial number`, instrument.serial],
    [t`Firmware`, instrument.firmware],
    [t`Address`, instrument.address],
    [t`Driver`, instrument.driver],
  ];
  return (
    <>
      <Panel
        title={instrument.name}
        icon="generic"
        onKeyDown={keyDown}
        actions={
          <>
            <StateWord kind={state.kind}>{state.word}</StateWord>
            <RemoveButton instrument={instrument} />
          </>
        }
      >
        <div className="bench-generic">
          <PinnedReadings instrument={instrument} live={live} onChange={(at) => setPinning({ at })} />
          <dl className="bench-facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt className="ui-legend">{name}</dt>
                <dd className="ui-mono">{value || t`Not told`}</dd>
              </div>
            ))}
          </dl>
          <Message tone="info" title={t`There is no driver for this model.`}>
            {t`Its identity was read, and nothing but what is pinned is asked of it. What its outputs do is not known here: look at its front panel.`}
          </Message>
          <a className="ui-button bench-terminal" href="#/terminal">
            <Icon name="terminal" />
            {tx`Talk to it in the terminal${<Kbd keys="F3" />}`}
          </a>
        </div>
      </Panel>
      {pinning !== null && pins !== null && (
        <PinDialog
          instrument={instrument}
          pins={pins}
          at={pinning.at}
          query={pinning.query}
          onClose={() => setPinning(null)}
        />
      )}
    </>
  );
}
