import type { ChannelInfo, HeldWord } from '#shared/contract/channels.ts';

/**
 * The word that starts or stops an acquisition (`run`), or takes one alone (`single`); null where the instrument has none. While it is
 * not known whether it acquires, `run` stops: what is on the screen stays.
 */
export function nextAcquisition(
  info: ChannelInfo | undefined,
  held: HeldWord | undefined,
  what: 'run' | 'single',
): string | null {
  const words = info?.choices.find(({ choice }) => choice === 'acquisition')?.words ?? [];
  const stopped = held?.state === 'known' && held.value === 'STOP';
  const wanted = what === 'single' ? 'SINGLE' : stopped ? 'RUN' : 'STOP';
  return words.some(({ word }) => word === wanted) ? wanted : null;
}
