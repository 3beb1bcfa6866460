import type { ReactNode } from 'react';
import { rateText, timeText } from '#renderer/features/profiling/ms-text.ts';
import { useClient } from '#renderer/stores/hooks.ts';
import { saveFile } from '#renderer/stores/save-file.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import type { PathRow, PathsReport } from '#shared/contract/baselines.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { machineWords, whenMade } from './summary-words.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** The report of the ten paths: to be read, printed, saved, and compared with another. */
export function ReportDialog(props: {
  readonly report: PathsReport;
  readonly onCompare: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { report, onClose } = props;
  const { summary, rows } = report;
  const client = useClient();
  const { busy, fault, run } = useCall();
  const save = (): void =>
    void run(async () => {
      const { name, text } = await client.baselines.export({ id: summary.id });
      saveFile(name, text);
    });
  return (
    <Dialog title={t`Report: ${summary.name}`} open onClose={onClose} sheet dismissable>
      <article className="pf-report" data-print="">
        <p className="print-only">{t`LabLink Console: ten critical paths, ${summary.name}`}</p>
        <dl className="pf-report-head">
          <div>
            <dt>{t`Measured`}</dt>
            <dd>{whenMade(summary.at)}</dd>
          </div>
          <div>
            <dt>{t`Machine`}</dt>
            <dd>{machineWords(summary)}</dd>
          </div>
          {summary.load !== '' && (
            <div>
              <dt>{t`Meanwhile`}</dt>
              <dd>{said(summary.load)}</dd>
            </div>
          )}
        </dl>
        <table className="pf-table pf-paths">
          <thead>
            <tr>
              <th scope="col">{t`Path`}</th>
              <th scope="col" className="right">
                p50
              </th>
              <th scope="col" className="right">
                p95
              </th>
              <th scope="col" className="right">
                p99
              </th>
              <th scope="col" className="right">
                {t`Per second`}
              </th>
              <th scope="col" className="right">
                {t`Times`}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </article>
      <FaultNote fault={fault} />
      <div className="ui-dialog-actions">
        <Button icon="print" onPress={() => window.print()}>
          {t`Print`}
        </Button>
        <Button icon="save" pending={busy} onPress={save}>
          {t`Save as JSON`}
        </Button>
        <Button icon="compare" onPress={props.onCompare}>
          {t`Compare…`}
        </Button>
        <Button look="primary" shortcut="Esc" onPress={onClose}>
          {t`Close`}
        </Button>
      </div>
    </Dialog>
  );
}

function Row({ row }: { readonly row: PathRow }): ReactNode {
  return (
    <tr>
      <th scope="row">
        {said(row.name)}
        <span>{said(row.what)}</span>
        <small>{t`Checked: ${said(row.proof)}`}</small>
      </th>
      <td>{timeText(row.p50)}</td>
      <td>{timeText(row.p95)}</td>
      <td>{timeText(row.p99)}</td>
      <td>{rateText(row.perSecond)}</td>
      <td>{formatFixed(row.count, 0)}</td>
    </tr>
  );
}
