import { type ReactNode, useMemo } from 'react';
import { timeText } from '#renderer/features/profiling/ms-text.ts';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import type { ComparedRow, Comparison } from '#shared/contract/baselines.ts';
import { IntervalBar, IntervalTicks } from './IntervalBar.tsx';
import { ratioAxis, type RatioAxis } from './interval.ts';
import { byGravity, deciding, intervalText, ratioText, verdictKind } from './verdict.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

const measures = ['median', 'p95'] as const;
const words = { median: 'p50', p95: 'p95' } as const;

function Verdicted(props: { readonly row: ComparedRow; readonly short: boolean }): ReactNode {
  const kind = verdictKind(props.row.verdict);
  if (kind === null) return <span className="ui-dim">{t`too little measured`}</span>;
  return <StateWord kind={kind}>{kind === 'same' && props.short ? t`No difference` : undefined}</StateWord>;
}

function columnsOf(
  axis: RatioAxis,
  bands: Comparison['bands'],
  full: boolean,
): readonly Column<ComparedRow>[] {
  const shown = (row: ComparedRow): readonly (typeof measures)[number][] =>
    full ? measures : [deciding(row)];
  const columns: readonly (Column<ComparedRow> | false)[] = [
    {
      id: 'name',
      title: full ? t`Path` : t`Span`,
      width: full ? 'minmax(160px, 1fr)' : 'minmax(110px, 1.4fr)',
      cell: ({ name }) => (
        <span className="pf-compared-name" title={said(name)}>
          {said(name)}
        </span>
      ),
    },
    full && {
      id: 'times',
      title: t`Before → now`,
      width: '176px',
      right: true,
      cell: (row) => (
        <span className="pf-two">
          <span>
            {timeText(row.oldMedian)} → {timeText(row.newMedian)}
          </span>
          <span>
            {timeText(row.oldP95)} → {timeText(row.newP95)}
          </span>
        </span>
      ),
    },
    {
      id: 'ratio',
      title: t`Ratio`,
      width: full ? '160px' : '82px',
      right: true,
      cell: (row) => (
        <span className="pf-two">
          {shown(row).map((measure) => (
            <span key={measure}>
              <small>{words[measure]}</small> {ratioText(row[measure].ratio)}
              {full && <small> {intervalText(row[measure])}</small>}
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'interval',
      title: '',
      width: full ? 'minmax(160px, 1fr)' : 'minmax(84px, 1fr)',
      head: <IntervalTicks axis={axis} apart={full ? 0.1 : 0.3} />,
      cell: (row) => (
        <span className="pf-two">
          {shown(row).map((measure) => (
            <IntervalBar key={measure} axis={axis} ratio={row[measure]} band={bands[measure]} />
          ))}
        </span>
      ),
    },
    {
      id: 'verdict',
      title: t`Verdict`,
      width: full ? '192px' : '134px',
      cell: (row) => <Verdicted row={row} short={!full} />,
    },
  ];
  return columns.filter((column) => column !== false);
}

/** Every thing that both measured, what weighs most first: in full the median above and the 95th percentile below it, else what decides. */
export function ComparisonTable(props: {
  readonly comparison: Comparison;
  /** With the times themselves, and the ends of the intervals in numbers. */
  readonly full: boolean;
}): ReactNode {
  const { comparison, full } = props;
  const rows = useMemo(() => byGravity(comparison.rows), [comparison]);
  const axis = useMemo(
    () =>
      ratioAxis(rows.flatMap(({ median, p95 }) => [median, p95].filter(({ verdict }) => verdict !== 'none'))),
    [rows],
  );
  return (
    <Table
      label={t`Against baseline`}
      columns={columnsOf(axis, comparison.bands, full)}
      rows={rows}
      rowKey={({ name }) => name}
      rowHeight={full ? 42 : 36}
      tone={({ verdict }) => (verdict === 'slower' ? 'bad' : null)}
      empty={<p>{t`The two have measured nothing in common.`}</p>}
    />
  );
}
