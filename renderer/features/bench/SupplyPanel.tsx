import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useClient, useLive, useNow, usePermissions, useSafety } from '#renderer/stores/hooks.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Badge } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { faultShape } from '#shared/faults.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { type ChannelHandle, ChannelPanel, type SupplyPoint } from './ChannelPanel.tsx';
import { FaultMessage } from './FaultMessage.tsx';
import { panelKey } from './panel-keys.ts';
import { RemoveDialog } from './RemoveDialog.tsx';
import { remember, takeBack, type UndoStack } from './undo.ts';
import { useAct } from './use-act.ts';

/** A supply: its channels side by side, driven by pointer or key. */
export function SupplyPanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const { id } = instrument;
  const client = useClient();
  const live = useLive(id);
  const safety = useSafety();
  const now = useNow(250);
  const permissions = usePermissions();
  const mayControl = permissions.has('instruments:control');
  const { fault, run, forget } = useAct();
  const [undone, setUndone] = useState<UndoStack>([]);
  const [removing, setRemoving] = useState(false);
  const channels = useRef(new Map<number, ChannelHandle>());
  const lastChannel = useRef(instrument.channels[0]?.channel ?? 1);

  const set = async (
    channel: number,
    point: SupplyPoint,
    value: number,
    undo = true,
  ): Promise<string | null> => {
    const state = live?.channels.find((each) => each.channel === channel);
    const before = point === 'voltage' ? state?.setVoltage.value : state?.setCurrent.value;
    try {
      const { readBack } = await client.instruments.set({ id, channel, point, value });
      if (undo && before !== undefined && before !== null)
        setUndone((stack) => remember(stack, { channel, point, from: before, to: readBack }));
      return null;
    } catch (error) {
      const shape = faultShape(error);
      return `${shape.message} ${shape.remedy}`;
    }
  };
  const turn = (channel: number, on: boolean): void =>
    void run(() => client.instruments.output({ id, channel, on }));
  const allOff = (): void => void run(() => client.instruments.allOff({ id }));
  const undo = (): void => {
    const taken = takeBack(undone);
    if (taken === null) return;
    setUndone(taken.rest);
    const { channel, point, from } = taken.change;
    void run(() => client.instruments.set({ id, channel, point, value: from }));
  };

  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target as HTMLElement;
    const within = target.closest<HTMLElement>('[data-channel]')?.dataset.channel;
    if (within !== undefined) lastChannel.current = Number(within);
    const act = panelKey({
      key: event.key,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      altKey: event.altKey,
      typing: target.matches('input, textarea, select'),
    });
    if (act === null) return;
    event.preventDefault();
    if (event.repeat) return;
    if (act.kind === 'output') {
      lastChannel.current = act.channel;
      channels.current.get(act.channel)?.outputDown(event.timeStamp);
    } else if (act.kind === 'focus') channels.current.get(lastChannel.current)?.focus(act.point);
    else if (!mayControl) return;
    else if (act.kind === 'all-off') allOff();
    else undo();
  };
  const keyUp = (event: KeyboardEvent<HTMLElement>): void => {
    if (/^[1-4]$/u.test(event.key)) channels.current.get(Number(event.key))?.outputUp(event.timeStamp);
  };

  const next = undone.at(-1);
  return (
    <Panel
      title={instrument.name}
      icon="supply"
      flush
      className="bench-supply"
      note={<span className="ui-mono">{sayIdentity(instrument)}</span>}
      actions={
        <>
          {instrument.simulated && <Badge>Simulated</Badge>}
          {mayControl && next !== undefined && (
            <Button
              size="small"
              look="quiet"
              icon="undo"
              shortcut="Ctrl Z"
              label={`Set channel ${next.channel} back to ${formatFixed(next.from, 3)} ${next.point === 'voltage' ? 'V' : 'A'}`}
              onPress={undo}
            >
              Back to {formatFixed(next.from, 3)} {next.point === 'voltage' ? 'V' : 'A'}
            </Button>
          )}
          {mayControl && (
            <Button size="small" shortcut="0" onPress={allOff}>
              All off
            </Button>
          )}
          {permissions.has('instruments:manage') && (
            <IconButton
              icon="trash"
              size="small"
              look="quiet"
              label={`Remove ${instrument.name}…`}
              onPress={() => setRemoving(true)}
            />
          )}
        </>
      }
      onKeyDown={keyDown}
      onKeyUp={keyUp}
    >
      <div className="bench-channels">
        {instrument.channels.map((info) => (
          <ChannelPanel
            key={info.channel}
            info={info}
            live={live}
            now={now}
            mayControl={mayControl}
            latched={safety?.latched ?? null}
            onSet={set}
            onOutput={turn}
            handle={(handle) => {
              if (handle === null) channels.current.delete(info.channel);
              else channels.current.set(info.channel, handle);
            }}
          />
        ))}
      </div>
      {fault !== null && (
        <div className="bench-fault">
          <FaultMessage fault={fault} onForget={forget} />
        </div>
      )}
      {removing && <RemoveDialog instrument={instrument} onClose={() => setRemoving(false)} />}
    </Panel>
  );
}

/** Vendor, model, serial number and address in one line. */
function sayIdentity(instrument: Instrument): string {
  return [instrument.vendor, instrument.model, instrument.serial, instrument.address]
    .filter(Boolean)
    .join('  ');
}
