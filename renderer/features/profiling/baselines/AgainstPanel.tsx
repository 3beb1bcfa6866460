import type { ReactNode } from 'react';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { forOperator, useMayRun } from '#renderer/features/profiling/may.ts';
import { useQuery } from '#renderer/features/profiling/use-query.ts';
import { useClient } from '#renderer/stores/hooks.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Comparison } from '#shared/contract/baselines.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { Doubts, TestWords } from './Doubts.tsx';
import { useBaselines } from './use-baselines.ts';
import { countWords } from './verdict.ts';
import { t } from '#shared/language/t.ts';

/** The console as it is now against the baseline that was chosen: what has become slower, with the interval that says so. */
export function AgainstPanel(props: {
  readonly onChoose: () => void;
  readonly onSave: () => void;
  readonly onWhole: (comparison: Comparison) => void;
  /** Rises when it is to be compared again: it is not by itself, which would keep the idle lock away. */
  readonly turn: number;
  readonly onAgain: () => void;
}): ReactNode {
  const client = useClient();
  const may = useMayRun();
  const { list, fault, reference } = useBaselines();
  const question = reference === null ? null : `${reference.id} ${props.turn}`;
  const {
    value,
    fault: failed,
    old,
  } = useQuery(question, () => client.baselines.compare({ old: reference?.id ?? '', new: null }));
  return (
    <Panel
      title={t`Against baseline`}
      icon="baseline"
      className="pf-against"
      flush
      note={reference !== null && <span className="ui-mono">{reference.name}</span>}
      actions={
        <>
          {value !== null && (
            <IconButton
              size="small"
              icon="retry"
              label={old ? t`Comparing…` : t`Compare again`}
              disabled={old}
              onPress={props.onAgain}
            />
          )}
          <Button size="small" shortcut="B" onPress={props.onChoose}>
            {reference === null ? t`Baselines…` : t`Change…`}
          </Button>
        </>
      }
    >
      {fault !== null || failed !== null ? (
        <div className="pf-pad">
          <FaultNote fault={fault ?? failed} />
          {failed !== null && (
            <Button size="small" onPress={props.onAgain}>
              {t`Compare again`}
            </Button>
          )}
        </div>
      ) : list === null ? (
        <p className="pf-empty" role="status">
          {t`Asking for the baselines…`}
        </p>
      ) : reference === null ? (
        <div className="pf-empty">
          <p>
            <b>{t`Nothing to compare with yet.`}</b>{' '}
            {t`Let the bench do its usual work for ten minutes, then save it as a baseline. From then on this panel says what has become slower, and an alert does so by itself.`}
          </p>
          <div className="ui-row">
            <Button
              size="small"
              look="primary"
              shortcut="S"
              disabled={!may}
              {...(may ? {} : { label: t`Save a baseline: ${forOperator}` })}
              onPress={props.onSave}
            >
              {t`Save a baseline…`}
            </Button>
            {list.length > 0 && (
              <Button size="small" onPress={props.onChoose}>
                {t`Choose one of ${list.length}…`}
              </Button>
            )}
            {!may && <span className="ui-dim">{t`An operator saves one.`}</span>}
          </div>
        </div>
      ) : value === null ? (
        <p className="pf-empty" role="status">
          {t`Comparing with ${reference.name}…`}
        </p>
      ) : (
        <div className={classes('pf-against-body', old && 'pf-old')} aria-busy={old}>
          <div className="pf-rows">
            <ComparisonTable comparison={value} full={false} />
          </div>
          <div className="pf-against-foot">
            <span>
              <b>{value.rows.length === 0 ? t`Nothing in common` : countWords(value.rows)}</b>
              <Doubts comparison={value} short />
            </span>
            <Button
              look="quiet"
              size="small"
              label={t`The whole comparison`}
              onPress={() => props.onWhole(value)}
            >
              {t`Whole`}
            </Button>
          </div>
          <TestWords comparison={value} short />
        </div>
      )}
    </Panel>
  );
}
