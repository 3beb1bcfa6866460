import { type ReactNode, useState } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { timeText } from '#renderer/stores/time-text.ts';
import { spanId } from '#renderer/features/profiling/spans/order.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Alert, SpanKey } from '#shared/contract/profiling.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** What is seen at once; the rest behind a button. */
const shownAtOnce = 2;

const kinds = {
  baseline: ['slower', t`Slower`],
  instrument: ['warning', t`Instrument`],
  loop: ['warning', t`Event loop`],
  memory: ['warning', t`Memory`],
} as const satisfies Record<Alert['kind'], readonly ['slower' | 'warning', string]>;

/** What left its baseline or a limit, with what to do; nothing where nothing did. */
export function Alerts(props: {
  readonly alerts: readonly Alert[];
  readonly onShow: (key: SpanKey) => void;
}): ReactNode {
  const { alerts, onShow } = props;
  const [all, setAll] = useState(false);
  const now = useNow(1000);
  if (alerts.length === 0) return null;
  const shown = all ? alerts : alerts.slice(0, shownAtOnce);
  const hidden = alerts.length - shownAtOnce;
  return (
    <section className="pf-alerts" aria-label={t`Alerts`} data-panel="" tabIndex={-1}>
      <ul>
        {shown.map(({ kind, key, since, message, remedy }) => (
          // The words change with every number in them.
          <li key={`${kind} ${key === null ? '' : spanId(key)}`}>
            <StateWord kind={kinds[kind][0]}>{kinds[kind][1]}</StateWord>
            <p>
              <b>{said(message)}</b> <span>{said(remedy)}</span>
            </p>
            <span className="ui-dim">{t`since ${timeText(since)}, ${formatDuration(now - since)}`}</span>
            {key !== null && (
              <Button size="small" label={t`Show: ${said(message)}`} onPress={() => onShow(key)}>
                {t`Show`}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Button look="quiet" size="small" onPress={() => setAll(!all)}>
          {all ? t`Fewer` : t`${hidden} more`}
        </Button>
      )}
    </section>
  );
}
