/** Moves labels of one height apart so that none covers another, as little as it takes, inside `room` px. Keeps their order. */
export function placeLabels(wanted: readonly number[], height: number, room: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = wanted.map((y) => Math.min(Math.max(y, 0), Math.max(room - height, 0)));
  let floor = 0;
  for (const index of order) {
    placed[index] = Math.max(placed[index] ?? 0, floor);
    floor = (placed[index] ?? 0) + height;
  }
  let ceiling = room;
  for (const index of order.toReversed()) {
    placed[index] = Math.max(Math.min(placed[index] ?? 0, ceiling - height), 0);
    ceiling = placed[index] ?? 0;
  }
  return placed;
}
