import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import type { Column, Sort } from './table-column.ts';
import { HeadCells } from './TableHead.tsx';
import { moveSelection } from './table-keys.ts';
import { classes, vars } from './vars.ts';
import './Table.css';

export type { Column, Sort };

export interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Stable and unique: what React and the selection know a row by. */
  readonly rowKey: (row: Row) => string | number;
  /** A row with a fault has an edge and a tint beside its word. */
  readonly tone?: (row: Row) => 'bad' | 'warn' | null;
  /** px; 30 when left out. */
  readonly rowHeight?: number;
  /** Given: rows are chosen with a press, arrows, Page, Home and End. */
  readonly selected?: string | number | null;
  readonly onSelect?: (row: Row, extend: boolean) => void;
  /** Rows of a stretch that is chosen beside the one: `extend` above says that Shift was held. */
  readonly ranged?: (row: Row) => boolean;
  /** Called when the last rows come into sight. */
  readonly onEnd?: () => void;
  /** Instead of rows, when there are none: the first step. */
  readonly empty?: ReactNode;
  /** How the rows are sorted; the table itself sorts nothing. */
  readonly sort?: Sort;
  readonly onSort?: (column: string) => void;
  /** Enter on the row that is chosen. */
  readonly onOpen?: (row: Row) => void;
}

/** A table that draws only the rows in sight, and tells a screen reader how many there are. */
export function Table<Row>(props: TableProps<Row>): ReactNode {
  const { columns, rows, rowKey, rowHeight = 30, onSelect, onEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  // The virtualizer changes in place; nothing here is memoised by a compiler.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 1) onEnd?.();
  }, [last, rows.length, onEnd]);

  const chosen = rows.findIndex((row) => rowKey(row) === props.selected);
  // Something opened below took room away: what is chosen stays in sight.
  const room = virtual.scrollRect?.height ?? 0;
  useEffect(() => {
    if (room > 0 && chosen >= 0) virtual.scrollToIndex(chosen);
    // Only then: whoever scrolls away from what is chosen is left alone.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [room]);
  const before = useRef(props.selected);
  useEffect(() => {
    if (props.selected === before.current) return;
    // Chosen by something outside the table, or not among the rows yet: brought into sight once it is.
    if (chosen < 0 && typeof props.selected === 'string') return;
    const another = typeof before.current === 'string' || typeof before.current === 'number';
    before.current = props.selected;
    if (another && chosen >= 0) virtual.scrollToIndex(chosen);
  }, [props.selected, chosen, virtual]);
  const keyDown = (event: KeyboardEvent): void => {
    if (onSelect === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const open = event.key === 'Enter' ? rows[chosen] : undefined;
    if (open !== undefined && props.onOpen !== undefined) {
      event.preventDefault();
      props.onOpen(open);
      return;
    }
    const page = Math.max(Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1, 1);
    const next = moveSelection(event.key, chosen, rows.length, page);
    const row = next === null ? undefined : rows[next];
    if (next === null || row === undefined) return;
    event.preventDefault();
    onSelect(row, event.shiftKey);
    virtual.scrollToIndex(next);
  };
  const selects = onSelect !== undefined;
  return (
    <div
      ref={scroller}
      className={classes('ui-table', selects && 'chosen')}
      role={selects ? 'grid' : 'table'}
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      {...(props.ranged === undefined ? {} : { 'aria-multiselectable': true })}
      tabIndex={0}
      onKeyDown={keyDown}
      style={vars({
        '--columns': columns.map((column) => column.width).join(' '),
        '--row': `${rowHeight}px`,
      })}
      // A row that is scrolled away is not in the document, and cannot be pointed at.
      {...(selects && items.some(({ index }) => index === chosen)
        ? { 'aria-activedescendant': `${id}-${chosen}` }
        : {})}
    >
      <div role="rowgroup" className="ui-table-head">
        <div role="row" aria-rowindex={1} className="ui-table-row ui-table-head">
          <HeadCells columns={columns} sort={props.sort} onSort={props.onSort} />
        </div>
      </div>
      {rows.length === 0 && props.empty !== undefined && (
        <div role="rowgroup">
          <div role="row">
            <div role={selects ? 'gridcell' : 'cell'} className="ui-table-empty">
              {props.empty}
            </div>
          </div>
        </div>
      )}
      <div
        role="rowgroup"
        className="ui-table-body"
        style={vars({ '--height': `${virtual.getTotalSize()}px` })}
      >
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const ranged = props.ranged?.(row) ?? false;
          return (
            // The grid itself takes the keys.
            <div
              role="row"
              key={item.key}
              id={`${id}-${item.index}`}
              aria-rowindex={item.index + 2}
              className={classes(
                'ui-table-row',
                props.tone?.(row),
                ranged && 'ranged',
                item.index === chosen && 'chosen',
              )}
              style={vars({ '--y': `${item.start}px` })}
              {...(selects
                ? {
                    'aria-selected': ranged || item.index === chosen,
                    onClick: (event) => onSelect(row, event.shiftKey),
                  }
                : {})}
            >
              {columns.map((column) => (
                <span
                  role={selects ? 'gridcell' : 'cell'}
                  key={column.id}
                  className={classes(column.right && 'right')}
                >
                  {column.cell(row)}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
