import { type ReactNode, useMemo, useState } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { BackupCopy } from '#shared/contract/backups.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { copyWords, whyWords } from './destination-words.ts';
import type { OpenDialog } from './dialogs.ts';
import type { May } from './may.ts';
import { useCopies } from './use-copies.ts';
import { agoWords, capital, nearWords } from './when.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

function columnsOf(now: number, placeName: (id: string) => string): readonly Column<BackupCopy>[] {
  return [
    { id: 'at', title: t`Made`, width: '132px', cell: ({ at }) => capital(nearWords(at, now)) },
    { id: 'where', title: t`Where`, width: 'minmax(80px, 1fr)', cell: (copy) => placeName(copy.destination) },
    {
      id: 'state',
      title: t`State`,
      width: '144px',
      cell: ({ state }) => <StateWord kind={copyWords[state][0]}>{copyWords[state][1]}</StateWord>,
    },
    {
      id: 'checked',
      title: t`Looked at`,
      width: '108px',
      cell: ({ checkedAt }) => (
        <span className="ui-dim">{checkedAt === null ? t`never` : agoWords(checkedAt, now)}</span>
      ),
    },
    {
      id: 'why',
      title: t`Why`,
      width: '104px',
      cell: ({ why }) => <span className="ui-dim">{whyWords[why]}</span>,
    },
    { id: 'rows', title: t`Rows`, width: '88px', right: true, cell: ({ rows }) => formatFixed(rows, 0) },
    { id: 'bytes', title: t`Size`, width: '80px', right: true, cell: ({ bytes }) => formatBytes(bytes) },
  ];
}

/** Every copy there is, newest first; the one that is chosen can be checked, rehearsed with and restored. */
export function CopiesView(props: {
  readonly destination: string | null;
  readonly version: string;
  readonly placeName: (id: string) => string;
  readonly may: May;
  readonly busy: boolean;
  readonly open: OpenDialog;
}): ReactNode {
  const { destination, version, placeName, may, busy, open } = props;
  const now = useNow(60_000);
  const copies = useCopies(destination, version);
  const [chosen, setChosen] = useState<string | null>(null);
  const columns = useMemo(() => columnsOf(now, placeName), [now, placeName]);
  const copy = copies.copies.find(({ id }) => id === chosen) ?? null;
  return (
    <div className="bk-copies">
      <div className="bk-copies-rows">
        <Table<BackupCopy>
          label={t`Copies, newest first${destination === null ? '' : t`, at ${placeName(destination)}`}`}
          columns={columns}
          rows={copies.copies}
          rowKey={({ id }) => id}
          tone={({ state }) => (state === 'failed' ? 'bad' : state === 'missing' ? 'warn' : null)}
          selected={chosen}
          onSelect={({ id }) => setChosen(id)}
          onEnd={copies.next}
          empty={
            copies.fault !== null
              ? `${copies.fault.message} ${copies.fault.remedy}`
              : copies.loading
                ? t`Loading…`
                : t`No backup is here yet.`
          }
        />
      </div>
      <div className="bk-copies-foot">
        {copy === null ? (
          <span className="ui-dim">
            {copies.copies.length === 0
              ? ''
              : t`Choose one to check it, to rehearse with it, or to restore it.`}
          </span>
        ) : (
          <>
            <span className="ui-grow ui-cut">
              <span className="ui-mono">{copy.name}</span>
              {copy.trouble !== null && <span className="bk-warn"> {said(copy.trouble)}</span>}
            </span>
            {may.run && (
              <>
                <Button size="small" disabled={busy} onPress={() => open({ is: 'verify', copy })}>
                  {t`Verify…`}
                </Button>
                <Button size="small" disabled={busy} onPress={() => open({ is: 'drill', copy })}>
                  {t`Rehearse…`}
                </Button>
              </>
            )}
            {may.manage && (
              <Button size="small" disabled={busy} onPress={() => open({ is: 'restore', copy })}>
                {t`Restore…`}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
