import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useShown } from '#renderer/features/bench/dock/use-shown.ts';
import { useStores } from '#renderer/stores/context.ts';
import {
  useClient,
  useInstruments,
  useLayouts,
  usePermissions,
  useSelection,
} from '#renderer/stores/hooks.ts';
import { useTheme } from '#renderer/ui/theme.ts';
import type { Layout } from '#shared/contract/layouts.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import type { Act } from './acts.ts';
import { deedDoer } from './do-deed.ts';
import { paletteActs } from './palette.ts';

const none: readonly Layout[] = [];

export interface Palette {
  readonly text: string;
  readonly type: (text: string) => void;
  readonly acts: readonly Act[];
  /** The act that Enter does; null where there is none. */
  readonly chosen: Act | null;
  readonly choose: (id: string) => void;
  readonly step: (way: 1 | -1) => void;
  readonly run: (act: Act) => void;
  readonly pending: boolean;
  /** Why the last act failed. */
  readonly fault: FaultShape | null;
}

/** What was typed, what it can mean on this bench now, and what comes of it. Every instrument is followed while it is open. */
export function usePalette(onDone: () => void): Palette {
  const stores = useStores();
  const client = useClient();
  const instruments = useInstruments();
  const may = usePermissions();
  const [selected] = useSelection();
  const theme = useTheme();
  const live = useStore(stores.live.store);
  const layouts = useLayouts() ?? none;
  const shown = useShown()?.layout.id ?? null;
  const [text, setText] = useState('');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [fault, setFault] = useState<FaultShape | null>(null);

  const ids = instruments.map(({ id }) => id).join(' ');
  useEffect(() => {
    const ends = ids === '' ? [] : ids.split(' ').map((id) => stores.live.watch(id));
    return () => ends.forEach((end) => end());
  }, [stores, ids]);

  const acts = useMemo(
    () => paletteActs({ instruments, live, may, selected, theme, layouts, shown }, text),
    [instruments, live, may, selected, theme, layouts, shown, text],
  );
  const chosen = acts.find(({ id }) => id === chosenId) ?? acts[0] ?? null;
  return {
    text,
    type: (next) => {
      setText(next);
      setChosenId(null);
      setFault(null);
    },
    acts,
    chosen,
    choose: setChosenId,
    step: (way) => {
      const at = acts.findIndex((act) => act === chosen);
      const next = acts[(at + way + acts.length) % Math.max(acts.length, 1)];
      if (next !== undefined) setChosenId(next.id);
    },
    run: (act) => {
      if (pending || act.refusal !== null) return;
      setFault(null);
      setPending(true);
      deedDoer(
        stores,
        client,
      )(act.deed).then(
        () => {
          setPending(false);
          onDone();
        },
        (error: unknown) => {
          setPending(false);
          setFault(faultShape(error));
        },
      );
    },
    pending,
    fault,
  };
}
