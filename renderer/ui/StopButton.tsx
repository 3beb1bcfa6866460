import type { ReactNode } from 'react';
import { StopSign } from './icons.tsx';
import { Kbd } from './Kbd.tsx';
import { classes } from './vars.ts';
import './StopButton.css';
import { t } from '#shared/language/t.ts';

/** `armed`: the first Esc has been pressed. `stopped`: the latch holds; pressing stops again. */
export type StopButtonState = 'ready' | 'armed' | 'stopped';

export interface StopButtonProps {
  readonly state: StopButtonState;
  /** Called on the way down: no release, no second press, no question. */
  readonly onStop: () => void;
}

const words = { ready: t`STOP ALL`, armed: t`Press Esc again`, stopped: t`STOPPED` } as const;

/**
 * The emergency stop: the only filled red there is. `data-react-aria-top-layer` keeps it pressable while a dialog makes
 * everything else inert.
 */
export function StopButton({ state, onStop }: StopButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={classes('ui-stop', state)}
      data-react-aria-top-layer="true"
      aria-label={
        state === 'stopped'
          ? t`Stopped. Press to switch every output off again.`
          : t`Emergency stop: switch every output off`
      }
      aria-keyshortcuts="Escape Escape"
      onPointerDown={(event) => {
        if (event.button === 0) onStop();
      }}
      onClick={(event) => {
        // A pointer has stopped already on its way down; detail 0 is a key or assistive technology.
        if (event.detail === 0) onStop();
      }}
    >
      <StopSign size={22} />
      <span>{words[state]}</span>
      {state !== 'armed' && <Kbd keys="Esc Esc" />}
    </button>
  );
}
