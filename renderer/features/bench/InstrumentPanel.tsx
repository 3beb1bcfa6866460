import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useLive, useNow, usePermissions, useSafety } from '#renderer/stores/hooks.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { type ChannelHandle, ChannelPanel } from './ChannelPanel.tsx';
import { FaultMessage } from './FaultMessage.tsx';
import { kindLooks } from './kinds.ts';
import { PanelActions } from './PanelActions.tsx';
import { panelKey } from './panel-keys.ts';
import { type Driving, useDrive } from './use-drive.ts';

/** An instrument with a driver: its channels side by side, driven by pointer or key. */
export function InstrumentPanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const live = useLive(instrument.id);
  const safety = useSafety();
  const now = useNow(250);
  const mayControl = usePermissions().has('instruments:control');
  const drive = useDrive(instrument, live);
  const keys = useChannelKeys(instrument, drive, mayControl);
  const look = kindLooks[instrument.kind];
  const released = instrument.control === 'local';
  return (
    <Panel
      title={instrument.name}
      icon={look.icon}
      flush
      className={classes('bench-instrument', look.icon)}
      note={
        <span className="ui-mono" title={sayIdentity(instrument)}>
          {instrument.model || instrument.vendor} {instrument.address}
        </span>
      }
      actions={<PanelActions instrument={instrument} drive={drive} />}
      onKeyDown={keys.keyDown}
      onKeyUp={keys.keyUp}
    >
      {released && <Released instrument={instrument} />}
      <div className="bench-channels">
        {instrument.channels.map((info) => (
          <ChannelPanel
            key={info.channel}
            instrument={instrument}
            info={info}
            live={live}
            now={now}
            mayControl={mayControl}
            latched={safety?.latched ?? null}
            onSet={drive.set}
            onChoose={drive.choose}
            onOutput={drive.turn}
            handle={(handle) => {
              keys.register(info.channel, handle);
            }}
          />
        ))}
      </div>
      {drive.fault !== null && (
        <div className="bench-fault">
          <FaultMessage fault={drive.fault} onForget={drive.forget} />
        </div>
      )}
    </Panel>
  );
}

/** What it means that the instrument is at its front panel, where its numbers would be looked for. */
function Released({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const switched = instrument.channels.filter(({ switches }) => switches !== null);
  const what = switched.some(({ switches }) => switches === 'input') ? 'input' : 'output';
  const several = switched.length > 1;
  return (
    <div className="bench-released" role="status">
      <StateWord kind={switched.length > 0 ? 'unknown' : 'off'}>Released</StateWord>
      <p>
        <b>{instrument.name} is driven at its front panel.</b>{' '}
        <span className="ui-mute">
          The console neither reads nor sets it until it is taken back.
          {switched.length > 0 &&
            ` Treat its ${what}${several ? 's' : ''} as live. Off and the emergency stop still work.`}
        </span>
      </p>
    </div>
  );
}

/** The keys of the focused panel, and the channels that they go to. */
function useChannelKeys(instrument: Instrument, drive: Driving, mayControl: boolean) {
  const channels = useRef(new Map<number, ChannelHandle>());
  const last = useRef(instrument.channels[0]?.channel ?? 1);
  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target as HTMLElement;
    const within = target.closest<HTMLElement>('[data-channel]')?.dataset['channel'];
    if (within !== undefined) last.current = Number(within);
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
      last.current = act.channel;
      channels.current.get(act.channel)?.outputDown(event.timeStamp);
    } else if (act.kind === 'focus') channels.current.get(last.current)?.focus(act.points);
    else if (act.kind === 'function') channels.current.get(last.current)?.focusFunction();
    else if (!mayControl) return;
    else if (act.kind === 'all-off') drive.allOff();
    else drive.undo();
  };
  const keyUp = (event: KeyboardEvent<HTMLElement>): void => {
    if (/^[1-4]$/u.test(event.key)) channels.current.get(Number(event.key))?.outputUp(event.timeStamp);
  };
  const register = (channel: number, handle: ChannelHandle | null): void => {
    if (handle === null) channels.current.delete(channel);
    else channels.current.set(channel, handle);
  };
  return { register, keyDown, keyUp };
}

/** Vendor, model, serial number and address in one line. */
function sayIdentity(instrument: Instrument): string {
  return [instrument.vendor, instrument.model, instrument.serial, instrument.address]
    .filter(Boolean)
    .join('  ');
}
