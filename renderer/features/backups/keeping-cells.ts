/** More cells than this are too narrow to be counted by the eye: one stands for several then. */
const mostCells = 24;

export interface Cell {
  readonly id: number;
  readonly full: boolean;
}

/** The cells of one kind of keeping. One is full when all that it stands for are there. */
export function cellsOf(kept: number, of: number): readonly Cell[] {
  const count = Math.min(of, mostCells);
  return Array.from({ length: count }, (_, id) => ({ id, full: kept >= ((id + 1) * of) / count }));
}
