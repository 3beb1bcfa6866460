import { useEffect, useMemo, useState } from 'react';
import { useClient, useInstruments } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';

/** Who and what the filters can name. */
export interface Names {
  readonly operators: readonly string[];
  /** Of the bench and of the newest part of the history, by id. */
  readonly instruments: ReadonlyMap<string, string>;
}

/** The names for the filters, asked for when the screen opens and when the bench changes. */
export function useNames(): Names {
  const client = useClient();
  const bench = useInstruments();
  const { run } = useCall();
  const [past, setPast] = useState<{
    readonly operators: readonly string[];
    readonly instruments: readonly { readonly id: string; readonly name: string }[];
  }>({ operators: [], instruments: [] });
  const ids = bench.map(({ id }) => id).join(' ');
  useEffect(() => {
    const end = new AbortController();
    // Without them the filters still name the bench; the list itself says what is wrong.
    void run(() => client.history.names({}, { signal: end.signal })).then((found) => {
      if (found !== null && !end.signal.aborted) setPast(found);
    });
    return () => end.abort();
  }, [client, run, ids]);
  return useMemo(
    () => ({
      operators: past.operators,
      instruments: new Map([...past.instruments, ...bench].map(({ id, name }) => [id, name])),
    }),
    [past, bench],
  );
}
