import { useEffect, useState } from 'react';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import { copyReadings } from './copy-reading.ts';
import { answers, freshness } from './freshness.ts';
import { kindLooks } from './kinds.ts';
import { t } from '#shared/language/t.ts';

/** How long it is said. ms */
const shownMs = 4000;

/** Copies what a channel measures, as long as it is known, and says what was copied, or why nothing was. */
export function useCopied(
  instrument: Instrument,
  live: Live | null,
): { readonly said: string | null; readonly copy: (channel: number) => void } {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), shownMs);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (channel: number): void => {
    const info = instrument.channels.find((each) => each.channel === channel);
    const state = answers(live) ? live.channels.find((each) => each.channel === channel) : undefined;
    if (info === undefined || info.readings.length === 0) return;
    const fresh = freshness(live, info, state, Date.now(), instrument.control === 'local').kind;
    const text = fresh === 'unknown' ? null : copyReadings(kindLooks[instrument.kind], info, state);
    if (text === null) return setSaid(t`Nothing copied: the reading is not known.`);
    const what = text.replaceAll('\t', ', ');
    navigator.clipboard.writeText(text).then(
      () => setSaid(fresh === 'stale' ? t`Copied ${what}, which is stale` : t`Copied ${what}`),
      () => setSaid(t`Not copied: allow this page to use the clipboard.`),
    );
  };
  return { said, copy };
}
