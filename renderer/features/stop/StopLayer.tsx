import { type ReactNode, useEffect } from 'react';
import { useConnection, useSafety, useUi } from '#renderer/stores/hooks.ts';
import { useStores } from '#renderer/stores/context.ts';
import { StopButton } from '#renderer/ui/StopButton.tsx';
import { fireStop } from './fire.ts';
import { ReportPanel } from './ReportPanel.tsx';
import { reportIsOpen, sayReport } from './report.ts';
import { StopFailed } from './StopFailed.tsx';
import { useEsc } from './use-esc.ts';
import './StopLayer.css';
import { t } from '#shared/language/t.ts';

/**
 * The emergency stop in its corner, the same on every screen and over every dialog, and what came of the last one.
 * `side`: where the report has room.
 */
export function StopLayer({ side }: { readonly side: 'left' | 'right' }): ReactNode {
  const stores = useStores();
  const safety = useSafety();
  const status = useConnection();
  const { armed, stop, report: chosen, dialog } = useUi();
  useEsc();
  const report = safety?.report ?? null;
  const failed = stop?.kind === 'failed' && status === 'open';
  const open = report !== null && !failed && dialog !== 'reset' && reportIsOpen(report, chosen);
  const putAside = (): void => stores.ui.setState({ report: report && { at: report.at, open: false } });

  // The one thing that is closed by the first Esc without being a dialog.
  useEffect(() => {
    if (!open) return;
    const close = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && event.isTrusted && !event.defaultPrevented)
        stores.ui.setState({ report: { at: report.at, open: false } });
    };
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [open, report?.at, stores]);

  const unreachable = status !== 'open';
  return (
    <aside className="stop-layer" aria-label={t`Emergency stop`} data-react-aria-top-layer="true">
      <StopButton
        state={armed ? 'armed' : safety?.latched ? 'stopped' : 'ready'}
        onStop={() => fireStop(stores, 'button')}
      />
      {unreachable && <p className="stop-unreachable">{t`Cannot reach the console`}</p>}
      {failed && <StopFailed fault={stop.fault} side={side} />}
      {open && (
        <ReportPanel
          report={report}
          latched={safety?.latched ?? false}
          side={side}
          onAside={putAside}
          onAgain={() => fireStop(stores, 'button')}
        />
      )}
      <p className="ui-sr" role="alert">
        {armed ? t`Press Escape again to stop everything.` : ''}
      </p>
      <p className="ui-sr" role="alert">
        {report !== null && stop === null ? t`Emergency stop. ${sayReport(report)}` : ''}
      </p>
    </aside>
  );
}
