import { type KeyboardEvent, memo, type PointerEvent, type ReactNode, useId, useRef } from 'react';
import { firstMonday, monthLabels, moveDay } from './heat-map.ts';
import { classes, vars } from './vars.ts';
import './HeatMap.css';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** What a day has: how much, and whether something there wants to be looked at. */
export interface Heat {
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly marked: boolean;
}

/** First and last day, as numbers (see `dayNumber`). */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

export interface HeatMapProps {
  readonly label: string;
  /** The newest day: a number, see `dayNumber`. */
  readonly last: number;
  readonly weeks: number;
  readonly heat: (day: number) => Heat;
  /** What a screen reader is told of a day: the day and its figures. */
  readonly describe: (day: number) => string;
  /** The day that the keys stand on. */
  readonly cursor: number;
  readonly onCursor: (day: number) => void;
  /** The day under the pointer; null when it has gone. */
  readonly onHover: (day: number | null) => void;
  /** What is chosen now; null: nothing. */
  readonly chosen: DayRange | null;
  /** What is being drawn over, with Shift or by dragging, and is not chosen yet. */
  readonly drawn: DayRange | null;
  readonly onDraw: (range: DayRange | null) => void;
  readonly onChoose: (range: DayRange) => void;
}

const weekdays = [t`Mon`, t`Tue`, t`Wed`, t`Thu`, t`Fri`, t`Sat`, t`Sun`] as const;
const range = (one: number, other: number): DayRange => ({
  from: Math.min(one, other),
  to: Math.max(one, other),
});
const dayAt = (target: EventTarget | null): number | null => {
  const text = target instanceof HTMLElement ? target.dataset['day'] : undefined;
  return text === undefined ? null : Number(text);
};

/**
 * Days as cells, a week each column: lightness is how much, a corner is what went wrong. Arrows go from day to day, with Shift (or by
 * dragging) over several, Enter chooses.
 */
export function HeatMap(props: HeatMapProps): ReactNode {
  const { last, weeks, cursor, chosen, drawn } = props;
  const first = firstMonday(last, weeks);
  const id = useId();
  /** The other end of what is drawn. */
  const anchor = useRef<number | null>(null);
  const held = useRef(false);

  const keyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return finish(drawn ?? range(cursor, cursor));
    }
    const next = moveDay(event.key, cursor, first, last);
    if (next === null) return;
    event.preventDefault();
    anchor.current = event.shiftKey ? (anchor.current ?? cursor) : null;
    props.onCursor(next);
    props.onDraw(anchor.current === null ? null : range(anchor.current, next));
  };
  const finish = (days: DayRange): void => {
    anchor.current = null;
    props.onDraw(null);
    props.onChoose(days);
  };
  const down = (event: PointerEvent): void => {
    const day = dayAt(event.target);
    if (day === null || event.button !== 0) return;
    held.current = true;
    anchor.current = event.shiftKey ? cursor : day;
    props.onCursor(day);
    props.onDraw(range(anchor.current, day));
  };
  const over = (event: PointerEvent): void => {
    const day = dayAt(event.target);
    if (day !== null) props.onHover(day);
    if (day === null || !held.current || anchor.current === null) return;
    props.onCursor(day);
    props.onDraw(range(anchor.current, day));
  };
  const up = (): void => {
    if (!held.current) return;
    held.current = false;
    finish(drawn ?? range(cursor, cursor));
  };
  return (
    <div
      className="ui-heat"
      role="grid"
      aria-label={props.label}
      aria-multiselectable="true"
      aria-activedescendant={`${id}-${cursor}`}
      tabIndex={0}
      style={vars({ '--weeks': weeks })}
      onKeyDown={keyDown}
      onPointerDown={down}
      onPointerOver={over}
      onPointerUp={up}
      onPointerCancel={() => {
        held.current = false;
        props.onDraw(null);
      }}
      onPointerLeave={() => {
        props.onHover(null);
        up();
      }}
    >
      <Days
        id={id}
        first={first}
        last={last}
        weeks={weeks}
        heat={props.heat}
        describe={props.describe}
        cursor={cursor}
        chosen={chosen}
        drawn={drawn}
      />
    </div>
  );
}

const inside = (days: DayRange | null, day: number): boolean =>
  days !== null && day >= days.from && day <= days.to;

type DaysProps = Pick<
  HeatMapProps,
  'last' | 'weeks' | 'heat' | 'describe' | 'cursor' | 'chosen' | 'drawn'
> & {
  readonly id: string;
  readonly first: number;
};

/** The cells. They are many, and rows that arrive beside them change none. */
const Days = memo(function Days(props: DaysProps): ReactNode {
  const { first, weeks } = props;
  return (
    <>
      {monthLabels(first, weeks).map(({ week, text }) => (
        <span key={week} className="ui-heat-month" aria-hidden="true" style={vars({ '--week': week + 2 })}>
          {text}
        </span>
      ))}
      {weekdays.map((name, row) => (
        <div role="row" key={name} className="ui-heat-row">
          <span
            role="rowheader"
            className={classes(row % 2 === 1 && 'ui-sr')}
            style={vars({ '--day': row + 2 })}
          >
            {name}
          </span>
          {Array.from({ length: weeks }, (_, week) => first + 7 * week + row)
            .filter((day) => day <= props.last)
            .map((day, week) => {
              const { level, marked } = props.heat(day);
              return (
                <span
                  role="gridcell"
                  key={day}
                  id={`${props.id}-${day}`}
                  data-day={day}
                  aria-label={props.describe(day)}
                  aria-selected={inside(props.chosen, day)}
                  className={classes(
                    'ui-heat-day',
                    `q${level}`,
                    marked && 'marked',
                    (inside(props.chosen, day) || inside(props.drawn, day)) && 'chosen',
                    day === props.cursor && 'cursor',
                  )}
                  style={vars({ '--week': week + 2, '--day': row + 2 })}
                />
              );
            })}
        </div>
      ))}
    </>
  );
});

/** What the lightness and the corner mean. */
export function HeatLegend({ marked }: { readonly marked: string }): ReactNode {
  return (
    <span className="ui-heat-legend" aria-hidden="true">
      {tx`less${[0, 1, 2, 3, 4].map((level) => <i key={level} className={classes('ui-heat-day', `q${level}`)} />)}more${<i className="ui-heat-day q1 marked" />}`}{' '}
      {marked}
    </span>
  );
}
