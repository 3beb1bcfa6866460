import { type ReactNode, useState } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { BigDigits } from '#renderer/features/bench/BigDigits.tsx';
import { EnvelopeStrip } from '#renderer/features/bench/EnvelopeStrip.tsx';
import { hasTrend } from '#renderer/features/bench/has-trend.ts';
import { hasLimits, InstrumentView, isGone, NotKnown } from '#renderer/features/bench/InstrumentView.tsx';
import { kindLooks } from '#renderer/features/bench/kinds.ts';
import { OtherPanel } from '#renderer/features/bench/OtherPanel.tsx';
import { TrendPanel } from '#renderer/features/bench/TrendPanel.tsx';
import { UnreachablePanel } from '#renderer/features/bench/UnreachablePanel.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { LayoutPanel } from '#shared/contract/layouts.ts';
import { panelTitle } from './names.ts';
import { revealInstrument } from './reveal.ts';
import { t } from '#shared/language/t.ts';

/** What a panel of a layout shows. Drawn only while it is seen: what is behind another tab follows and asks nothing. */
export function PanelBody(props: {
  readonly panel: LayoutPanel;
  /** The instrument that is meant, on the desk as it is now; null: it is not there. */
  readonly instrument: Instrument | null;
  readonly known: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { panel, instrument, known } = props;
  const stores = useStores();
  if (!known) return <NotKnown />;
  if (instrument === null) return <Missing panel={panel} onClose={props.onClose} />;
  if (panel.shows === 'instrument') return <Whole key={instrument.id} instrument={instrument} />;
  if (panel.shows === 'trend')
    return hasTrend(instrument) ? (
      <TrendPanel key={instrument.id} instrument={instrument} />
    ) : (
      <Panel title={panelTitle(panel, instrument)} icon="trend">
        <p className="ui-mute">{t`${instrument.name} measures nothing that has a trend.`}</p>
      </Panel>
    );
  if (isGone(instrument)) return <UnreachablePanel instrument={instrument} />;
  return <OtherPanel instrument={instrument} onOpen={() => revealInstrument(stores, instrument.id)} />;
}

/** The instrument with its limits, or one of its channels in big digits. */
function Whole({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const [big, setBig] = useState<number | null>(null);
  const magnified = instrument.channels.find(
    ({ channel, readings }) => channel === big && readings.length > 0,
  );
  if (magnified !== undefined)
    return (
      <BigDigits
        key={magnified.channel}
        instrument={instrument}
        info={magnified}
        onChannel={setBig}
        onClose={() => setBig(null)}
      />
    );
  return (
    <>
      {hasLimits(instrument) && <EnvelopeStrip instrument={instrument} />}
      <InstrumentView instrument={instrument} onBig={setBig} />
    </>
  );
}

/** An instrument that is not on the desk. Its place is kept. */
function Missing({
  panel,
  onClose,
}: {
  readonly panel: LayoutPanel;
  readonly onClose: () => void;
}): ReactNode {
  const { of } = panel;
  return (
    <Panel
      title={panelTitle(panel, null)}
      icon={kindLooks[of.kind].icon}
      note={<span className="ui-mono">{of.address}</span>}
      actions={<StateWord kind="off">{t`Not on the desk`}</StateWord>}
      onKeyDown={() => undefined}
    >
      <div className="dock-missing">
        <h3>{t`${of.name} is not connected here`}</h3>
        <p className="ui-mute">
          {of.serial === ''
            ? t`Its place is kept. The panel goes on by itself when an instrument at this address is connected.`
            : t`Its place is kept. The panel goes on by itself when ${of.model}, serial number ${of.serial}, is connected, at this address or another.`}
        </p>
        <div className="ui-row">
          <Button onPress={onClose}>{t`Close the panel`}</Button>
        </div>
      </div>
    </Panel>
  );
}
