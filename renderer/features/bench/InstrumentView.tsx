import type { ReactNode } from 'react';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { GenericPanel } from './GenericPanel.tsx';
import { InstrumentPanel } from './InstrumentPanel.tsx';
import { UnreachablePanel } from './UnreachablePanel.tsx';
import { t } from '#shared/language/t.ts';

/** Without a link, and not on its way to one. */
export const isGone = (instrument: Instrument): boolean =>
  instrument.link === 'unreachable' || instrument.link === 'closed';

/** Whether there are limits of its outputs to show. */
export const hasLimits = (instrument: Instrument): boolean =>
  !isGone(instrument) && instrument.channels.some(({ envelope }) => envelope);

/** True until it has said who it is. */
export const isConnecting = ({ link, model }: Instrument): boolean => link === 'connecting' && model === '';

/** One instrument with all there is to do with it, whatever its link and its driver. */
export function InstrumentView({
  instrument,
  onBig,
}: {
  readonly instrument: Instrument;
  readonly onBig: (channel: number) => void;
}): ReactNode {
  if (isConnecting(instrument)) return <Connecting instrument={instrument} />;
  if (isGone(instrument)) return <UnreachablePanel instrument={instrument} />;
  if (instrument.kind === 'generic') return <GenericPanel instrument={instrument} />;
  return <InstrumentPanel instrument={instrument} onBig={onBig} />;
}

function Connecting({ instrument }: { readonly instrument: Instrument }): ReactNode {
  return (
    <Panel title={instrument.name} icon="plug" actions={<StateWord kind="connecting" />}>
      <p className="ui-mute">
        {t`Asking ${instrument.address} who it is. It can take a few seconds; everything else goes on meanwhile.`}
      </p>
    </Panel>
  );
}

/** The list of instruments has not arrived. */
export function NotKnown(): ReactNode {
  return (
    <Panel title={t`Bench`} icon="bench" actions={<StateWord kind="pending">{t`Loading`}</StateWord>}>
      <p className="ui-mute">
        {t`The console is being asked what is on the bench. Until it answers, treat every output as live.`}
      </p>
    </Panel>
  );
}
