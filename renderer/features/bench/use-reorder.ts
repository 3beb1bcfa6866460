import { useEffect, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { FaultShape } from '#shared/faults.ts';
import { dropped, sayPlace, stepped } from './rail-order.ts';
import { useAct } from './use-act.ts';
import { t } from '#shared/language/t.ts';

/** For so long after a move the order that was asked for counts, until the console has told it to everybody. ms */
const askedForMs = 1000;

export interface Reordering {
  readonly step: (id: string, step: 1 | -1) => void;
  readonly drop: (id: string, target: string, behind: boolean) => void;
  /** Where what was moved stands now, in words; empty before any move. */
  readonly said: string;
  readonly fault: FaultShape | null;
  readonly forget: () => void;
}

/** Moves instruments in the rail, for everybody. `show` puts the focus back on one that was moved by a key. */
export function useReorder(instruments: readonly Instrument[], show: (id: string) => void): Reordering {
  const client = useClient();
  const { fault, run, forget } = useAct();
  const [said, setSaid] = useState('');
  const asked = useRef<{ readonly ids: readonly string[]; readonly at: number } | null>(null);
  const moved = useRef<string | null>(null);
  const ids = instruments.map(({ id }) => id);
  const order = ids.join(' ');
  // A browser takes the focus from what it moves.
  useEffect(() => {
    if (moved.current !== null) show(moved.current);
    moved.current = null;
  }, [order, show]);

  /** Keys come faster than the console answers: the next step begins where the last one ends. */
  const current = (): readonly string[] => {
    const last = asked.current;
    const fits = last !== null && last.ids.toSorted().join(' ') === ids.toSorted().join(' ');
    return fits && performance.now() - last.at < askedForMs ? last.ids : ids;
  };
  const send = async (id: string, next: string[]): Promise<void> => {
    asked.current = { ids: next, at: performance.now() };
    const done = await run(() => client.instruments.reorder({ ids: next }));
    if (done === null) {
      asked.current = null;
      setSaid('');
    } else setSaid(sayPlace(nameOf(instruments, id), next, id));
  };
  return {
    step(id, step) {
      const next = stepped(current(), id, step);
      if (next === null) {
        const name = nameOf(instruments, id);
        setSaid(step === 1 ? t`${name} is last already.` : t`${name} is first already.`);
        return;
      }
      moved.current = id;
      void send(id, next);
    },
    drop(id, target, behind) {
      const next = dropped(current(), id, target, behind);
      if (next !== null) void send(id, next);
    },
    said,
    fault,
    forget,
  };
}

const nameOf = (instruments: readonly Instrument[], id: string): string =>
  instruments.find((each) => each.id === id)?.name ?? '';
