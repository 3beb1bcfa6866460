import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FaultShape } from '#shared/faults.ts';

/** A dialog of the frame. One at a time. */
export type FrameDialog =
  | 'palette'
  | 'keys'
  | 'settings'
  | 'recovery-codes'
  | 'quit'
  | 'sign-out'
  | 'reset'
  | null;

/** An emergency stop on its way to the console, or one that did not arrive. */
export type StopCall =
  | { readonly kind: 'sending'; readonly origin: 'button' | 'keys' }
  | { readonly kind: 'failed'; readonly origin: 'button' | 'keys'; readonly fault: FaultShape };

export interface Ui {
  /** The first Esc has been pressed, and the second one would stop. */
  readonly armed: boolean;
  readonly stop: StopCall | null;
  readonly dialog: FrameDialog;
  /** What the screen shows by name (a layout), for the title of the window; null: nothing of its own. */
  readonly subject: string | null;
  /** What the person wants of the stop report of that moment (`at`); a newer one decides anew. */
  readonly report: { readonly at: number; readonly open: boolean } | null;
  /** The console was told to end from this window, and what became of the outputs that were on (`none`: no one was). */
  readonly ended: 'none' | 'keep' | 'off' | null;
  /** A query of the terminal that is to be pinned: the panel of its instrument asks for the rest. */
  readonly toPin: { readonly instrument: string; readonly query: string } | null;
}

/** What a person is about to do in this window. */
export const openUi = (): StoreApi<Ui> =>
  createStore<Ui>()(() => ({
    armed: false,
    stop: null,
    dialog: null,
    subject: null,
    report: null,
    ended: null,
    toPin: null,
  }));
