import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { vars } from '#renderer/ui/vars.ts';
import type { TraceWhole } from '#shared/contract/traces.ts';
import { BarDetail } from './BarDetail.tsx';
import { criticalPath } from './critical-path.ts';
import { looksOf } from './kinds.ts';
import { extentOf, openRows, rowsOf, type Stretch } from './rows.ts';
import { tickTexts } from './times.ts';
import { useWheel } from './use-wheel.ts';
import { type WaterfallState, waterfallKey } from './waterfall-keys.ts';
import { WaterfallRow } from './WaterfallRow.tsx';
import { panBy, ticksOf, zoomAt } from './zoom.ts';
import './waterfall.css';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** px. */
const rowHeight = 24;
/** Two labels of the axis are no closer than this, px. */
const tickGapPx = 84;
/** A little air at both ends, as a part of the whole: a bar that ends at the edge seems to go on. */
const air = 0.015;

/** With air around it, and never nothing. */
function roomFor({ from, to }: Stretch): Stretch {
  const margin = Math.max((to - from) * air, 0.01);
  return { from: from - margin, to: to + margin };
}

/** One trace from the click to the wire and back: a row each span, indented by what it is in, on one axis of time. */
export function Waterfall({ trace }: { readonly trace: TraceWhole }): ReactNode {
  const rows = useMemo(() => rowsOf(trace.bars), [trace.bars]);
  const path = useMemo(() => criticalPath(rows), [rows]);
  const whole = useMemo(() => roomFor(extentOf(trace.bars)), [trace.bars]);
  const [state, setState] = useState<WaterfallState>({ view: null, at: null, closed: new Set() });
  const [hovered, setHovered] = useState<number | null>(null);
  const [width, setWidth] = useState(600);
  const axis = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const shown = useMemo(() => openRows(rows, state.closed), [rows, state.closed]);
  const view = state.view ?? whole;
  const place = Math.max(
    shown.findIndex(({ bar }) => bar.id === state.at),
    0,
  );
  const focused = shown[place] ?? null;
  const told = shown.find(({ bar }) => bar.id === hovered) ?? focused;

  // The virtualizer changes in place; nothing here is memoised by a compiler.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useEffect(() => {
    const element = axis.current;
    if (element === null) return;
    const resize = new ResizeObserver(() => setWidth(element.clientWidth));
    resize.observe(element);
    return () => resize.disconnect();
  }, []);
  const look = (next: Stretch): void => setState((before) => ({ ...before, view: next }));
  useWheel(scroller, axis, (part, factor, pan) =>
    setState((before) => {
      const now = before.view ?? whole;
      const moment = now.from + part * (now.to - now.from);
      return {
        ...before,
        view: pan === 0 ? zoomAt(now, whole, moment, factor) : panBy(now, whole, pan),
      };
    }),
  );
  const keyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = waterfallKey(event, state, shown, whole);
    if (next === null) return;
    event.preventDefault();
    // The pointer lies where it lay: the keys have moved on.
    setHovered(null);
    setState(next);
    const row = openRows(rows, next.closed).findIndex(({ bar }) => bar.id === next.at);
    if (row >= 0) virtual.scrollToIndex(row);
  };
  const ticks = ticksOf(view, width, tickGapPx);
  const part = (ms: number): number => (ms - view.from) / (view.to - view.from);
  const middle = (view.from + view.to) / 2;
  return (
    <div className="waterfall">
      <div className="waterfall-bar">
        <ul className="waterfall-legend" aria-label={t`Kinds of span`}>
          {looksOf(trace.bars).map((look) => (
            <li key={look.word}>
              <i className={`waterfall-swatch tint-${look.tint} ${look.pattern}`} />
              {look.word}
            </li>
          ))}
          <li>{tx`${<i className="waterfall-swatch critical" />}what the whole waited for`}</li>
        </ul>
        <span className="ui-row">
          <IconButton
            size="small"
            icon="minus"
            label={t`Zoom out (−)`}
            onPress={() => look(zoomAt(view, whole, middle, 2))}
          />
          <IconButton
            size="small"
            icon="plus"
            label={t`Zoom in (+)`}
            onPress={() => look(zoomAt(view, whole, middle, 0.5))}
          />
          <Button size="small" shortcut="0" onPress={() => setState({ ...state, view: null })}>
            {t`Whole`}
          </Button>
        </span>
      </div>
      <div className="waterfall-head" aria-hidden="true">
        <span className="ui-legend">{t`Span`}</span>
        <span className="ui-legend">{t`Took`}</span>
        <div className="waterfall-axis" ref={axis}>
          {tickTexts(ticks).map((text, index) => (
            <span key={ticks[index]} style={vars({ '--x': part(ticks[index]!) })}>
              {text}
            </span>
          ))}
        </div>
      </div>
      <div
        className="waterfall-rows"
        ref={scroller}
        role="treegrid"
        aria-label={t`Waterfall of ${trace.name}`}
        aria-rowcount={shown.length}
        aria-colcount={3}
        tabIndex={0}
        {...(focused === null ? {} : { 'aria-activedescendant': `${id}-${focused.bar.id}` })}
        onKeyDown={keyDown}
        onPointerLeave={() => setHovered(null)}
      >
        <div className="waterfall-body" style={vars({ '--height': `${virtual.getTotalSize()}px` })}>
          <div className="waterfall-grid" aria-hidden="true">
            {ticks.map((tick) => (
              <i key={tick} style={vars({ '--x': part(tick) })} />
            ))}
          </div>
          {virtual.getVirtualItems().map((item) => {
            const row = shown[item.index];
            return row === undefined ? null : (
              <WaterfallRow
                key={row.bar.id}
                id={`${id}-${row.bar.id}`}
                row={row}
                index={item.index}
                top={item.start}
                view={view}
                path={path.get(row.bar.id) ?? []}
                focused={row === focused}
                hovered={row.bar.id === hovered}
                closed={state.closed.has(row.bar.id)}
                onHover={() => setHovered(row.bar.id)}
                onPress={() => setState((before) => ({ ...before, at: row.bar.id }))}
                onToggle={() =>
                  setState((before) => {
                    const closed = new Set(before.closed);
                    if (!closed.delete(row.bar.id)) closed.add(row.bar.id);
                    return { ...before, at: row.bar.id, closed };
                  })
                }
              />
            );
          })}
        </div>
      </div>
      {told !== null && (
        <BarDetail row={told} whole={extentOf(trace.bars)} path={path.get(told.bar.id) ?? []} />
      )}
    </div>
  );
}
