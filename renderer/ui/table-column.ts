import type { ReactNode } from 'react';

/** A column of a `Table`. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** A track of CSS grid: `120px`, `minmax(0, 2fr)`. */
  readonly width: string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** Its title sorts (`TableProps.onSort`). */
  readonly sorts?: boolean;
  /** In place of the title, for who listens: `Per second` where the title says `Per s`. */
  readonly spoken?: string;
  /** Drawn in place of the title: the scale of what is drawn in the cells. */
  readonly head?: ReactNode;
  readonly cell: (row: Row) => ReactNode;
}

/** By which column the rows are sorted, and whether from most to least. */
export interface Sort {
  readonly column: string;
  readonly down: boolean;
}
