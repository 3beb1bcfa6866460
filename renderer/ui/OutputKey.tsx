import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { type Hold, type HoldEvent, holdStep, nextTick, notHeld } from './hold.ts';
import { Icon } from './icons.tsx';
import { Kbd } from './Kbd.tsx';
import { classes } from './vars.ts';
import './OutputKey.css';
import { t } from '#shared/language/t.ts';

/** For the panel's own key (`1` to `4`): the same hold as on the key itself. */
export interface OutputKeyHandle {
  /** `at`: the time stamp of the event. */
  down(at: number): void;
  up(at: number): void;
}

export interface OutputKeyProps {
  /** "Output 1". */
  readonly name: string;
  /** As read back; `turning-on` and `turning-off` until it is. */
  readonly state: 'on' | 'off' | 'turning-on' | 'turning-off' | 'unknown';
  /** Under the state: since when, or what it will give. */
  readonly note: string;
  /** The key that works in the focused panel. */
  readonly shortcut?: string;
  /** Why it cannot be turned on. Off still can. */
  readonly locked?: string | null;
  /** Why it is not this person's to switch, neither on nor off. The emergency stop is everybody's. */
  readonly looksOnly?: string | null;
  /** The note says that another hand than the console's switched it; `onSeen` when the focus has been here. */
  readonly changed?: boolean;
  readonly onSeen?: () => void;
  readonly onTurn: (on: boolean) => void;
  readonly handle?: Ref<OutputKeyHandle>;
}

const shapes = {
  on: 'on',
  off: 'off',
  'turning-on': 'pending',
  'turning-off': 'pending',
  unknown: 'unknown',
} as const;
const looks = {
  on: 'on',
  off: 'off',
  'turning-on': 'pending',
  'turning-off': 'pending',
  unknown: 'unknown',
} as const;

/** Switches an output. Off is one press, on the way down. On is a hold of 400 ms, or Enter twice. */
export function OutputKey(props: OutputKeyProps): ReactNode {
  const { name, state, shortcut, onTurn } = props;
  const live = state !== 'off';
  const looksOnly = props.looksOnly ?? null;
  const why = looksOnly ?? (live ? null : (props.locked ?? null));
  const locked = why !== null;
  const { hold, send } = useHold(live, locked, onTurn);
  useImperativeHandle(props.handle, () => ({ down: (at) => send('down', at), up: (at) => send('up', at) }));

  const said = sayState(name, state);
  const note =
    hold.phase === 'holding'
      ? t`Keep holding to turn it on`
      : hold.phase === 'once'
        ? t`Press Enter again to turn it on`
        : live || why === null
          ? props.note
          : why;
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (!event.repeat) send(event.key === 'Enter' ? 'enter' : 'down', event.timeStamp);
  };
  return (
    <button
      type="button"
      className={classes(
        'ui-okey',
        looks[state],
        hold.phase === 'holding' && 'holding',
        locked && live && 'looks-only',
      )}
      aria-pressed={state === 'unknown' ? 'mixed' : state === 'on' || state === 'turning-off'}
      aria-label={`${said}. ${note}. ${why ?? (live ? t`One press turns it off.` : t`Hold, or press Enter twice, to turn it on.`)}`}
      aria-disabled={locked}
      {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': shortcut })}
      onPointerDown={(event) => {
        if (event.button === 0) send('down', event.timeStamp);
      }}
      onPointerUp={(event) => send('up', event.timeStamp)}
      onPointerLeave={() => send('cancel')}
      onPointerCancel={() => send('cancel')}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={keyDown}
      onKeyUp={(event) => {
        if (event.key === ' ') event.preventDefault();
        send('up', event.timeStamp);
      }}
      onBlur={() => {
        send('cancel');
        props.onSeen?.();
      }}
      onClick={(event) => {
        // Assistive technology clicks without a pointer: it counts as Enter.
        if (
          event.detail === 0 &&
          event.nativeEvent instanceof PointerEvent &&
          event.nativeEvent.pointerType === ''
        )
          send('enter');
      }}
    >
      <span className="ui-okey-shape">
        <Icon name={shapes[state]} size={24} weight={1.5} />
      </span>
      <span className="ui-okey-words">
        <b>{said}</b>
        <small>
          {props.changed === true && note === props.note && <Icon name="knob" size={12} weight={1.6} />}
          {note}
        </small>
      </span>
      {shortcut !== undefined && looksOnly === null && <Kbd keys={live ? shortcut : `Hold ${shortcut}`} />}
      <span className="ui-okey-hold" />
    </button>
  );
}

function sayState(name: string, state: OutputKeyProps['state']): string {
  if (state === 'turning-on') return t`Turning on…`;
  if (state === 'turning-off') return t`Turning off…`;
  if (state === 'unknown') return t`${name} unknown`;
  return state === 'on' ? t`${name} is on` : t`${name} is off`;
}

function useHold(
  live: boolean,
  locked: boolean,
  onTurn: (on: boolean) => void,
): { readonly hold: Hold; readonly send: (kind: HoldEvent['kind'], at?: number) => void } {
  const [hold, setHold] = useState<Hold>(notHeld);
  const current = useRef(hold);
  const send = (kind: HoldEvent['kind'], at = performance.now()): void => {
    if (locked && kind !== 'up' && kind !== 'cancel') return;
    const step = holdStep(current.current, kind === 'cancel' ? { kind } : { kind, at }, live);
    current.current = step.hold;
    setHold(step.hold);
    if (step.act !== null) onTurn(step.act === 'on');
  };
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    // The release of a key is not told to a window that has lost the focus.
    const letGo = (): void => latest.current('cancel');
    window.addEventListener('blur', letGo);
    return () => window.removeEventListener('blur', letGo);
  }, []);
  useEffect(() => {
    let timer: number | undefined;
    let frame: number | undefined;
    // A timer may come a little early by the other clock; then it is set again, or the hold would never end.
    const arm = (): void => {
      const wait = nextTick(current.current, performance.now());
      if (wait === null) return;
      timer = window.setTimeout(() => {
        // A frame comes after the input that waits: a release that a busy page has not handled yet goes first.
        frame = window.requestAnimationFrame(() => {
          latest.current('tick');
          arm();
        });
      }, wait);
    };
    if (hold.phase !== 'idle') arm();
    return () => {
      window.clearTimeout(timer);
      if (frame !== undefined) window.cancelAnimationFrame(frame);
    };
  }, [hold]);
  return { hold, send };
}
