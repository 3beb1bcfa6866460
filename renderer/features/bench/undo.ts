import type { Point } from '#shared/contract/channels.ts';

/** A setpoint that was changed, and what it was before. */
export interface SetpointChange {
  readonly channel: number;
  readonly point: Point;
  readonly from: number;
  readonly to: number;
}

/** Changes that can be taken back, newest last. */
export type UndoStack = readonly SetpointChange[];

const depth = 50;

/** Remembers a change. One that changed nothing is not remembered. */
export function remember(stack: UndoStack, change: SetpointChange): UndoStack {
  if (change.from === change.to) return stack;
  return [...stack, change].slice(-depth);
}

/** The change to take back, and the stack without it; null when there is none. */
export function takeBack(
  stack: UndoStack,
): { readonly change: SetpointChange; readonly rest: UndoStack } | null {
  const change = stack.at(-1);
  return change === undefined ? null : { change, rest: stack.slice(0, -1) };
}
