import { keptByPerson } from '#renderer/features/bench/kept-by-person.ts';
import { emptyWish, type WishText } from './wish.ts';

/** What a person has done with the section of one channel. */
export interface FormState {
  readonly open: boolean;
  readonly text: WishText;
}

/** By instrument and channel. A panel goes when its link is lost or another instrument is chosen; this stays. */
export const formOf = keptByPerson<FormState>(() => ({ open: false, text: emptyWish }));
