import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useLive, useNow, usePermissions, useSafety } from '#renderer/stores/hooks.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import { nextAcquisition } from './acquisition.ts';
import { type ChannelHandle, ChannelPanel } from './ChannelPanel.tsx';
import { FaultMessage } from './FaultMessage.tsx';
import { answers } from './freshness.ts';
import { FurtherSettings } from './FurtherSettings.tsx';
import { kindLooks } from './kinds.ts';
import { NoEnvelopeDialog } from './NoEnvelopeDialog.tsx';
import { PanelActions } from './PanelActions.tsx';
import { panelKey } from './panel-keys.ts';
import { TracePlate } from './trace/TracePlate.tsx';
import { useCopied } from './use-copied.ts';
import { type Driving, useDrive } from './use-drive.ts';
import { t } from '#shared/language/t.ts';
import { sayTreatAsLive } from './output-words.ts';

/** An instrument with a driver: its channels side by side, driven by pointer or key. */
export function InstrumentPanel({
  instrument,
  onBig,
}: {
  readonly instrument: Instrument;
  /** Shows a channel in big digits. */
  readonly onBig: (channel: number) => void;
}): ReactNode {
  const live = useLive(instrument.id);
  const safety = useSafety();
  const now = useNow(250);
  const mayControl = usePermissions().has('instruments:control');
  const drive = useDrive(instrument, live);
  const copied = useCopied(instrument, live);
  const keys = useChannelKeys(instrument, live, drive, mayControl, onBig, copied.copy);
  const look = kindLooks[instrument.kind];
  const released = instrument.control === 'local';
  const [first] = instrument.channels;
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
      actions={<PanelActions instrument={instrument} drive={drive} onBig={() => onBig(keys.channel())} />}
      onKeyDown={keys.keyDown}
      onKeyUp={keys.keyUp}
    >
      <span className={copied.said === null ? 'ui-sr' : 'bench-copied'} role="status">
        {copied.said}
      </span>
      {released && <Released instrument={instrument} />}
      {instrument.kind === 'oscilloscope' && (
        <TracePlate instrument={instrument} live={live} gone={released || !answers(live)} />
      )}
      {first !== undefined && (
        <FurtherSettings
          id={instrument.id}
          kind={instrument.kind}
          info={first}
          state={live?.channels.find(({ channel }) => channel === first.channel)}
          of="instrument"
          gone={released || !answers(live)}
          mayControl={mayControl}
          onSet={(point, value) => drive.set(first.channel, point, value)}
          onChoose={(choice, word) => drive.choose(first.channel, word, choice)}
        />
      )}
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
            onClearTrips={drive.clearTrips}
            onOutput={drive.turn}
            onCompare={drive.compare}
            onReset={drive.reset}
            handle={(handle) => {
              keys.register(info.channel, handle);
            }}
          />
        ))}
      </div>
      {drive.bare !== null && (
        <NoEnvelopeDialog
          instrument={instrument}
          channel={drive.bare}
          onClose={() => drive.turnBare(false)}
          onSwitchOn={() => drive.turnBare(true)}
        />
      )}
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
  return (
    <div className="bench-released" role="status">
      <StateWord kind={switched.length > 0 ? 'unknown' : 'off'}>{t`Released`}</StateWord>
      <p>
        <b>{t`${instrument.name} is driven at its front panel.`}</b>{' '}
        <span className="ui-mute">
          {t`The console neither reads nor sets it until it is taken back.`}
          {switched.length > 0 &&
            ` ${t`${sayTreatAsLive(switched)}. Off and the emergency stop still work.`}`}
        </span>
      </p>
    </div>
  );
}

/** The keys of the focused panel, and the channels that they go to. */
function useChannelKeys(
  instrument: Instrument,
  live: Live | null,
  drive: Driving,
  mayControl: boolean,
  onBig: (channel: number) => void,
  onCopy: (channel: number) => void,
) {
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
      pressing: target.closest('button, a, [role="radio"]') !== null,
    });
    if (act === null) return;
    event.preventDefault();
    if (event.repeat) return;
    if (act.kind === 'output') {
      last.current = act.channel;
      channels.current.get(act.channel)?.outputDown(event.timeStamp);
    } else if (act.kind === 'focus') channels.current.get(last.current)?.focus(act.points);
    else if (act.kind === 'function') channels.current.get(last.current)?.focusFunction();
    else if (act.kind === 'big') onBig(last.current);
    else if (act.kind === 'copy') onCopy(last.current);
    else if (!mayControl) return;
    else if (act.kind === 'relative') channels.current.get(last.current)?.toggleRelative();
    else if (act.kind === 'all-off') drive.allOff();
    else if (act.kind === 'undo') drive.undo();
    else acquire(act.kind);
  };
  const keyUp = (event: KeyboardEvent<HTMLElement>): void => {
    if (/^[1-4]$/u.test(event.key)) channels.current.get(Number(event.key))?.outputUp(event.timeStamp);
  };
  const acquire = (what: 'run' | 'single'): void => {
    const [first] = instrument.channels;
    const held = live?.channels.find(({ channel }) => channel === first?.channel)?.choices.acquisition;
    const word = nextAcquisition(first, held, what);
    if (first !== undefined && word !== null) drive.choose(first.channel, word, 'acquisition');
  };
  const register = (channel: number, handle: ChannelHandle | null): void => {
    if (handle === null) channels.current.delete(channel);
    else channels.current.set(channel, handle);
  };
  return { register, keyDown, keyUp, channel: () => last.current };
}

/** Vendor, model, serial number and address in one line. */
function sayIdentity(instrument: Instrument): string {
  return [instrument.vendor, instrument.model, instrument.serial, instrument.address]
    .filter(Boolean)
    .join('  ');
}
