import { useEffect, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { HistoryDetail, HistoryRow } from '#shared/contract/history.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';

export interface Detail {
  /** Null until it has come. */
  readonly detail: HistoryDetail | null;
  readonly fault: FaultShape | null;
}

/** Rows that are passed by with a key that is held are not asked for. */
const restMs = 80;
const nothing: Detail & { readonly of: HistoryRow | null } = { of: null, detail: null, fault: null };

/** The bytes of a row, asked for once it is rested on, and again when its outcome comes. */
export function useDetail(row: HistoryRow): Detail {
  const client = useClient();
  const [known, setKnown] = useState(nothing);
  const { seq, status } = row;
  useEffect(() => {
    const end = new AbortController();
    const timer = setTimeout(() => {
      client.history.detail({ seq }, { signal: end.signal }).then(
        (detail) => setKnown({ of: detail.row, detail, fault: null }),
        (error: unknown) => {
          if (!end.signal.aborted) setKnown({ of: row, detail: null, fault: faultShape(error) });
        },
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      end.abort();
    };
    // The row itself is a new object whenever the list is drawn.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, seq, status]);
  // What was known of the row before says nothing of this one.
  return known.of?.seq === seq ? known : nothing;
}
