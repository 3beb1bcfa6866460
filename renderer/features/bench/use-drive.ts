import { useState } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { useClient } from '#renderer/stores/hooks.ts';
import type { ChoiceName, Point, Quantity } from '#shared/contract/channels.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import type { TallyPart } from '#shared/contract/tally.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import { remember, type SetpointChange, takeBack } from './undo.ts';
import { undoOf } from './undo-store.ts';
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
  /** Without a choice: the function selector. */
  readonly choose: (channel: number, word: string, choice?: ChoiceName) => void;
  /** What is still tripped afterwards is shown as tripped; nothing is switched on. */
  readonly clearTrips: (channel: number) => void;
  /** Asks first (`bare`) where an output has no envelope. */
  readonly turn: (channel: number, on: boolean) => void;
  /** The channel that is about to be switched on without an envelope, until somebody has said so or not. */
  readonly bare: number | null;
  readonly turnBare: (sure: boolean) => void;
  readonly allOff: () => void;
  /** Shows a quantity relative to a value; null: as it is. */
  readonly compare: (channel: number, quantity: Quantity, value: number | null) => void;
  /** Begins counters or statistics anew. */
  readonly reset: (channel: number, what: TallyPart) => void;
  readonly undo: () => void;
  /** To its front panel, and back. */
  readonly release: () => void;
  readonly take: () => void;
}

export function useDrive({ id, channels }: Instrument, live: Live | null): Driving {
  const client = useClient();
  const { fault, run, forget, pending } = useAct();
  const [bare, setBare] = useState<number | null>(null);
  const stores = useStores();
  const [undoing] = useState(() => undoOf(stores, id));
  const changes = useStore(undoing);
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
          undoing.setState((stack) => remember(stack, { channel, point, from: before, to: readBack }), true);
        return null;
      } catch (error) {
        const shape = faultShape(error);
        return `${shape.message} ${shape.remedy}`;
      }
    },
    choose: (channel, word, choice) =>
      void run(() => client.instruments.choose({ id, channel, word, ...(choice && { choice }) })),
    clearTrips: (channel) => void run(() => client.instruments.clearTrips({ id, channel })),
    turn: (channel, on) => {
      const info = channels.find((each) => each.channel === channel);
      const envelope = live?.channels.find((each) => each.channel === channel)?.envelope ?? null;
      if (on && info?.envelope === true && info.switches === 'output' && envelope === null) setBare(channel);
      else void run(() => client.instruments.output({ id, channel, on }));
    },
    bare,
    turnBare: (sure) => {
      setBare(null);
      if (sure && bare !== null)
        void run(() => client.instruments.output({ id, channel: bare, on: true, withoutEnvelope: true }));
    },
    allOff: () => void run(() => client.instruments.allOff({ id })),
    compare: (channel, quantity, value) =>
      void run(() => client.tally.setReference({ id, channel, quantity, value })),
    reset: (channel, what) => void run(() => client.tally.reset({ id, channel, what })),
    undo: () => {
      const taken = takeBack(changes);
      if (taken === null) return;
      undoing.setState(taken.rest, true);
      const { channel, point, from } = taken.change;
      void run(() => client.instruments.set({ id, channel, point, value: from }));
    },
    release: () => void run(() => client.instruments.release({ id })),
    take: () => void run(() => client.instruments.take({ id })),
  };
}
