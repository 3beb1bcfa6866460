import type { ReactNode } from 'react';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { lookOf, nameOf } from './kinds.ts';
import type { Stretch, TraceRow } from './rows.ts';
import { msText } from './times.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

const share = (part: number, whole: number): string =>
  whole > 0 ? `${formatFixed((100 * part) / whole, 1)} %` : '–';

/** What is known of one span: its times, what the whole waited of them, and its attributes. */
export function BarDetail(props: {
  readonly row: TraceRow;
  readonly whole: Stretch;
  readonly path: readonly Stretch[];
}): ReactNode {
  const { row, whole, path } = props;
  const { bar } = row;
  const waited = path.reduce((sum, { from, to }) => sum + to - from, 0);
  const attributes = Object.entries(bar.attributes);
  const facts: readonly (readonly [string, string])[] = [
    [t`Took`, bar.ms === null ? t`goes on` : msText(bar.ms)],
    [t`Itself`, msText(row.selfMs)],
    [t`Begins`, msText(row.startMs)],
    [
      t`Waited for`,
      waited > 0 ? t`${msText(waited)}, ${share(waited, whole.to - whole.from)} of all` : t`not`,
    ],
    ...attributes.map(([name, value]) => [name, String(value)] as const),
  ];
  return (
    <section className="waterfall-detail" aria-label={t`The span`}>
      <h3>
        <span className="ui-dim">{lookOf(bar).word}</span> <span className="ui-mono">{nameOf(bar)}</span>
        {bar.failed && <StateWord kind="fault">{t`Failed`}</StateWord>}
      </h3>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="ui-mono">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
