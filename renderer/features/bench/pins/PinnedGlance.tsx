import type { ReactNode } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import type { PinReading } from '#shared/contract/pins.ts';
import { freshnessAt } from '#renderer/features/bench/freshness.ts';
import { isLong } from './pin-view.ts';
import { usePinView } from './PinnedReading.tsx';
import './pins.css';
import { t } from '#shared/language/t.ts';

/** Pinned readings that are seen beside the chosen instrument. */
const most = 4;

/** The first pinned readings of an instrument beside the chosen one. */
export function PinnedGlance({
  instrument,
  live,
}: {
  readonly instrument: Instrument;
  readonly live: Live | null;
}): ReactNode {
  const now = useNow(250);
  const released = instrument.control === 'local';
  const pins = live?.pins ?? [];
  return (
    <ul className="bench-glance">
      {pins.slice(0, most).map((reading, place) => (
        <GlanceRow
          key={`${place} ${reading.pin.query}`}
          reading={reading}
          fresh={freshnessAt(live, reading.at, now, released).kind}
        />
      ))}
      {pins.length > most && <li className="ui-dim">{t`and ${pins.length - most} more`}</li>}
    </ul>
  );
}

function GlanceRow({
  reading,
  fresh,
}: {
  readonly reading: PinReading;
  readonly fresh: 'live' | 'stale' | 'unknown';
}): ReactNode {
  const view = usePinView(reading);
  return (
    <li>
      {isLong(view) && fresh !== 'unknown' ? (
        <span className="ui-mono ui-cut">{view.word}</span>
      ) : (
        <Quantity
          value={view.value}
          word={view.word}
          unit={view.unit}
          decimals={view.decimals}
          size="s"
          state={fresh}
        />
      )}
      <span className="ui-grow" />
      <span className="ui-dim ui-cut">{reading.pin.label}</span>
    </li>
  );
}
