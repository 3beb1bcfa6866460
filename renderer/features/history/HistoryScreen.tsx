import { type KeyboardEvent, type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { useHealth, useNow, useTotals } from '#renderer/stores/hooks.ts';
import { dayText } from '#renderer/stores/time-text.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import { everything, type HistoryFilter, type HistoryRow } from '#shared/contract/history.ts';
import { narrows } from '#shared/history/matches.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { historyColumns } from './columns.tsx';
import { chips } from './filter-words.ts';
import { FilterBar } from './FilterBar.tsx';
import { FilterChips } from './FilterChips.tsx';
import { FollowState } from './FollowState.tsx';
import { ListFoot } from './ListFoot.tsx';
import { RowDrawer } from './RowDrawer.tsx';
import { rowWord } from './row-words.ts';
import { listEnd } from './search.ts';
import { useFeed } from './use-feed.ts';
import { pressKey, useSearchKey } from './use-history-keys.ts';
import { useNames } from './use-names.ts';
import { viewOf } from './view.ts';
import './History.css';

/** Scrolled further than this, the rows must stand still under the eye. px. */
const topPx = 24;

/** Every exchange and every deed, as it happens and as far back as it goes. */
export function HistoryScreen(): ReactNode {
  const stores = useStores();
  const totals = useTotals();
  const rowCount = useHealth()?.historyRows ?? null;
  const [viewStore] = useState(() => viewOf(stores));
  const view = useStore(viewStore);
  const { filter } = view;
  const [paused, setPaused] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [clears, setClears] = useState(0);
  const [selected, setSelected] = useState<number | null>(null);
  const [feed, shown] = useFeed(filter, paused || scrolled);
  const { list } = shown;
  const end = listEnd(list, shown);
  const now = useNow(60_000);
  const names = useNames();
  const columns = useMemo(() => historyColumns(now, names.instruments), [now, names]);
  const rows = useDeferredValue(list.rows);
  const row = list.rows.find(({ seq }) => seq === selected) ?? null;
  const since = totals?.since ?? null;

  const search = useRef<HTMLInputElement>(null);
  const rowsBox = useRef<HTMLDivElement>(null);
  const drawer = useRef<HTMLElement>(null);
  useSearchKey(search);
  const grid = (): HTMLElement | null => rowsBox.current?.querySelector<HTMLElement>('[role="grid"]') ?? null;
  const narrow = (next: HistoryFilter): void => {
    viewStore.setState({ filter: next });
    // Other rows: whoever was scrolled back is at their top.
    grid()?.scrollTo({ top: 0 });
  };
  const clear = (): void => {
    narrow(everything);
    setClears(clears + 1);
  };
  const showNewer = (): void => {
    feed.refresh();
    // They are at the top.
    grid()?.scrollTo({ top: 0 });
  };
  const closeDrawer = (): void => {
    if (drawer.current?.contains(document.activeElement)) grid()?.focus();
    setSelected(null);
  };
  // The grid knows where its rows are: it takes the key as if it had been pressed there.
  const step = (key: 'ArrowUp' | 'ArrowDown'): void => {
    grid()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  };
  const toggleMore = (): void => viewStore.setState({ more: !view.more });
  const showBytes = (bytes: boolean): void => viewStore.setState({ bytes });
  const keys = (event: KeyboardEvent<HTMLElement>): void =>
    pressKey(event, {
      E: () => narrow({ ...filter, errors: !filter.errors }),
      F: toggleMore,
      X: clear,
      P: () => setPaused(!paused),
      N: showNewer,
      B: () => showBytes(!view.bytes),
      C: () => drawer.current?.querySelector<HTMLElement>('[aria-label="Copy the row"]')?.click(),
      Enter: () => {
        if (document.activeElement === grid()) drawer.current?.focus();
      },
      Escape: closeDrawer,
    });
  return (
    <Panel
      title="History"
      icon="history"
      flush
      className="history"
      onKeyDown={keys}
      note={
        rowCount === null
          ? ''
          : `${formatFixed(rowCount, 0)} rows${since === null ? '' : ` since ${dayText(since)}`}`
      }
      actions={
        <FollowState
          list={list}
          paused={paused}
          scrolled={scrolled}
          interrupted={totals?.interrupted ?? 0}
          onPause={() => setPaused(!paused)}
          onNewer={showNewer}
        />
      }
    >
      <FilterBar
        // Also what was typed and cannot be read is gone.
        key={clears}
        filter={filter}
        onChange={narrow}
        instruments={[...names.instruments].map(([value, label]) => ({ value, label }))}
        operators={names.operators}
        now={now}
        more={view.more}
        onMore={toggleMore}
        searchRef={search}
      />
      <FilterChips chips={chips(filter, names.instruments, now)} onChange={narrow} onClear={clear} />
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
          empty={<Empty searching={narrows(list.filter)} loading={end.kind === 'loading'} />}
        />
      </div>
      <ListFoot list={list} end={end} fault={shown.fault} now={now} onMore={() => feed.more()} />
      {row !== null && (
        <RowDrawer
          row={row}
          names={names.instruments}
          bytes={view.bytes}
          onBytes={showBytes}
          onStep={step}
          onClose={closeDrawer}
          drawerRef={drawer}
        />
      )}
    </Panel>
  );
}

function Empty(props: { readonly searching: boolean; readonly loading: boolean }): ReactNode {
  if (props.loading) return props.searching ? 'Searching…' : 'Loading…';
  return (
    <div className="history-empty">
      <Icon name={props.searching ? 'search' : 'history'} size={20} />
      {props.searching ? (
        <p>
          <b>No row fits.</b> Take away what narrows it, one by one, or press X for all of it. New rows that
          fit appear here by themselves.
        </p>
      ) : (
        <p>
          <b>Nothing has happened yet.</b> Connect an instrument on the bench (F1): every command and every
          fault is kept here.
        </p>
      )}
    </div>
  );
}
