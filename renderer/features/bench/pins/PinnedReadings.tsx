import type { ReactNode } from 'react';
import { useClient, useNow, usePermissions } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import { pinsMax } from '#shared/contract/pins.ts';
import { FaultMessage } from '#renderer/features/bench/FaultMessage.tsx';
import { freshnessAt } from '#renderer/features/bench/freshness.ts';
import { useAct } from '#renderer/features/bench/use-act.ts';
import { PinnedReading } from './PinnedReading.tsx';
import { sayReadings } from './pin-words.ts';
import './pins.css';
import { t } from '#shared/language/t.ts';

/** The pinned queries of an instrument without a driver. `onChange`: the place of one, null for a new one. */
export function PinnedReadings({
  instrument,
  live,
  onChange,
}: {
  readonly instrument: Instrument;
  readonly live: Live | null;
  readonly onChange: (at: number | null) => void;
}): ReactNode {
  const client = useClient();
  const now = useNow(250);
  const mayControl = usePermissions().has('instruments:control');
  const { fault, run, forget } = useAct();
  const readings = live?.pins;
  if (readings === undefined) return <p className="ui-mute">{t`What is pinned here is not known yet.`}</p>;
  const released = instrument.control === 'local';
  const fresh = readings.map(({ at }) => freshnessAt(live, at, now, released));
  const again = (): void => {
    const pins = readings.map(({ pin }) => pin);
    void run(() => client.instruments.setPins({ id: instrument.id, pins }));
  };
  return (
    <section className="bench-pinned" aria-label={t`Pinned queries of ${instrument.name}`}>
      <header className="ui-row">
        <h3 className="ui-legend">{t`Pinned queries`}</h3>
        <span className="ui-grow" />
        {mayControl && readings.length < pinsMax && (
          <Button size="small" icon="pin" shortcut="P" onPress={() => onChange(null)}>
            {t`Pin a query…`}
          </Button>
        )}
        {readings.length >= pinsMax && <span className="ui-dim">{t`${pinsMax} at most`}</span>}
      </header>
      {readings.length === 0 && (
        <p className="ui-mute">
          {t`None yet. Pin the queries that ask for what this instrument measures: their answers stand here as readings.`}
        </p>
      )}
      <ul className="bench-pins">
        {readings.map((reading, place) => (
          <PinnedReading
            key={`${place} ${reading.pin.query}`}
            reading={reading}
            fresh={fresh[place]!}
            size={readings.length > 2 ? 'l' : 'xl'}
            {...(mayControl && { onChange: () => onChange(place), onAgain: again })}
          />
        ))}
      </ul>
      <span className="ui-sr" role="status">
        {sayReadings(
          readings,
          fresh.map(({ kind }) => kind),
        )}
      </span>
      <FaultMessage fault={fault} onForget={forget} />
    </section>
  );
}
