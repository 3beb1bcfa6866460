import { type ReactNode, useState } from 'react';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { useMayRun } from '#renderer/features/profiling/may.ts';
import { useClient } from '#renderer/stores/hooks.ts';
import { saveFile } from '#renderer/stores/save-file.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { Badge } from '#renderer/ui/StateWord.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import type { BaselineSummary, Comparison, PathsReport } from '#shared/contract/baselines.ts';
import { CompareForm } from './CompareForm.tsx';
import { kindWords, loadWords, machineWords, whenMade } from './summary-words.ts';
import { useBaselines } from './use-baselines.ts';
import { t } from '#shared/language/t.ts';

const columns: readonly Column<BaselineSummary>[] = [
  {
    id: 'name',
    title: t`Name`,
    width: 'minmax(0, 1.4fr)',
    cell: ({ name, reference }) => (
      <span className="ui-row">
        <b className="ui-cut">{name}</b>
        {reference && <Badge tone="ink">{t`Reference`}</Badge>}
      </span>
    ),
  },
  { id: 'kind', title: t`Of`, width: '118px', cell: (row) => kindWords(row) },
  {
    id: 'at',
    title: t`Made`,
    width: '142px',
    cell: ({ at }) => <span className="ui-read">{whenMade(at)}</span>,
  },
  {
    id: 'load',
    title: t`Load`,
    width: 'minmax(0, 1fr)',
    cell: (row) => <span className="ui-mute">{loadWords(row)}</span>,
  },
];

/** The measurements that are kept: which one the overview compares with, and any two of a kind against each other. */
export function BaselinesDialog(props: {
  readonly onSave: () => void;
  readonly onWhole: (comparison: Comparison) => void;
  readonly onReport: (report: PathsReport) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { onClose } = props;
  const client = useClient();
  const may = useMayRun();
  const { list, unreadable, fault, reference, renew } = useBaselines();
  const call = useCall();
  const [selected, setSelected] = useState<string | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  const rows = list ?? [];
  const chosen = rows.find(({ id }) => id === selected) ?? reference ?? rows[0] ?? null;
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    await call.run(work);
    await renew();
  };
  const keep = (): void =>
    void call.run(async () => {
      if (chosen === null) return;
      const { name, text } = await client.baselines.export({ id: chosen.id });
      saveFile(name, text);
    });
  const open = (): void =>
    void call.run(async () => {
      if (chosen !== null) props.onReport(await client.baselines.report({ id: chosen.id }));
    });
  return (
    <Dialog title={t`Baselines`} open onClose={onClose} sheet>
      <div className="pf-baselines">
        <Table
          label={t`Baselines that are kept`}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          selected={chosen?.id ?? null}
          onSelect={({ id }) => {
            setSelected(id);
            setRemoving(null);
          }}
          empty={
            fault !== null ? (
              <FaultNote fault={fault} />
            ) : list === null ? (
              <p role="status">{t`Asking for the baselines…`}</p>
            ) : (
              <p>{t`None yet. Save the last ten minutes, or run the ten paths.`}</p>
            )
          }
        />
      </div>
      {unreadable.length > 0 && (
        <Message
          tone="warn"
          title={
            unreadable.length === 1
              ? t`One file cannot be read`
              : t`${unreadable.length} files cannot be read`
          }
        >
          {t`${unreadable.join(', ')}: cut short, altered, or of a newer version. Nothing was changed; what is not needed can be deleted in profiling/baselines of the data folder.`}
        </Message>
      )}
      {chosen !== null && (
        <div className="pf-baseline">
          <p className="ui-dim">{machineWords(chosen)}</p>
          <div className="ui-row">
            {chosen.kind === 'live' ? (
              <Button
                size="small"
                disabled={!may || call.busy}
                onPress={() =>
                  void act(() => client.baselines.setReference({ id: chosen.reference ? null : chosen.id }))
                }
              >
                {chosen.reference ? t`Compare with none` : t`Compare with this one`}
              </Button>
            ) : (
              <Button size="small" disabled={call.busy} onPress={open}>
                {t`Open the report`}
              </Button>
            )}
            <Button size="small" icon="save" disabled={call.busy} onPress={keep}>
              {t`Save as a file`}
            </Button>
            {removing === chosen.id ? (
              <>
                <Button
                  size="small"
                  look="danger"
                  onPress={() => void act(() => client.baselines.remove({ id: chosen.id }))}
                >
                  {t`Remove ${chosen.name}`}
                </Button>
                <Button size="small" look="quiet" onPress={() => setRemoving(null)}>
                  {t`Keep it`}
                </Button>
              </>
            ) : (
              <Button
                size="small"
                icon="trash"
                disabled={!may || call.busy}
                onPress={() => setRemoving(chosen.id)}
              >
                {t`Remove…`}
              </Button>
            )}
            {!may && <span className="ui-dim">{t`Changing these is for an operator.`}</span>}
          </div>
        </div>
      )}
      <FaultNote fault={call.fault} />
      {rows.length > 0 && <CompareForm list={rows} first={chosen} onWhole={props.onWhole} />}
      <div className="ui-dialog-actions">
        <Button disabled={!may} onPress={props.onSave}>
          {t`Save the last ten minutes…`}
        </Button>
        <span className="ui-grow" />
        <Button look="primary" shortcut="Esc" onPress={onClose}>
          {t`Close`}
        </Button>
      </div>
    </Dialog>
  );
}
