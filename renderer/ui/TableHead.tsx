import type { KeyboardEvent, ReactNode } from 'react';
import type { Column, Sort } from './table-column.ts';
import { classes } from './vars.ts';

/** From one title that sorts to the next, with ← and →; they are one stop of the Tab key. */
function move(event: KeyboardEvent<HTMLButtonElement>): void {
  // The keys of the rows are not for who stands in the head.
  if (event.key !== 'Tab' && event.key !== 'Escape') event.stopPropagation();
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const all = [...(event.currentTarget.closest('[role="row"]')?.querySelectorAll('button') ?? [])];
  all[(all.indexOf(event.currentTarget) + step + all.length) % all.length]?.focus();
}

/** The titles of a table; those that sort are buttons, and the one that holds says which way. */
export function HeadCells<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | undefined;
  readonly onSort: ((column: string) => void) | undefined;
}): ReactNode {
  const { columns, sort, onSort } = props;
  const stop = columns.find(({ id, sorts }) => sorts === true && id === sort?.column)
    ? sort?.column
    : columns.find(({ sorts }) => sorts === true)?.id;
  return columns.map((column) => {
    const holds = sort?.column === column.id;
    const said = column.spoken === undefined ? {} : { 'aria-label': column.spoken };
    if (column.sorts !== true || onSort === undefined)
      return (
        <span role="columnheader" key={column.id} className={classes(column.right && 'right')} {...said}>
          {column.head ?? column.title}
        </span>
      );
    return (
      <span
        role="columnheader"
        key={column.id}
        className={classes('sorts', column.right && 'right')}
        aria-sort={holds ? (sort.down ? 'descending' : 'ascending') : 'none'}
      >
        <button
          type="button"
          tabIndex={column.id === stop ? 0 : -1}
          onClick={() => onSort(column.id)}
          onKeyDown={move}
          {...said}
        >
          {column.title}
          <i aria-hidden="true">{holds ? (sort.down ? '↓' : '↑') : ''}</i>
        </button>
      </span>
    );
  });
}
