import { createStore, type StoreApi } from 'zustand/vanilla';

/** A dialog of the frame. One at a time. */
export type FrameDialog = 'keys' | 'settings' | 'quit' | 'sign-out' | 'reset' | null;

export interface Ui {
  /** The first Esc has been pressed, and the second one would stop. */
  readonly armed: boolean;
  readonly dialog: FrameDialog;
  /** `at` of the stop report that the person has put aside; a newer one opens by itself. */
  readonly reportSeen: number | null;
}

export const openUi = (): StoreApi<Ui> =>
  createStore<Ui>()(() => ({ armed: false, dialog: null, reportSeen: null }));
