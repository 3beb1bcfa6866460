import { type ReactNode, useEffect } from 'react';
import { useClient, useNow } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import { WorkBar } from '#renderer/ui/WorkBar.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { DatabaseHealth } from '#shared/contract/keeping.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { useWork } from '#renderer/features/history/use-work.ts';
import { momentText } from '#renderer/features/history/when.ts';
import { useDatabaseHealth } from './use-disk.ts';
import { daysWords, diskWords } from './words.ts';

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
            Try again
          </Button>
        }
      >
        {fault.remedy}
      </Message>
    );
  if (health === null) return <p className="ui-mute">Loading…</p>;
  const disk = diskWords(health);
  return (
    <div className="history-health">
      {disk !== null && (
        <Message tone={disk.kind === 'fault' ? 'bad' : 'warn'} title={disk.short}>
          {disk.long}
        </Message>
      )}
      <Sizes health={health} />
      <h3>Slowest questions since the start</h3>
      <div className="history-slowest">
        <Table
          label="Slowest questions"
          columns={slowest}
          rows={health.slowest}
          rowKey={({ name }) => name}
          rowHeight={24}
          empty="Nothing has been asked yet."
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
    title: 'Question',
    width: 'minmax(160px, 1fr)',
    cell: ({ name }) => <span className="ui-mono">{name}</span>,
  },
  { id: 'count', title: 'Times', width: '90px', right: true, cell: ({ count }) => number(count, 0) },
  { id: 'p50', title: 'p50 ms', width: '90px', right: true, cell: ({ p50Ms }) => number(p50Ms, 2) },
  { id: 'p99', title: 'p99 ms', width: '90px', right: true, cell: ({ p99Ms }) => number(p99Ms, 2) },
];

function Sizes({ health }: { readonly health: DatabaseHealth }): ReactNode {
  const { byKind, growthPerDay, freeDisk, fullInDays } = health;
  const now = useNow(60_000);
  const facts: readonly (readonly [string, string])[] = [
    ['Database', `${formatBytes(health.bytes)}, of it ${formatBytes(health.spareBytes)} to be used again`],
    ['Write-ahead log', formatBytes(health.walBytes)],
    [
      'Of that',
      `rows ${formatBytes(byKind.records)}, readings ${formatBytes(byKind.readings)}, search ${formatBytes(byKind.search)}`,
    ],
    ['Recordings', formatBytes(byKind.recordings)],
    [
      'Rows',
      `${formatFixed(health.rows, 0)}${health.since === null ? '' : ` since ${momentText(health.since, now)}`}`,
    ],
    [
      'Search index',
      health.unindexed === 0
        ? 'has every row'
        : `${formatFixed(health.unindexed, 0)} rows still to be added; they are found all the same`,
    ],
    ['Growth', growthPerDay === null ? 'known after the first day' : `${formatBytes(growthPerDay)} a day`],
    ['Free on the disk', freeDisk === null ? 'not known' : formatBytes(freeDisk)],
    ['Full in', fullInDays === null ? 'not known' : daysWords(fullInDays)],
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
  const work = useWork<{ readonly ok: boolean; readonly problems: readonly string[] }>();
  const last = work.result === null ? props.last : { ...work.result, at: null };
  return (
    <>
      {work.running ? (
        <WorkBar label="Check the file" progress={work.progress} onCancel={work.cancel} />
      ) : (
        <div>
          <Button
            icon="check"
            onPress={() => work.start((signal) => client.keeping.integrity({}, { signal }))}
          >
            Check the file
          </Button>
        </div>
      )}
      {work.cancelled && <Message tone="info" title="Cancelled: the file was not checked to its end." />}
      {work.fault !== null && (
        <Message tone="bad" title={work.fault.message}>
          {work.fault.remedy}
        </Message>
      )}
      {!work.running && last !== null && (
        <Message
          tone={last.ok ? 'ok' : 'bad'}
          title={`${last.ok ? 'The file is sound' : 'The file is damaged'}${last.at === null ? '' : `, checked at ${momentText(last.at, now)}`}`}
        >
          {last.ok
            ? 'Pages, indexes and references fit together.'
            : `${last.problems.join(' · ')} Restore a backup; what can be read is kept.`}
        </Message>
      )}
    </>
  );
}
