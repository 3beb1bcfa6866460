import { useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { Point } from '#shared/contract/channels.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import { remember, type SetpointChange, takeBack, type UndoStack } from './undo.ts';
import { useAct } from './use-act.ts';

/** What a person does with an instrument, and what came of the last thing done. */
export interface Driving {
  readonly fault: FaultShape | null;
  readonly forget: () => void;
  readonly pending: boolean;
  /** The setpoint that `undo` sets back, if any. */
  readonly last: SetpointChange | undefined;
  /** Resolves with null when the instrument took it, or with why not, in words. */
  readonly set: (channel: number, point: Point, value: number) => Promise<string | null>;
  readonly choose: (channel: number, word: string) => void;
  readonly turn: (channel: number, on: boolean) => void;
  readonly allOff: () => void;
  readonly undo: () => void;
  /** To its front panel, and back. */
  readonly release: () => void;
  readonly take: () => void;
}

export function useDrive({ id }: Instrument, live: Live | null): Driving {
  const client = useClient();
  const { fault, run, forget, pending } = useAct();
  const [changes, setChanges] = useState<UndoStack>([]);
  return {
    fault,
    forget,
    pending,
    last: changes.at(-1),
    set: async (channel, point, value) => {
      const state = live?.channels.find((each) => each.channel === channel);
      const before = state?.settings[point]?.value ?? null;
      try {
        const { readBack } = await client.instruments.set({ id, channel, point, value });
        if (before !== null)
          setChanges((stack) => remember(stack, { channel, point, from: before, to: readBack }));
        return null;
      } catch (error) {
        const shape = faultShape(error);
        return `${shape.message} ${shape.remedy}`;
      }
    },
    choose: (channel, word) => void run(() => client.instruments.choose({ id, channel, word })),
    turn: (channel, on) => void run(() => client.instruments.output({ id, channel, on })),
    allOff: () => void run(() => client.instruments.allOff({ id })),
    undo: () => {
      const taken = takeBack(changes);
      if (taken === null) return;
      setChanges(taken.rest);
      const { channel, point, from } = taken.change;
      void run(() => client.instruments.set({ id, channel, point, value: from }));
    },
    release: () => void run(() => client.instruments.release({ id })),
    take: () => void run(() => client.instruments.take({ id })),
  };
}
