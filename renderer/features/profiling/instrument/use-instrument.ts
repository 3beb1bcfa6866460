import { type Followed, useFollow } from '#renderer/stores/use-follow.ts';
import type { InstrumentFigures, Window } from '#shared/contract/profiling.ts';

/** How one instrument answers, by one command or (null) all of them; null for no instrument. */
export const useInstrument = (
  instrument: string | null,
  command: string | null,
  window: Window,
): Followed<InstrumentFigures> =>
  useFollow(
    instrument === null ? null : JSON.stringify([instrument, command, window]),
    'profiling:read',
    (client, signal) =>
      client.profiling.instrument({ instrument: instrument ?? '', command, window }, { signal }),
  );
