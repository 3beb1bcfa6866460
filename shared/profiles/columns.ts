import { type Flame, type Frame, type FrameColumns, frameRooms } from '#shared/contract/profiles.ts';

/** Frames as they cross the bridge. */
export function packFrames(frames: readonly Frame[]): FrameColumns {
  const places = new Map<string, number>();
  const placeOf = (text: string): number => {
    const known = places.get(text) ?? places.size;
    places.set(text, known);
    return known;
  };
  const column = (of: (frame: Frame) => number): Float64Array<ArrayBuffer> => Float64Array.from(frames, of);
  const compared = frames.some(({ totalThen }) => totalThen !== null);
  return {
    parent: column(({ parent }) => parent),
    name: column(({ name }) => placeOf(name)),
    where: column(({ where }) => placeOf(where)),
    room: column(({ room }) => frameRooms.indexOf(room)),
    self: column(({ self }) => self),
    total: column(({ total }) => total),
    totalThen: compared ? column(({ totalThen }) => totalThen ?? 0) : null,
    texts: [...places.keys()],
  };
}

/** Frames as they are worked with. A text that is not there is empty, a room that is not there is another one. */
export function unpackFrames(columns: FrameColumns): Frame[] {
  const { texts, name, where, room, self, total, totalThen } = columns;
  return Array.from(columns.parent, (parent, index) => ({
    parent,
    name: texts[name[index] ?? -1] ?? '',
    where: texts[where[index] ?? -1] ?? '',
    room: frameRooms[room[index] ?? -1] ?? 'other',
    self: self[index] ?? 0,
    total: total[index] ?? 0,
    totalThen: totalThen?.[index] ?? null,
  }));
}

/** A flame graph as it is worked with. */
export interface FlameTree extends Omit<Flame, 'frames'> {
  /** Each after the one it was called from; the first is the root. */
  readonly frames: readonly Frame[];
}

export const unpackFlame = (flame: Flame): FlameTree => ({ ...flame, frames: unpackFrames(flame.frames) });
