import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient, usePermissions } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import type { HistoryRow, Mark } from '#shared/contract/history.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import type { Feed } from '#renderer/features/history/feed.ts';

/** What is changed of a mark; the rest stays. */
export type MarkPart = Partial<Pick<Mark, 'pinned' | 'note' | 'tags'>>;

export interface Marks {
  /** In use, the most used first. */
  readonly tags: readonly string[];
  /** False: whoever is here may read marks, and add none. */
  readonly may: boolean;
  readonly busy: boolean;
  readonly fault: FaultShape | null;
  /** Answers with true once it is on the disk. */
  readonly change: (row: HistoryRow, part: MarkPart) => Promise<boolean>;
}

/** Pins, notes and tags: what people have added to rows, and how to add it. */
export function useMarks(feed: Feed): Marks {
  const client = useClient();
  const may = usePermissions().has('history:mark');
  const { run: ask } = useCall();
  const [waiting, setWaiting] = useState(0);
  const [fault, setFault] = useState<FaultShape | null>(null);
  /** The change before: two of one row are made in the order they were asked for. */
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const [tags, setTags] = useState<readonly string[]>([]);
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const end = new AbortController();
    void ask(() => client.history.tags({}, { signal: end.signal })).then((found) => {
      if (found !== null && !end.signal.aborted) setTags(found.map(({ tag }) => tag));
    });
    return () => end.abort();
  }, [client, ask, changes]);
  const change = useCallback(
    async ({ seq }: HistoryRow, part: MarkPart): Promise<boolean> => {
      const { pinned = null, note = null, tags: filed = null } = part;
      setWaiting((count) => count + 1);
      setFault(null);
      const made = last.current.then(() =>
        client.history.mark({ seq, pinned, note, tags: filed === null ? null : [...filed] }),
      );
      last.current = made.catch(() => undefined);
      try {
        const mark = await made;
        const none = !mark.pinned && mark.note === '' && mark.tags.length === 0;
        feed.remark(seq, none ? null : mark);
        if (filed !== null) setChanges((times) => times + 1);
        return true;
      } catch (error) {
        setFault(faultShape(error));
        return false;
      } finally {
        setWaiting((count) => count - 1);
      }
    },
    [client, feed],
  );
  return { tags, may, busy: waiting > 0, fault, change };
}
