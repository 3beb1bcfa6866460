import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { timeText, timeTextMs } from '#renderer/stores/time-text.ts';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { channelClass, ChannelTag } from '#renderer/ui/StateWord.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import { classes } from '#renderer/ui/vars.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { quantityWords, type Run, type RunReading, runLines, runPath, runWords } from './run.ts';
import './polls.css';
import { t } from '#shared/language/t.ts';

/** Readings that are fetched of a run at most: the newest. */
const readingsMax = 1000;
const [width, height] = [420, 56];

interface Known {
  readonly seq: number;
  readonly readings: readonly RunReading[];
  readonly total: number;
  readonly fault: FaultShape | null;
}

/** What the one row of a run of polls stands for: its newest readings, drawn and in numbers. */
export function PollRun({ seq, run }: { readonly seq: number; readonly run: Run }): ReactNode {
  const client = useClient();
  const [known, setKnown] = useState<Known | null>(null);
  const [chosen, setChosen] = useState('');
  useEffect(() => {
    const end = new AbortController();
    client.history.pollRun({ seq, limit: readingsMax }, { signal: end.signal }).then(
      (found) => setKnown({ seq, ...found, fault: null }),
      (error: unknown) => {
        if (!end.signal.aborted) setKnown({ seq, readings: [], total: 0, fault: faultShape(error) });
      },
    );
    return () => end.abort();
  }, [client, seq]);
  const mine = known?.seq === seq ? known : null;
  const lines = useMemo(() => runLines(mine?.readings ?? []), [mine]);
  const line = lines.find(({ key }) => key === chosen) ?? lines[0];
  if (mine === null) return <p className="ui-mute">{t`Loading the readings…`}</p>;
  if (mine.fault !== null)
    return (
      <Message tone="bad" title={mine.fault.message}>
        {mine.fault.remedy}
      </Message>
    );
  if (line === undefined)
    return (
      <p className="ui-mute">
        {t`${runWords(run)}. Its readings are not kept any more: this row is what is left of them.`}
      </p>
    );
  const values = line.points.map(({ value }) => value);
  return (
    <div className="history-run">
      <div className="ui-row">
        {lines.length > 1 && (
          <Segmented
            label={t`Which reading`}
            small
            options={lines.map(({ key, channel, quantity }) => ({
              value: key,
              label: `${channel} ${quantityWords[quantity] ?? quantity}`,
            }))}
            value={line.key}
            onChange={setChosen}
          />
        )}
        <span className="ui-dim ui-cut">
          {mine.total > mine.readings.length
            ? t`the newest ${formatFixed(mine.readings.length, 0)} of ${formatFixed(mine.total, 0)} readings`
            : mine.total === 1
              ? t`1 reading`
              : t`${formatFixed(mine.total, 0)} readings`}
        </span>
      </div>
      <figure className={classes('history-run-trend', channelClass(line.channel))}>
        <svg viewBox={`-2 -3 ${width + 4} ${height + 6}`} preserveAspectRatio="none" aria-hidden="true">
          <path d={runPath(line.points, width, height)} vectorEffect="non-scaling-stroke" />
        </svg>
        <figcaption>
          <ChannelTag channel={line.channel} />{' '}
          {t`${quantityWords[line.quantity] ?? line.quantity}: ${number(Math.min(...values))} to ${number(Math.max(...values))}, ${timeText(line.points[0]!.at)} to ${timeText(line.points.at(-1)!.at)}`}
        </figcaption>
      </figure>
      <div className="history-run-table">
        <Table
          label={t`Readings of the run, newest first`}
          columns={columns}
          rows={line.points.map((point, place) => ({ ...point, place })).toReversed()}
          rowKey={({ place }) => place}
          rowHeight={22}
        />
      </div>
    </div>
  );
}

/** Six digits: as many as a reading of a bench says. */
const number = (value: number): string => String(Number(value.toPrecision(6))).replace('-', '−');

const columns: readonly Column<RunReading & { readonly place: number }>[] = [
  {
    id: 'at',
    title: t`Read`,
    width: '130px',
    cell: ({ at }) => <span className="history-time">{timeTextMs(at)}</span>,
  },
  {
    id: 'value',
    title: t`Value`,
    width: 'minmax(110px, 180px)',
    right: true,
    cell: ({ value }) => <span className="ui-read">{number(value)}</span>,
  },
];
