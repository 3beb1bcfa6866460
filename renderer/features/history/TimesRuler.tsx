import type { ReactNode } from 'react';
import { rulerScale } from '#renderer/ui/ruler-scale.ts';
import { vars } from '#renderer/ui/vars.ts';
import type { HistoryRow } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { timeParts } from './row-words.ts';
import { t } from '#shared/language/t.ts';

/** Where the time of an exchange went: in the queue (hatched) or on the wire, on one scale. */
export function TimesRuler({ row }: { readonly row: HistoryRow }): ReactNode {
  const { queueMs, wireMs } = row;
  const parts = timeParts(row);
  if (parts.length === 0) return null;
  const queue = queueMs ?? 0;
  const wire = wireMs ?? 0;
  const total = queue + wire;
  const { to, major } = rulerScale(0, total);
  return (
    <figure className="history-times">
      {wireMs !== null && total > 0 && (
        <div
          aria-hidden="true"
          className="history-times-scale"
          style={vars({
            '--queue': `${(queue / to) * 100}%`,
            '--wire': `${(wire / to) * 100}%`,
            '--major': `${(major / to) * 100}%`,
          })}
        >
          <i className="queue" />
          <i className="wire" />
        </div>
      )}
      {wireMs !== null && total > 0 && (
        <div className="history-times-ends" aria-hidden="true">
          <span>0</span>
          <span>{t`${formatFixed(to, to < 10 ? 1 : 0)} ms`}</span>
        </div>
      )}
      <figcaption>
        {parts.map(({ where, words }) => (
          <span key={where}>
            {wireMs !== null && <i aria-hidden="true" className={where} />}
            {words}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
