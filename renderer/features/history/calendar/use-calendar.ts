import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { firstMonday } from '#renderer/ui/heat-map.ts';
import type { FaultShape } from '#shared/faults.ts';
import { beginOf, calendarWeeks, type DayBook, dayAt, dayBook } from './days.ts';

/** While rows are not counted yet, it is asked again after so long; ms. */
const againMs = 3000;

/**
 * The days of the last year, asked for when the calendar opens, once a minute, and while it lags behind `newest`: the number of the
 * newest row that is known.
 */
export function useCalendar(
  now: number,
  newest: number,
): {
  /** Null until it has come. */
  readonly book: DayBook | null;
  readonly fault: FaultShape | null;
  readonly again: () => void;
} {
  const client = useClient();
  const { run, fault } = useCall();
  const [book, setBook] = useState<DayBook | null>(null);
  const [countedTo, setCountedTo] = useState(0);
  const [asks, setAsks] = useState(0);
  const again = useCallback(() => setAsks((times) => times + 1), []);
  useEffect(() => {
    const end = new AbortController();
    const today = dayAt(now);
    const ask = {
      from: beginOf(firstMonday(today, calendarWeeks)),
      to: beginOf(today + 1),
      offsetMinutes: -new Date(now).getTimezoneOffset(),
    };
    void run(() => client.history.calendar(ask, { signal: end.signal })).then((found) => {
      if (found === null || end.signal.aborted) return;
      setBook(dayBook(found.days));
      setCountedTo(found.countedTo);
    });
    return () => end.abort();
  }, [client, run, now, asks]);
  const lags = book !== null && countedTo < newest;
  useEffect(() => {
    if (!lags) return;
    const timer = setTimeout(again, againMs);
    return () => clearTimeout(timer);
  }, [lags, countedTo, asks, again]);
  return { book, fault: fault?.code === 'CANCELLED' ? null : fault, again };
}
