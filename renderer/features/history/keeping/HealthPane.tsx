import { type ReactNode, useEffect } from 'react';
import { useClient, useNow } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import { WorkBar } from '#renderer/ui/WorkBar.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { DatabaseHealth, IntegrityVerdict } from '#shared/contract/keeping.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { useWork } from '#renderer/features/history/use-work.ts';
import { momentText } from '#renderer/features/history/when.ts';
import { useDatabaseHealth } from './use-disk.ts';
import { daysWords, diskWords } from './words.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** Size, growth, room, what is slow, and SQLite's own check of the file. Asked anew whenever it is shown. */
export function HealthPane({ shown }: { readonly shown: boolean }): ReactNode {
  const { health, fault, again } = useDatabaseHealth();
  useEffect(() => {
    if (shown) again();
  }, [shown, again]);
  if (fault !== null)
    return (
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
    );
  if (health === null) return <p className="ui-mute">{t`Loading…`}</p>;
  const disk = diskWords(health);
  return (
    <div className="history-health">
      {disk !== null && (
        <Message tone={disk.kind === 'fault' ? 'bad' : 'warn'} title={disk.short}>
          {disk.long}
        </Message>
      )}
      <Sizes health={health} />
      <h3>{t`Slowest questions since the start`}</h3>
      <div className="history-slowest">
        <Table
          label={t`Slowest questions`}
          columns={slowest}
          rows={health.slowest}
          rowKey={({ name }) => name}
          rowHeight={24}
          empty={t`Nothing has been asked yet.`}
        />
      </div>
      <Integrity last={health.integrity} onDone={again} />
    </div>
  );
}

const number = (value: number, decimals: number): ReactNode => (
  <span className="ui-read">{formatFixed(value, decimals)}</span>
);
const slowest: readonly Column<DatabaseHealth['slowest'][number]>[] = [
  {
    id: 'name',
    title: t`Question`,
    width: 'minmax(160px, 1fr)',
    cell: ({ name }) => <span className="ui-mono">{name}</span>,
  },
  { id: 'count', title: t`Count`, width: '90px', right: true, cell: ({ count }) => number(count, 0) },
  { id: 'p50', title: t`p50 ms`, width: '90px', right: true, cell: ({ p50Ms }) => number(p50Ms, 2) },
  { id: 'p99', title: t`p99 ms`, width: '90px', right: true, cell: ({ p99Ms }) => number(p99Ms, 2) },
];

function Sizes({ health }: { readonly health: DatabaseHealth }): ReactNode {
  const { byKind, growthPerDay, freeDisk, fullInDays } = health;
  const now = useNow(60_000);
  const facts: readonly (readonly [string, string])[] = [
    [t`Database`, t`${formatBytes(health.bytes)}, of it ${formatBytes(health.spareBytes)} to be used again`],
    [t`Write-ahead log`, formatBytes(health.walBytes)],
    [
      t`Of that`,
      t`rows ${formatBytes(byKind.records)}, readings ${formatBytes(byKind.readings)}, search ${formatBytes(byKind.search)}`,
    ],
    [t`Recordings`, formatBytes(byKind.recordings)],
    [
      t`Rows`,
      `${formatFixed(health.rows, 0)}${health.since === null ? '' : t` since ${momentText(health.since, now)}`}`,
    ],
    [
      t`Search index`,
      health.unindexed === 0
        ? t`has every row`
        : health.unindexed === 1
          ? t`1 row still to be added; it is found all the same`
          : t`${formatFixed(health.unindexed, 0)} rows still to be added; they are found all the same`,
    ],
    [t`Growth`, growthPerDay === null ? t`known after the first day` : t`${formatBytes(growthPerDay)} a day`],
    [t`Free on the disk`, freeDisk === null ? t`not known` : formatBytes(freeDisk)],
    [t`Full in`, fullInDays === null ? t`not known` : daysWords(fullInDays)],
  ];
  return (
    <dl className="history-sizes">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Integrity(props: {
  readonly last: DatabaseHealth['integrity'];
  readonly onDone: () => void;
}): ReactNode {
  const client = useClient();
  const now = useNow(60_000);
  const work = useWork<IntegrityVerdict>();
  const last = work.result === null ? props.last : { ...work.result, at: null };
  return (
    <>
      {work.running ? (
        <WorkBar label={t`Check the file`} progress={work.progress} onCancel={work.cancel} />
      ) : (
        <div>
          <Button
            icon="check"
            onPress={() => work.start((signal) => client.keeping.integrity({}, { signal }))}
          >
            {t`Check the file`}
          </Button>
        </div>
      )}
      {work.cancelled && <Message tone="info" title={t`Cancelled: the file was not checked to its end.`} />}
      {work.fault !== null && (
        <Message tone="bad" title={work.fault.message}>
          {work.fault.remedy}
        </Message>
      )}
      {!work.running && last !== null && (
        <Message
          tone={last.ok ? 'ok' : 'bad'}
          title={`${last.ok ? t`The file is sound` : t`The file is damaged`}${last.at === null ? '' : t`, checked at ${momentText(last.at, now)}`}`}
        >
          {last.ok
            ? t`Pages, indexes and references fit together; readings and notes are as they were written.${
                last.unchecked === 0
                  ? ''
                  : t` ${formatFixed(last.unchecked, 0)} of an older version have no sum and could not be checked.`
              }`
            : t`${last.problems.map(said).join(' · ')} Restore a backup; what can be read is kept.`}
        </Message>
      )}
    </>
  );
}
