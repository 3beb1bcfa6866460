import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { timeTextMs } from '#renderer/stores/time-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented, Select } from '#renderer/ui/Choice.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ComparedLine, HistoryRow, WorkSession } from '#shared/contract/history.ts';
import { deedWords } from '#shared/history/deed-words.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { shortReply, rowWord } from '#renderer/features/history/row-words.ts';
import { useCompare } from './use-compare.ts';
import { sessionTimes } from './words.ts';
import './sessions.css';
import { t } from '#shared/language/t.ts';

const verdicts = {
  same: ['=', t`Same`],
  differs: ['≠', t`Differs`],
  'left-only': ['A', t`Only in A`],
  'right-only': ['B', t`Only in B`],
} as const satisfies Record<ComparedLine['verdict'], readonly [string, string]>;

type Shown = ComparedLine & { readonly place: number };

/** Two sessions side by side: what was sent, and what came back in each. */
export function CompareView(props: {
  readonly left: WorkSession;
  readonly right: WorkSession;
  readonly now: number;
  readonly onClose: () => void;
}): ReactNode {
  const { left, right, now } = props;
  const [instrument, setInstrument] = useState('');
  const [differences, setDifferences] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const { comparison, fault } = useCompare(left, right, instrument === '' ? null : instrument);
  const lines = useMemo(
    () => (comparison?.lines ?? []).map((line, place): Shown => ({ ...line, place })),
    [comparison],
  );
  const shown = useMemo(
    () => (differences ? lines.filter(({ verdict }) => verdict !== 'same') : lines),
    [lines, differences],
  );
  const line = shown.find(({ place }) => place === chosen) ?? null;
  const instruments = useMemo(
    () => new Map([...left.instruments, ...right.instruments].map(({ id, name }) => [id, name])),
    [left, right],
  );
  const keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.key.toUpperCase() !== 'E') return;
    event.preventDefault();
    event.stopPropagation();
    setDifferences(!differences);
  };
  return (
    <section className="history-compare" aria-label={t`Two sessions side by side`} onKeyDown={keys}>
      <header>
        <Segmented
          label={t`Which lines`}
          options={[
            { value: 'all', label: t`All` },
            { value: 'differences', label: t`Differences` },
          ]}
          value={differences ? 'differences' : 'all'}
          onChange={(which) => setDifferences(which === 'differences')}
        />
        {instruments.size > 1 && (
          <Select
            label={t`Instrument to compare`}
            options={[
              { value: '', label: t`Every instrument` },
              ...[...instruments].map(([value, label]) => ({ value, label })),
            ]}
            value={instrument}
            onChange={setInstrument}
          />
        )}
        <span className="ui-mute" role="status">
          {comparison !== null && countWords(comparison)}
        </span>
        <span className="ui-grow" />
        <Button autoFocus icon="close" onPress={props.onClose}>
          {t`Back to the rows`}
        </Button>
      </header>
      {fault !== null ? (
        <Message tone="bad" title={fault.message}>
          {fault.remedy}
        </Message>
      ) : (
        <div className="history-compare-lines">
          <Table
            label={t`Lines of two sessions`}
            columns={columnsOf(left, right, now)}
            rows={shown}
            rowKey={({ place }) => place}
            selected={chosen}
            onSelect={({ place }) => setChosen(place)}
            empty={
              comparison === null
                ? t`Comparing…`
                : differences
                  ? t`No difference: what was sent and what came back is the same.`
                  : t`Nobody sent anything in these two.`
            }
          />
        </div>
      )}
      {line !== null && (
        <div className="history-compare-detail" role="group" aria-label={t`The line in both`} tabIndex={0}>
          <Side letter="A" row={line.left} />
          <Side letter="B" row={line.right} />
        </div>
      )}
    </section>
  );
}

const countWords = (counts: {
  readonly same: number;
  readonly differs: number;
  readonly leftOnly: number;
  readonly rightOnly: number;
}): string =>
  [
    t`${formatFixed(counts.same, 0)} the same`,
    counts.differs === 1 ? t`1 differs` : t`${formatFixed(counts.differs, 0)} differ`,
    t`${formatFixed(counts.leftOnly, 0)} only in A`,
    t`${formatFixed(counts.rightOnly, 0)} only in B`,
  ].join(', ');

/** What came back; quiet where it is the same in both. */
function Reply({ row, same }: { readonly row: HistoryRow | null; readonly same: boolean }): ReactNode {
  if (row === null) return <span className="ui-dim">{t`not sent`}</span>;
  const { tone, word } = rowWord(row);
  const said = shortReply(row);
  return (
    <span className={classes(row.fault === null ? 'ui-mono' : 'history-words', same ? 'ui-dim' : tone)}>
      {said === '' ? <span className="ui-dim">{word}</span> : said}
    </span>
  );
}

const columnsOf = (left: WorkSession, right: WorkSession, now: number): readonly Column<Shown>[] => [
  {
    id: 'verdict',
    title: t`Verdict`,
    width: '126px',
    cell: ({ verdict }) => {
      const [mark, word] = verdicts[verdict];
      return (
        <span className={classes('history-verdict', verdict !== 'same' && 'differs')}>
          <i aria-hidden="true">{mark}</i>
          {word}
        </span>
      );
    },
  },
  {
    id: 'instrument',
    title: t`Instrument`,
    width: 'minmax(96px, 150px)',
    cell: (line) => (line.left ?? line.right)?.instrumentName,
  },
  {
    id: 'request',
    title: t`Sent`,
    width: 'minmax(140px, 1fr)',
    cell: (line) => {
      const row = line.left ?? line.right;
      if (row === null) return '';
      return row.kind === 'audit' ? (
        deedWords(row.request) || row.request
      ) : (
        <span className="ui-mono">{row.request}</span>
      );
    },
  },
  {
    id: 'left',
    title: `A: ${sessionTimes(left, now)}`,
    width: 'minmax(160px, 1.2fr)',
    cell: (line) => <Reply row={line.left} same={line.verdict === 'same'} />,
  },
  {
    id: 'right',
    title: `B: ${sessionTimes(right, now)}`,
    width: 'minmax(160px, 1.2fr)',
    cell: (line) => <Reply row={line.right} same={line.verdict === 'same'} />,
  },
];

function Side({ letter, row }: { readonly letter: 'A' | 'B'; readonly row: HistoryRow | null }): ReactNode {
  return (
    <div>
      <h3>
        {letter}
        {row !== null && (
          <span className="history-time">
            {' '}
            {timeTextMs(row.at)}, {row.operator}
          </span>
        )}
      </h3>
      {row === null ? (
        <p className="ui-mute">{t`Not sent in this session.`}</p>
      ) : (
        <>
          <pre className="ui-mono">{row.request}</pre>
          <pre className={classes(row.fault === null ? 'ui-mono' : 'history-words', rowWord(row).tone)}>
            {shortReply(row) || rowWord(row).word}
          </pre>
        </>
      )}
    </div>
  );
}
