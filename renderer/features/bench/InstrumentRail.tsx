import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useInstruments, useInstrumentsKnown, usePermissions, useSelection } from '#renderer/stores/hooks.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { ActionMenu, MenuItem } from '#renderer/ui/Menu.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { ConnectDialog } from './connect/ConnectDialog.tsx';
import { FaultMessage } from './FaultMessage.tsx';
import { RailItem } from './RailItem.tsx';
import { type Reordering, useReorder } from './use-reorder.ts';
import './rail.css';
import { t } from '#shared/language/t.ts';

/**
 * The instruments of the bench, with what is on and what answers how fast. Choosing one brings it to the front; they stand in
 * the order in which somebody put them, for everybody.
 */
export function InstrumentRail({
  below,
}: {
  /** Under the list. */
  readonly below?: ReactNode;
}): ReactNode {
  const instruments = useInstruments();
  const known = useInstrumentsKnown();
  const mayManage = usePermissions().has('instruments:manage');
  const [connecting, setConnecting] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const show = useCallback((id: string): void => {
    // Whoever moves one by the menu stays at the menu.
    if (document.activeElement !== document.body) return;
    const items = list.current?.querySelectorAll<HTMLElement>('[data-instrument]') ?? [];
    [...items].find((item) => item.dataset['instrument'] === id)?.focus();
  }, []);
  const order = useReorder(instruments, show);
  const movable = mayManage && instruments.length > 1;
  useSteadyChoice(instruments);
  return (
    <div className="bench-rail">
      <nav className="bench-rail-nav" aria-label={t`Instruments`}>
        <header className="bench-rail-head">
          <h2 className="ui-legend">{t`Instruments ${known ? instruments.length : ''}`}</h2>
          <span className="ui-grow" />
          {movable && <MoveMenu instruments={instruments} order={order} />}
          {mayManage && (
            <IconButton
              icon="plus"
              size="small"
              label={t`Connect an instrument…`}
              onPress={() => setConnecting(true)}
            />
          )}
        </header>
        <ul className="bench-rail-list" ref={list}>
          {instruments.map((instrument, place) => (
            <RailItem
              key={instrument.id}
              instrument={instrument}
              first={place === 0}
              {...(movable && {
                onStep: (step) => order.step(instrument.id, step),
                onDrop: (id, behind) => order.drop(id, instrument.id, behind),
              })}
            />
          ))}
        </ul>
        <span className="ui-sr" role="status">
          {order.said}
        </span>
        <FaultMessage fault={order.fault} onForget={order.forget} />
        {known && instruments.length === 0 && <p className="bench-rail-empty">{t`Nothing connected yet.`}</p>}
        {!known && <p className="bench-rail-empty">{t`The list is not known yet.`}</p>}
        {connecting && <ConnectDialog onClose={() => setConnecting(false)} />}
      </nav>
      {below}
    </div>
  );
}

/** The way to move the chosen instrument that needs neither a key nor a drag. */
function MoveMenu({
  instruments,
  order,
}: {
  readonly instruments: readonly Instrument[];
  readonly order: Reordering;
}): ReactNode {
  const [selected] = useSelection();
  const chosen = instruments.find(({ id }) => id === selected) ?? instruments[0];
  if (chosen === undefined) return null;
  return (
    <ActionMenu label={t`Move ${chosen.name}`} text="" icon="order" placement="bottom end">
      <MenuItem icon="up" text={t`Up`} shortcut="Alt ↑" onAction={() => order.step(chosen.id, -1)} />
      <MenuItem icon="down" text={t`Down`} shortcut="Alt ↓" onAction={() => order.step(chosen.id, 1)} />
    </ActionMenu>
  );
}

/** Without a choice the first one is shown. Whoever looks at it keeps it, although somebody moves another one to its place. */
function useSteadyChoice(instruments: readonly Instrument[]): void {
  const [selected, select] = useSelection();
  const first = instruments[0]?.id;
  useEffect(() => {
    if (selected === null && first !== undefined) select(first);
  }, [selected, first, select]);
}
