import type { ReactNode } from 'react';
import { verdictKind } from '#renderer/features/profiling/baselines/verdict.ts';
import { atPoint, msText, nothingText, percentText, rateText } from '#renderer/features/profiling/ms-text.ts';
import { kindWord } from '#renderer/features/profiling/traces/kinds.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Column } from '#renderer/ui/Table.tsx';
import { classes, vars } from '#renderer/ui/vars.ts';
import type { SpanRow } from '#shared/contract/profiling.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { shareOf } from './order.ts';
import { trendLine } from './trend.ts';
import { t } from '#shared/language/t.ts';

/** A number whose point stands under the points of the others. */
export function AtPoint(props: {
  readonly text: string;
  readonly strong?: boolean;
  /** Two digits after the point at most, not three. */
  readonly short?: boolean;
}): ReactNode {
  const [whole, fraction] = atPoint(props.text);
  const { strong = false, short = false, text } = props;
  return (
    <span className={classes('pf-num', strong && 'strong', short && 'short', text === nothingText && 'none')}>
      {whole}
      <i>{fraction}</i>
    </span>
  );
}

/** px of the line of a row. */
const trendWidth = 76;
const trendHeight = 16;

function TrendLine({ row }: { readonly row: SpanRow }): ReactNode {
  const { path, last } = trendLine(row.trend, trendWidth, trendHeight);
  if (last === null) return <span className="ui-dim">{t`not in 10 min`}</span>;
  return (
    <svg
      className={classes('pf-trend', row.verdict === 'slower' && 'slower')}
      viewBox={`-1 -2 ${trendWidth + 2} ${trendHeight + 4}`}
      width={trendWidth + 2}
      height={trendHeight + 4}
      role="img"
      aria-label={t`newest p95 ${msText(last)} ms`}
    >
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
    </svg>
  );
}

/** What the last minutes show against the reference, in the words of the state vocabulary. */
export function VerdictWord({ verdict }: Pick<SpanRow, 'verdict'>): ReactNode {
  const kind = verdictKind(verdict);
  if (kind === null) return <span className="ui-dim">{nothingText}</span>;
  return <StateWord kind={kind}>{kind === 'same' ? t`No difference` : undefined}</StateWord>;
}

const time = (
  id: 'p50' | 'p95' | 'p99' | 'max',
  title: string,
  spoken: string,
  strong: string,
): Column<SpanRow> => ({
  id,
  title,
  spoken,
  width: '74px',
  right: true,
  sorts: true,
  cell: (row) => <AtPoint text={msText(row[id])} strong={strong === id} />,
});

/** Columns of the spans. The one by which they are `sorted` stands out. */
export const spanColumns = (sorted: string, narrow: boolean): readonly Column<SpanRow>[] => {
  const columns: readonly Column<SpanRow>[] = [
    {
      id: 'kind',
      title: t`Kind`,
      width: '94px',
      sorts: true,
      cell: ({ key }) => <span className="ui-dim">{kindWord(key.kind)}</span>,
    },
    {
      id: 'name',
      title: t`Span`,
      width: 'minmax(120px, 1fr)',
      sorts: true,
      cell: ({ key, instrumentName, errors }) => (
        <span className="pf-span" title={key.name}>
          {narrow && instrumentName === null && <span className="ui-dim">{kindWord(key.kind)}</span>}
          {instrumentName !== null && <b className="ui-cut">{instrumentName}</b>}
          <span className="ui-mono ui-cut">{key.name}</span>
          {errors > 0 && (
            <span className="pf-errors">
              <Icon name="fault" size={12} weight={1.7} />
              {formatFixed(errors, 0)}
              <span className="ui-sr"> {t`failed`}</span>
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'share',
      title: t`Share`,
      spoken: t`Share of time`,
      width: '68px',
      right: true,
      sorts: true,
      cell: (row) => <Share part={shareOf(row)} strong={sorted === 'share'} />,
    },
    {
      id: 'rate',
      title: t`Per s`,
      spoken: t`Per second`,
      width: '64px',
      right: true,
      sorts: true,
      cell: ({ rate }) => <AtPoint text={rateText(rate)} strong={sorted === 'rate'} short />,
    },
    {
      id: 'trend',
      title: t`p95, 10 min`,
      width: '94px',
      cell: (row) => <TrendLine row={row} />,
    },
    time('p50', 'p50 ms', t`Median, ms`, sorted),
    time('p95', 'p95', t`95th percentile, ms`, sorted),
    time('p99', 'p99', t`99th percentile, ms`, sorted),
    time('max', t`Max`, t`Longest, ms`, sorted),
    {
      id: 'verdict',
      title: t`Against baseline`,
      width: '160px',
      sorts: true,
      cell: (row) => <VerdictWord verdict={row.verdict} />,
    },
  ];
  return narrow ? columns.filter(({ id }) => id !== 'max' && id !== 'kind') : columns;
};

/** The time in a span, of the time that passed, on a line of its own below the number. */
function Share({ part, strong }: { readonly part: number; readonly strong: boolean }): ReactNode {
  return (
    <span className={classes('pf-share', strong && 'strong')} style={vars({ '--part': Math.min(part, 1) })}>
      {percentText(part)}
    </span>
  );
}
