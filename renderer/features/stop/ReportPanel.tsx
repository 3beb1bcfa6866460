import { type ReactNode, useId } from 'react';
import { usePermissions } from '#renderer/stores/hooks.ts';
import { useStores } from '#renderer/stores/context.ts';
import { dayText, timeTextMs } from '#renderer/stores/time-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon, StopSign } from '#renderer/ui/icons.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { StopLine, StopReport } from '#shared/contract/safety.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { sayOrigin, sayReport, viewReport } from './report.ts';
import { WireRuler } from './WireRuler.tsx';
import { t } from '#shared/language/t.ts';

interface ReportPanelProps {
  readonly report: StopReport;
  readonly latched: boolean;
  readonly side: 'left' | 'right';
  readonly onAside: () => void;
  readonly onAgain: () => void;
}

/** What came of the emergency stop: first what may still be live, then every instrument, then how fast it was. */
export function ReportPanel(props: ReportPanelProps): ReactNode {
  const { report, latched } = props;
  const { ui } = useStores();
  const permissions = usePermissions();
  const heading = useId();
  const view = viewReport(report);
  return (
    <section className={classes('stop-report', props.side)} aria-labelledby={heading} data-print="">
      <header className="stop-head">
        <StopSign size={38} />
        <div className="ui-grow">
          <h2 id={heading}>{latched ? t`Emergency stop engaged` : t`Emergency stop was reset`}</h2>
          <p>
            {dayText(report.at)} {timeTextMs(report.at)}, {sayOrigin(report)}.
          </p>
        </div>
        {view.outputs.all > 0 && (
          <div className="stop-count">
            <b>{t`${view.outputs.off} of ${view.outputs.all}`}</b>
            <span>{view.outputs.all === 1 ? t`output confirmed off` : t`outputs confirmed off`}</span>
          </div>
        )}
      </header>
      <div className="stop-scroll">
        {view.mayBeLive.length > 0 && (
          <div className="stop-live">
            <Icon name="unknown" size={28} />
            <div>
              {view.mayBeLive.map((line) => (
                <div key={line.instrument}>
                  <h3>{t`${line.name} may still be live.`}</h3>
                  <p>{line.note ?? t`Its output was not read back off.`}</p>
                </div>
              ))}
              <p>{t`Switch it off at its front panel, or at the mains.`}</p>
              <div className="ui-row">
                <Button size="large" icon="retry" onPress={props.onAgain}>
                  {t`Send off again`}
                </Button>
              </div>
            </div>
          </div>
        )}
        {view.lines.length === 0 ? (
          <p className="stop-nothing">{sayReport(report)}</p>
        ) : (
          <table className="stop-table">
            <thead>
              <tr>
                <th scope="col">{t`Instrument`}</th>
                <th scope="col">{t`State`}</th>
                <th scope="col">{t`Off on the wire`}</th>
                <th scope="col">{t`Read back`}</th>
              </tr>
            </thead>
            <tbody>
              {view.lines.map((line) => (
                <ReportLine key={line.instrument} line={line} />
              ))}
            </tbody>
          </table>
        )}
        {report.origin !== 'restored' && <WireRuler lines={view.lines} />}
      </div>
      <footer className="stop-foot">
        <span className="ui-grow ui-mute">
          {latched
            ? t`Every output-on is refused until the stop is reset. Nothing turns on by itself.`
            : t`The stop was reset. Outputs stay off until somebody turns them on.`}
          {!report.recorded && report.complete && t` Not in the history yet.`}
        </span>
        <Button look="quiet" icon="print" onPress={() => window.print()}>
          {t`Print`}
        </Button>
        <Button onPress={props.onAside}>{latched ? t`Put aside` : t`Close`}</Button>
        {latched && permissions.has('safety:reset') && (
          <Button onPress={() => ui.setState({ dialog: 'reset' })}>{t`Reset the stop…`}</Button>
        )}
      </footer>
    </section>
  );
}

const ms = (value: number | null): string => (value === null ? '−' : `${formatFixed(value, 1)} ms`);

function ReportLine({ line }: { readonly line: StopLine }): ReactNode {
  const outputs =
    line.outputs === 1 ? t`1 output` : line.outputs === 0 ? t`no outputs` : t`${line.outputs} outputs`;
  return (
    <tr className={line.result}>
      <th scope="row">
        {line.name} <span className="ui-dim">{outputs}</span>
      </th>
      <td>
        {line.result === 'off' && <StateWord kind="off">{t`Off, read back`}</StateWord>}
        {line.result === 'unknown' && <StateWord kind="unknown" />}
        {line.result === 'pending' && <StateWord kind="pending">{t`Reading back`}</StateWord>}
        {line.result === 'none' && <StateWord kind="off">{t`Nothing to turn off`}</StateWord>}
      </td>
      <td>
        {line.result === 'none'
          ? '−'
          : line.wireMs === null && line.result === 'unknown'
            ? t`not written`
            : ms(line.wireMs)}
      </td>
      <td>{line.result === 'unknown' ? t`no answer` : ms(line.readBackMs)}</td>
    </tr>
  );
}
