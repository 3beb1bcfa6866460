import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useInstruments, useInstrumentsKnown, useSelection } from '#renderer/stores/hooks.ts';
import { classes } from '#renderer/ui/vars.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { BigDigits } from './BigDigits.tsx';
import { DockScreen } from './dock/DockScreen.tsx';
import { useShown, useShownIsComing } from './dock/use-shown.ts';
import { EmptyBench } from './EmptyBench.tsx';
import { EnvelopeStrip } from './EnvelopeStrip.tsx';
import { hasTrend } from './has-trend.ts';
import { hasLimits, InstrumentView, isConnecting, isGone, NotKnown } from './InstrumentView.tsx';
import { OtherPanel } from './OtherPanel.tsx';
import { TrendPanel } from './TrendPanel.tsx';
import { UnreachablePanel } from './UnreachablePanel.tsx';
import './bench.css';
import './dialogs.css';
import './others.css';

/** The bench, arranged as the person wants it: Focus, or a layout of their own. */
export function BenchScreen(): ReactNode {
  const shown = useShown();
  const waiting = useShownIsComing();
  return (
    <div className="bench-screen">
      {shown !== null ? (
        <DockScreen key={shown.layout.id} shown={shown} />
      ) : waiting ? (
        <div className="bench">
          <NotKnown />
        </div>
      ) : (
        <FocusLayout />
      )}
    </div>
  );
}

/** Focus: the chosen instrument large, with its limits and its trend; the others beside it. */
function FocusLayout(): ReactNode {
  const instruments = useInstruments();
  const known = useInstrumentsKnown();
  const [selected] = useSelection();
  const root = useRef<HTMLDivElement>(null);
  const [big, setBig] = useState<{ readonly id: string; readonly channel: number } | null>(null);
  const chosen = instruments.find(({ id }) => id === selected) ?? instruments[0] ?? null;
  const others = instruments.filter((instrument) => instrument !== chosen);

  // Whoever chooses an instrument wants its keys. Focus that is in use elsewhere is left where it is.
  const chosenId = chosen?.id;
  useEffect(() => {
    const free =
      document.activeElement === document.body ||
      (document.activeElement?.closest('.bench-rail') ?? null) !== null;
    if (chosenId !== undefined && free)
      root.current?.querySelector<HTMLElement>('[data-panel]')?.focus({ preventScroll: true });
  }, [chosenId, big]);

  const magnified =
    big === null || chosen === null || chosen.id !== big.id
      ? undefined
      : chosen.channels.find(({ channel, readings }) => channel === big.channel && readings.length > 0);
  if (chosen !== null && magnified !== undefined)
    return (
      <div className="bench" ref={root}>
        <BigDigits
          key={`${chosen.id} ${magnified.channel}`}
          instrument={chosen}
          info={magnified}
          onChannel={(channel) => setBig({ id: chosen.id, channel })}
          onClose={() => setBig(null)}
        />
      </div>
    );
  const strip = chosen !== null && known && hasLimits(chosen);
  return (
    <div className={classes('bench', others.length > 0 && 'shared')} ref={root}>
      {strip && <EnvelopeStrip key={chosen.id} instrument={chosen} />}
      <div className="bench-main">
        {!known ? (
          <NotKnown />
        ) : chosen === null ? (
          <EmptyBench />
        ) : (
          <Chosen
            key={chosen.id}
            instrument={chosen}
            onBig={(channel) => setBig({ id: chosen.id, channel })}
          />
        )}
      </div>
      {others.length > 0 && (
        <div className="bench-others">
          {others.map((instrument) => (
            <Beside key={instrument.id} instrument={instrument} />
          ))}
        </div>
      )}
    </div>
  );
}

function Chosen({
  instrument,
  onBig,
}: {
  readonly instrument: Instrument;
  readonly onBig: (channel: number) => void;
}): ReactNode {
  const trend = !isConnecting(instrument) && hasTrend(instrument);
  return (
    <>
      <InstrumentView instrument={instrument} onBig={onBig} />
      {trend && <TrendPanel instrument={instrument} />}
    </>
  );
}

function Beside({ instrument }: { readonly instrument: Instrument }): ReactNode {
  return isGone(instrument) ? (
    <UnreachablePanel instrument={instrument} />
  ) : (
    <OtherPanel instrument={instrument} />
  );
}
