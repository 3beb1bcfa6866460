import { type KeyboardEvent, type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { useHealth, useNow, usePermissions, useTotals } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import {
  everything,
  type HistoryFilter,
  type HistoryRow,
  type WorkSession,
} from '#shared/contract/history.ts';
import { narrows } from '#shared/history/matches.ts';
import { Calendar } from './calendar/Calendar.tsx';
import { historyColumns } from './columns.tsx';
import { EmptyRows } from './EmptyRows.tsx';
import { chips } from './filter-words.ts';
import { FilterBar } from './FilterBar.tsx';
import { FilterChips } from './FilterChips.tsx';
import { FollowState } from './FollowState.tsx';
import { ListFoot } from './ListFoot.tsx';
import { type Over, Overlays } from './Overlays.tsx';
import { useMarks } from './marks/use-marks.ts';
import { RowDrawer } from './RowDrawer.tsx';
import { rowsSince, rowWord } from './row-words.ts';
import { listEnd } from './search.ts';
import { CompareView } from './sessions/CompareView.tsx';
import { SessionsPane } from './sessions/SessionsPane.tsx';
import { type StretchActs, StretchBar } from './stretch/StretchBar.tsx';
import { useFeed } from './use-feed.ts';
import { pressKey, useSearchKey } from '#renderer/ui/screen-keys.ts';
import { useNames } from './use-names.ts';
import { useStretch } from './use-stretch.ts';
import { viewOf } from './view.ts';
import './History.css';
import { t } from '#shared/language/t.ts';

/** Scrolled further than this, the rows must stand still under the eye. px. */
const topPx = 24;
/** A window that is higher has room for the calendar beside the rows; px. */
const roomyPx = 760;

/** True while the rows are those of this session. */
const isSession = (filter: HistoryFilter, session: WorkSession | null): session is WorkSession =>
  session !== null && filter.from === session.from && filter.to === session.to + 1;

/** Every exchange and every deed, as it happens and as far back as it goes. */
export function HistoryScreen(): ReactNode {
  const stores = useStores();
  const mayExport = usePermissions().has('history:export');
  const totals = useTotals();
  const rowCount = useHealth()?.historyRows ?? null;
  const [viewStore] = useState(() => viewOf(stores));
  const view = useStore(viewStore);
  const { filter } = view;
  const [paused, setPaused] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [clears, setClears] = useState(0);
  const [selected, setSelected] = useState<number | null>(null);
  const [session, setSession] = useState<WorkSession | null>(null);
  const [picked, setPicked] = useState<readonly WorkSession[]>([]);
  const [over, setOver] = useState<Over>(null);
  const [feed, shown] = useFeed(filter, paused || scrolled);
  const { list } = shown;
  const end = listEnd(list, shown);
  const now = useNow(60_000);
  const names = useNames();
  const marks = useMarks(feed);
  const columns = useMemo(
    () => historyColumns(now, names.instruments, view.sessions),
    [now, names, view.sessions],
  );
  const rows = useDeferredValue(list.rows);
  const row = list.rows.find(({ seq }) => seq === selected) ?? null;
  const stretch = useStretch(list.rows);
  const calendar = view.calendar ?? window.innerHeight > roomyPx;

  const search = useRef<HTMLInputElement>(null);
  const rowsBox = useRef<HTMLDivElement>(null);
  const drawer = useRef<HTMLElement>(null);
  const copy = useRef<HTMLButtonElement>(null);
  const tagInput = useRef<HTMLInputElement>(null);
  const acts = useRef<StretchActs>(null);
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
    if (row === null) return stretch.clear();
    if (drawer.current?.contains(document.activeElement)) grid()?.focus();
    setSelected(null);
  };
  // The grid knows where its rows are: it takes the key as if it had been pressed there.
  const step = (key: 'ArrowUp' | 'ArrowDown'): void => {
    grid()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  };
  const select = ({ seq }: HistoryRow, extending: boolean): void => {
    if (extending) stretch.extend(selected, seq);
    setSelected(seq);
  };
  const showSession = (next: WorkSession): void => {
    setSession(next);
    narrow({ ...filter, from: next.from, to: next.to + 1 });
  };
  /** A row wherever it is: the list begins with it. */
  const showRow = ({ seq, at }: HistoryRow): void => {
    setOver(null);
    narrow({ ...everything, to: at + 1 });
    setSelected(seq);
  };
  const toggleMore = (): void => viewStore.setState({ more: !view.more });
  const toggleCalendar = (): void => viewStore.setState({ calendar: !calendar });
  const toggleSessions = (): void => viewStore.setState({ sessions: !view.sessions });
  const exportRows = (): void => {
    if (mayExport) setOver({ kind: 'export', filter });
  };
  const showBytes = (bytes: boolean): void => viewStore.setState({ bytes });
  const keys = (event: KeyboardEvent<HTMLElement>): void =>
    pressKey(event, {
      E: () => narrow({ ...filter, errors: !filter.errors }),
      F: toggleMore,
      X: clear,
      P: () => setPaused(!paused),
      N: showNewer,
      B: () => showBytes(!view.bytes),
      C: () => copy.current?.click(),
      D: toggleCalendar,
      S: toggleSessions,
      K: () => setOver({ kind: 'keeping' }),
      W: exportRows,
      M: () => {
        if (row !== null && marks.may) void marks.change(row, { pinned: !(row.mark?.pinned ?? false) });
      },
      T: () => tagInput.current?.focus(),
      I: () => stretch.setEnd('begin', selected),
      O: () => stretch.setEnd('end', selected),
      Y: () => acts.current?.script(),
      R: () => acts.current?.record(),
      Enter: () => {
        if (document.activeElement === grid()) drawer.current?.focus();
      },
      Escape: closeDrawer,
    });
  return (
    <Panel
      title={t`History`}
      icon="history"
      flush
      className="history"
      onKeyDown={keys}
      note={rowCount === null ? '' : rowsSince(rowCount, totals?.since ?? null)}
      actions={
        <>
          <FollowState
            list={list}
            paused={paused}
            scrolled={scrolled}
            interrupted={totals?.interrupted ?? 0}
            onPause={() => setPaused(!paused)}
            onNewer={showNewer}
          />
          {mayExport && (
            <Button size="small" icon="save" shortcut="W" onPress={exportRows}>
              {t`Export…`}
            </Button>
          )}
          <Button size="small" icon="shield" shortcut="K" onPress={() => setOver({ kind: 'keeping' })}>
            {t`Keeping…`}
          </Button>
        </>
      }
    >
      {over?.kind === 'compare' ? (
        <CompareView left={over.left} right={over.right} now={now} onClose={() => setOver(null)} />
      ) : (
        <>
          <FilterBar
            // Also what was typed and cannot be read is gone.
            key={clears}
            filter={filter}
            onChange={narrow}
            instruments={[...names.instruments].map(([value, label]) => ({ value, label }))}
            operators={names.operators}
            tags={marks.tags}
            now={now}
            more={view.more}
            onMore={toggleMore}
            calendar={calendar}
            onCalendar={toggleCalendar}
            sessions={view.sessions}
            onSessions={toggleSessions}
            searchRef={search}
          />
          <FilterChips chips={chips(filter, names.instruments, now)} onChange={narrow} onClear={clear} />
          {calendar && (
            <Calendar filter={filter} onChange={narrow} now={now} newest={list.rows[0]?.seq ?? 0} />
          )}
          <div className="history-main">
            {view.sessions && (
              <SessionsPane
                now={now}
                chosen={isSession(filter, session) ? session.id : null}
                onChoose={showSession}
                picked={picked}
                onPicked={setPicked}
                onCompare={() => {
                  const [left, right] = picked;
                  if (left !== undefined && right !== undefined) setOver({ kind: 'compare', left, right });
                }}
                onClose={toggleSessions}
              />
            )}
            <div
              className="history-rows"
              ref={rowsBox}
              onScrollCapture={(event) => {
                if (event.target instanceof HTMLElement) setScrolled(event.target.scrollTop > topPx);
              }}
            >
              <Table<HistoryRow>
                label={t`History, newest first`}
                columns={columns}
                rows={rows}
                rowKey={({ seq }) => seq}
                tone={(each) => rowWord(each).tone}
                selected={selected}
                ranged={stretch.has}
                onSelect={select}
                onEnd={() => {
                  if (end.kind === 'more') feed.more();
                }}
                empty={<EmptyRows searching={narrows(list.filter)} coming={list.rows.length > 0} end={end} />}
              />
            </div>
          </div>
          {stretch.marked !== null && (
            <StretchBar
              marked={stretch.marked}
              facts={stretch.facts}
              now={now}
              actsRef={acts}
              onExport={({ first, last }) =>
                setOver({ kind: 'export', filter: { ...everything, from: first, to: last + 1 } })
              }
              onClear={stretch.clear}
            />
          )}
          {(stretch.marked === null || shown.fault !== null || end.kind === 'searching') && (
            <ListFoot
              list={list}
              end={end}
              fault={shown.fault}
              now={now}
              onMore={() => feed.more()}
              onCancel={() => feed.cancel()}
            />
          )}
          {row !== null && (
            <RowDrawer
              row={row}
              names={names.instruments}
              bytes={view.bytes}
              onBytes={showBytes}
              onStep={step}
              onClose={closeDrawer}
              drawerRef={drawer}
              copyRef={copy}
              marks={marks}
              tagRef={tagInput}
            />
          )}
        </>
      )}
      <Overlays
        over={over}
        names={names.instruments}
        now={now}
        onRow={showRow}
        onClose={() => setOver(null)}
      />
    </Panel>
  );
}
