import type { Frame, FrameRoom, ProfileSummary } from '#shared/contract/profiles.ts';
import type { FlameTree } from '#shared/profiles/columns.ts';

/** A profile of main, a second long. */
export const profileOf = (rest: Partial<ProfileSummary> = {}): ProfileSummary => ({
  id: 'now',
  kind: 'cpu',
  thread: 'main',
  imported: false,
  at: 1_000_000,
  seconds: 1,
  samples: 1000,
  bytes: 20_000,
  ...rest,
});

/** A frame; its total is filled in by `flameOf`. */
export const frameOf = (parent: number, name: string, self: number, rest: Partial<Frame> = {}): Frame => ({
  parent,
  name,
  room: 'other',
  where: `main/${name}.ts:1`,
  self,
  total: self,
  totalThen: null,
  ...rest,
});

/** A flame graph of frames, whose totals are added up. */
export function flameOf(given: readonly Frame[], against: ProfileSummary | null = null): FlameTree {
  const frames = given.map((frame) => ({ ...frame, total: frame.self }));
  for (const { parent, total } of frames.toReversed()) {
    const caller = frames[parent];
    if (caller !== undefined) caller.total += total;
  }
  const sumOf = (room: FrameRoom, weight: (frame: Frame) => number): number =>
    frames.filter((frame) => frame.room === room).reduce((sum, frame) => sum + weight(frame), 0);
  return {
    profile: profileOf(),
    against,
    total: frames[0]?.total ?? 0,
    idle: sumOf('idle', ({ total }) => total),
    totalThen: against === null ? null : (frames[0]?.totalThen ?? 0),
    idleThen: against === null ? null : sumOf('idle', ({ totalThen }) => totalThen ?? 0),
    hidden: 0,
    unknown: '',
    frames,
  };
}

/** 100 ms of work: `ask` 60 (of it `wire` 40), `keep` 30, gc 10; and 100 ms idle. */
export const bench: FlameTree = flameOf([
  frameOf(-1, '(root)', 0, { where: '' }),
  frameOf(0, 'ask', 15, { room: 'session', where: 'main/session/create.ts:231' }),
  frameOf(1, 'wire', 40, { room: 'transports' }),
  frameOf(1, 'parse', 5, { room: 'drivers' }),
  frameOf(0, 'keep', 30, { room: 'history' }),
  frameOf(0, '(garbage collector)', 10, { room: 'gc', where: '' }),
  frameOf(0, '(idle)', 100, { room: 'idle', where: '' }),
]);
