import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { type DayRange, HeatLegend, HeatMap } from '#renderer/ui/HeatMap.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { HistoryFilter } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import {
  calendarWeeks,
  dayAt,
  dayBook,
  dayName,
  daysOf,
  type Figures,
  sayDay,
  shortDays,
  timesOf,
  together,
} from './days.ts';
import { DayTable } from './DayTable.tsx';
import { useCalendar } from './use-calendar.ts';
import './calendar.css';
import { t } from '#shared/language/t.ts';

const nobody = dayBook([]);

/** The year at a glance: how much happened on each day, and on which something failed. Choosing a day shows that day alone. */
export function Calendar(props: {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
  /** Epoch ms, a minute old at most. */
  readonly now: number;
  /** Number of the newest row that is known. */
  readonly newest: number;
}): ReactNode {
  const { filter, now } = props;
  const { book: known, fault, again } = useCalendar(now, props.newest);
  const book = known ?? nobody;
  const today = dayAt(now);
  const { from, to } = filter;
  const chosen = useMemo(() => daysOf({ from, to }), [from, to]);
  const describe = useCallback((day: number) => sayDay(book, day, today), [book, today]);
  const [cursor, setCursor] = useState(chosen?.to ?? today);
  const [hover, setHover] = useState<number | null>(null);
  const [drawn, setDrawn] = useState<DayRange | null>(null);
  const [asTable, setAsTable] = useState(false);
  const choose = (days: DayRange): void => {
    // Once more is back to all days.
    const again_ = chosen !== null && chosen.from === days.from && chosen.to === days.to;
    props.onChange({ ...filter, ...(again_ ? { from: null, to: null } : timesOf(days)) });
  };
  const shown = useMemo((): DayRange => {
    if (drawn !== null && drawn.from !== drawn.to) return drawn;
    const day = hover ?? cursor;
    return chosen !== null && hover === null && day >= chosen.from && day <= chosen.to
      ? chosen
      : { from: day, to: day };
  }, [drawn, hover, cursor, chosen]);
  return (
    <section className="history-calendar" aria-label={t`Calendar`}>
      {fault !== null ? (
        <Message
          tone="bad"
          title={fault.message}
          action={
            <Button size="small" onPress={again}>
              {t`Try again`}
            </Button>
          }
        >
          {fault.remedy}
        </Message>
      ) : asTable ? (
        <DayTable book={book} today={today} chosen={chosen} onChoose={choose} />
      ) : (
        <HeatMap
          label={t`Rows a day, of the last year`}
          last={today}
          weeks={calendarWeeks}
          heat={book.heat}
          describe={describe}
          cursor={Math.min(cursor, today)}
          onCursor={setCursor}
          onHover={setHover}
          chosen={chosen}
          drawn={drawn}
          onDraw={setDrawn}
          onChoose={choose}
        />
      )}
      <div className="history-calendar-side">
        <DayFigures
          title={shown.from === shown.to ? dayName(shown.from, today) : shortDays(shown, today)}
          figures={known === null ? null : together(book, shown)}
        >
          <Button size="small" look="quiet" onPress={() => setAsTable(!asTable)}>
            {asTable ? t`As a map` : t`As a table`}
          </Button>
        </DayFigures>
        {!asTable && <HeatLegend marked={t`had failures`} />}
      </div>
    </section>
  );
}

function DayFigures(props: {
  readonly title: string;
  readonly figures: Figures | null;
  readonly children: ReactNode;
}): ReactNode {
  const { figures } = props;
  const figure = (value: number | undefined): string => (value === undefined ? '−' : formatFixed(value, 0));
  return (
    <>
      <div className="ui-row">
        <h3 className="ui-cut">{props.title}</h3>
        <span className="ui-grow" />
        {props.children}
      </div>
      <dl className="history-calendar-figures">
        <dt>{t`Rows`}</dt>
        <dd>{figure(figures?.lines)}</dd>
        <dt>{t`Failed or refused`}</dt>
        <dd>{figure(figures?.failed)}</dd>
        <dt>{t`Slower than 100 ms`}</dt>
        <dd>{figure(figures?.slow)}</dd>
      </dl>
    </>
  );
}
