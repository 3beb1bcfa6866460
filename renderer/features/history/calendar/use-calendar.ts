import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { firstMonday } from '#renderer/ui/heat-map.ts';
import type { FaultShape } from '#shared/faults.ts';
import { beginOf, calendarWeeks, type DayBook, dayAt, dayBook } from './days.ts';

/** The days of the last year, asked for when the calendar opens and once a minute. */
export function useCalendar(now: number): {
  /** Null until it has come. */
  readonly book: DayBook | null;
  readonly fault: FaultShape | null;
  readonly again: () => void;
} {
  const client = useClient();
  const { run, fault } = useCall();
  const [book, setBook] = useState<DayBook | null>(null);
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
      if (found !== null && !end.signal.aborted) setBook(dayBook(found.days));
    });
    return () => end.abort();
  }, [client, run, now, asks]);
  return { book, fault: fault?.code === 'CANCELLED' ? null : fault, again };
}
