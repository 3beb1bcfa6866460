import { type ReactNode, useEffect, useRef } from 'react';
import { useInstruments, useInstrumentsKnown, useSelection } from '#renderer/stores/hooks.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { EmptyBench } from './EmptyBench.tsx';
import { EnvelopeStrip } from './EnvelopeStrip.tsx';
import { GenericPanel } from './GenericPanel.tsx';
import { InstrumentPanel } from './InstrumentPanel.tsx';
import { kindLooks } from './kinds.ts';
import { OtherPanel } from './OtherPanel.tsx';
import { nextPanel } from './panel-keys.ts';
import { TrendPanel } from './TrendPanel.tsx';
import { UnreachablePanel } from './UnreachablePanel.tsx';
import './bench.css';
import './dialogs.css';
import './others.css';

/** The bench: the chosen instrument large, with its limits and its trend; the others beside it. */
export function BenchScreen(): ReactNode {
  const instruments = useInstruments();
  const known = useInstrumentsKnown();
  const [selected] = useSelection();
  const root = useRef<HTMLDivElement>(null);
  const chosen = instruments.find(({ id }) => id === selected) ?? instruments[0] ?? null;
  const others = instruments.filter((instrument) => instrument !== chosen);
  usePanelKeys(root);

  // Whoever chooses an instrument wants its keys. Focus that is in use elsewhere is left where it is.
  const chosenId = chosen?.id;
  useEffect(() => {
    const free =
      document.activeElement === document.body ||
      (document.activeElement?.closest('.bench-rail') ?? null) !== null;
    if (chosenId !== undefined && free)
      root.current?.querySelector<HTMLElement>('[data-panel]')?.focus({ preventScroll: true });
  }, [chosenId]);

  const strip = chosen !== null && known && !gone(chosen) && chosen.channels.some(({ envelope }) => envelope);
  return (
    <div className={classes('bench', others.length > 0 && 'shared')} ref={root}>
      {strip && <EnvelopeStrip key={chosen.id} instrument={chosen} />}
      <div className="bench-main">
        {!known ? (
          <NotKnown />
        ) : chosen === null ? (
          <EmptyBench />
        ) : (
          <Chosen key={chosen.id} instrument={chosen} />
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

const gone = (instrument: Instrument): boolean =>
  instrument.link === 'unreachable' || instrument.link === 'closed';

/** What measures has a trend of it. */
const hasTrend = ({ kind, channels }: Instrument): boolean =>
  channels.some(
    ({ readings }) =>
      kindLooks[kind].oneReading || readings.some(({ quantity }) => kindLooks[kind].trend.includes(quantity)),
  );

function Chosen({ instrument }: { readonly instrument: Instrument }): ReactNode {
  if (instrument.link === 'connecting' && instrument.model === '')
    return <Connecting instrument={instrument} />;
  if (instrument.kind === 'generic')
    return gone(instrument) ? (
      <UnreachablePanel instrument={instrument} />
    ) : (
      <GenericPanel instrument={instrument} />
    );
  return (
    <>
      {gone(instrument) ? (
        <UnreachablePanel instrument={instrument} />
      ) : (
        <InstrumentPanel instrument={instrument} />
      )}
      {hasTrend(instrument) && <TrendPanel instrument={instrument} />}
    </>
  );
}

function Beside({ instrument }: { readonly instrument: Instrument }): ReactNode {
  return gone(instrument) ? (
    <UnreachablePanel instrument={instrument} />
  ) : (
    <OtherPanel instrument={instrument} />
  );
}

function Connecting({ instrument }: { readonly instrument: Instrument }): ReactNode {
  return (
    <Panel title={instrument.name} icon="plug" actions={<StateWord kind="connecting" />}>
      <p className="ui-mute">
        Asking {instrument.address} who it is. It can take a few seconds; everything else goes on meanwhile.
      </p>
    </Panel>
  );
}

function NotKnown(): ReactNode {
  return (
    <Panel title="Bench" icon="bench" actions={<StateWord kind="pending">Loading</StateWord>}>
      <p className="ui-mute">
        The console is being asked what is on the bench. Until it answers, treat every output as live.
      </p>
    </Panel>
  );
}

/** F8 goes to the next panel, Shift F8 to the one before. */
function usePanelKeys(root: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const keyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'F8' || event.defaultPrevented) return;
      const panels = [...(root.current?.querySelectorAll<HTMLElement>('[data-panel]') ?? [])];
      const at = panels.findIndex((panel) => panel.contains(document.activeElement));
      const next = nextPanel(at, panels.length, event.shiftKey);
      if (next === null) return;
      event.preventDefault();
      panels[next]?.focus();
    };
    window.addEventListener('keydown', keyDown);
    return () => window.removeEventListener('keydown', keyDown);
  }, [root]);
}
