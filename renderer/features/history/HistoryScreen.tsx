import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { useHealth, useInstruments, useNow, useTotals } from '#renderer/stores/hooks.ts';
import { dayText } from '#renderer/stores/time-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Select } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { HistoryRow } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { historyColumns } from './columns.tsx';
import { makeFeed } from './feed.ts';
import { ListFoot } from './ListFoot.tsx';
import { RowDetail } from './RowDetail.tsx';
import { rowWord } from './row-words.ts';
import { type ListEnd, listEnd } from './search.ts';
import './History.css';

const quietMs = 250;
/** Scrolled further than this, the rows must stand still under the eye. px. */
const topPx = 24;

/** Every exchange and every deed, as it happens and as far back as it goes. */
export function HistoryScreen(): ReactNode {
  const instruments = useInstruments();
  const totals = useTotals();
  const rowCount = useHealth()?.historyRows ?? null;
  const [typed, setTyped] = useState('');
  const text = useQuiet(typed.trim(), quietMs);
  const [instrument, setInstrument] = useState('');
  const [paused, setPaused] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [selected, setSelected] = useState<number | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const stores = useStores();
  const [feed] = useState(() => makeFeed(stores));
  const view = useStore(feed.store);
  useEffect(() => feed.start(), [feed]);
  useEffect(
    () => feed.ask({ text, instrument: instrument === '' ? null : instrument }),
    [feed, text, instrument],
  );
  useEffect(() => feed.hold(paused || scrolled), [feed, paused, scrolled]);
  const end = listEnd(view.list, { text, lastFound: view.lastFound, busy: view.busy });
  const today = dayText(useNow(60_000));
  const names = useMemo(() => new Map(instruments.map(({ id, name }) => [id, name])), [instruments]);
  const columns = useMemo(() => historyColumns(today, names), [today, names]);
  const rows = useDeferredValue(view.list.rows);
  const row = view.list.rows.find(({ seq }) => seq === selected) ?? null;
  const since = totals?.since ?? null;
  const waiting = view.list.held.length;
  const searching = text !== '' || instrument !== '';

  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      search.current?.focus();
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, []);
  const rowsBox = useRef<HTMLDivElement>(null);
  const showNewer = (): void => {
    feed.refresh();
    // They are at the top.
    rowsBox.current?.firstElementChild?.scrollTo({ top: 0 });
  };
  const options = [
    { value: '', label: 'Every instrument' },
    ...instruments.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Panel
      title="History"
      icon="history"
      flush
      className="history"
      note={
        rowCount === null
          ? ''
          : `${formatFixed(rowCount, 0)} rows${since === null ? '' : ` since ${dayText(since)}`}`
      }
      actions={
        <>
          {totals !== null && totals.interrupted > 0 && (
            <StateWord kind="unknown">{totals.interrupted} in flight when the console ended</StateWord>
          )}
          {waiting > 0 ? (
            <Button size="small" onPress={showNewer}>
              {view.list.torn ? 'Many' : waiting} newer {waiting === 1 ? 'row' : 'rows'}: show
            </Button>
          ) : (
            <StateWord kind={paused || scrolled || searching ? 'off' : 'live'}>
              {paused ? 'Paused' : searching ? 'Search' : scrolled ? 'Scrolled back' : 'Live'}
            </StateWord>
          )}
          <Button size="small" onPress={() => setPaused(!paused)}>
            {paused ? 'Go on' : 'Pause'}
          </Button>
        </>
      }
    >
      <search className="history-tools">
        <TextField
          label="Search in requests, replies and names"
          type="search"
          value={typed}
          onChange={setTyped}
          maxLength={200}
          placeholder="Words in a request or reply"
          before={<Icon name="search" />}
          after={<Kbd keys="/" />}
          inputRef={search}
        />
        <Select label="Instrument" options={options} value={instrument} onChange={setInstrument} />
      </search>
      <div
        className="history-rows"
        ref={rowsBox}
        onScrollCapture={(event) => {
          if (event.target instanceof HTMLElement) setScrolled(event.target.scrollTop > topPx);
        }}
      >
        <Table<HistoryRow>
          label="History, newest first"
          columns={columns}
          rows={rows}
          rowKey={({ seq }) => seq}
          tone={(each) => rowWord(each).tone}
          selected={selected}
          onSelect={({ seq }) => setSelected(seq)}
          onEnd={() => {
            if (end.kind === 'more') feed.more();
          }}
          empty={<Empty searching={searching} end={end.kind} />}
        />
      </div>
      <ListFoot list={view.list} end={end} fault={view.fault} text={text} onMore={() => feed.more()} />
      {row !== null && <RowDetail row={row} onClose={() => setSelected(null)} />}
    </Panel>
  );
}

function Empty(props: { readonly searching: boolean; readonly end: ListEnd['kind'] }): ReactNode {
  if (props.end === 'loading') return 'Loading…';
  if (props.searching)
    return props.end === 'beginning'
      ? 'No row fits. Try fewer words, or every instrument.'
      : 'No row fits in the newest part of the history. Continue the search below.';
  return 'Nothing has happened yet. Connect an instrument on the bench (F1): every command and every fault is kept here.';
}

/** The value once it has not changed for a while. */
function useQuiet<T>(value: T, ms: number): T {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return quiet;
}
