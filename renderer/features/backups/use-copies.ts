import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { BackupCopy } from '#shared/contract/backups.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';

/** Copies a page. */
const limit = 100;

interface Page {
  readonly copies: readonly BackupCopy[];
  readonly more: boolean;
}

export interface Copies extends Page {
  readonly loading: boolean;
  readonly fault: FaultShape | null;
  /** Brings the next page, when there is one. */
  readonly next: () => void;
}

/** A copy is shown once, whatever two pages say of it. */
const join = (before: readonly BackupCopy[], page: readonly BackupCopy[]): readonly BackupCopy[] => {
  const known = new Set(before.map(({ id }) => id));
  return [...before, ...page.filter(({ id }) => !known.has(id))];
};

/** The copies at one place or at all, newest first, page by page. Read anew when `version` changes. */
export function useCopies(destination: string | null, version: string): Copies {
  const client = useClient();
  const [page, setPage] = useState<Page>({ copies: [], more: true });
  const [loading, setLoading] = useState(true);
  const [fault, setFault] = useState<FaultShape | null>(null);
  const run = useRef(0);
  const load = useCallback(
    async (before: readonly BackupCopy[]): Promise<void> => {
      const mine = ++run.current;
      setLoading(true);
      setFault(null);
      // Copies of one backup share its time, and a page may end among them: it is asked for again, and each is shown once.
      const last = before.at(-1);
      const from = last === undefined ? null : last.at + 1;
      try {
        const got = await client.backups.list({ destination, before: from, limit });
        if (mine === run.current) setPage({ copies: join(before, got.copies), more: got.more });
      } catch (error) {
        if (mine === run.current) setFault(faultShape(error));
      } finally {
        if (mine === run.current) setLoading(false);
      }
    },
    [client, destination],
  );
  // The version is what there is to read, though the question does not name it.
  // oxlint-disable-next-line react/exhaustive-deps
  useEffect(() => void load([]), [load, version]);
  useEffect(
    () => () => {
      run.current++;
    },
    [],
  );
  const { copies, more } = page;
  const next = useCallback((): void => {
    if (more && !loading && copies.length > 0) void load(copies);
  }, [copies, load, loading, more]);
  return { ...page, loading, fault, next };
}
