import { useEffect, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { TraceSearch, TraceSummary } from '#shared/contract/traces.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';

/** How often the list is asked for, ms. */
const periodMs = 1000;
/** How long after the last letter the console is asked, ms. */
const typedMs = 150;

export interface TraceList {
  /** Null until the first list has come. */
  readonly traces: readonly TraceSummary[] | null;
  /** How many are kept, whether they fit or not. */
  readonly kept: number;
  readonly fault: FaultShape | null;
  /** The list answers the search before this one. */
  readonly old: boolean;
}

/** The newest traces that fit, renewed each second while `on` and not `held`. */
export function useTraces(search: TraceSearch, on: boolean, held: boolean): TraceList {
  const client = useClient();
  const asked = JSON.stringify(search);
  const [list, setList] = useState<Omit<TraceList, 'old'> & { readonly asked: string }>({
    traces: null,
    kept: 0,
    fault: null,
    asked: '',
  });
  const answered = useRef('');
  useEffect(() => {
    if (!on || (held && answered.current === asked)) return;
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      try {
        const answer = await client.traces.list(JSON.parse(asked) as TraceSearch, { signal: end.signal });
        if (end.signal.aborted) return;
        answered.current = asked;
        setList({ traces: answer.traces, kept: answer.kept, fault: null, asked });
      } catch (error) {
        if (end.signal.aborted) return;
        setList((before) => ({ ...before, fault: faultShape(error) }));
      }
      if (!held) timer = setTimeout(() => void ask(), periodMs);
    };
    timer = setTimeout(() => void ask(), answered.current === '' ? 0 : typedMs);
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [client, asked, on, held]);
  if (!on) return { traces: null, kept: 0, fault: null, old: false };
  return { traces: list.traces, kept: list.kept, fault: list.fault, old: list.asked !== asked };
}
