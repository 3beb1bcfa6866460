import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { useSafety, useSelection } from '#renderer/stores/hooks.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { dragging, grab } from './dock/drag.ts';
import { rememberInstrument } from './dock/match.ts';
import { revealInstrument } from './dock/reveal.ts';
import { kindLooks } from './kinds.ts';
import { railWord, wayWord } from './rail-words.ts';
import { t } from '#shared/language/t.ts';

/** The type of what is dragged: nothing but the rail takes it. */
const dragged = 'application/x-lablink-instrument';

interface RailItemProps {
  readonly instrument: Instrument;
  readonly first: boolean;
  /** Left out for whoever may not change the order. */
  readonly onStep?: (step: 1 | -1) => void;
  /** Another one was dropped before or behind it. */
  readonly onDrop?: (id: string, behind: boolean) => void;
}

/** One instrument in the rail. */
export function RailItem({ instrument, first, onStep, onDrop }: RailItemProps): ReactNode {
  const stores = useStores();
  const [selected] = useSelection();
  const safety = useSafety();
  const { kind, word } = railWord(instrument, safety?.live ?? null);
  const current = selected === instrument.id || (selected === null && first);
  const { latencyMs, link } = instrument;
  const answers = link === 'ready' || link === 'busy';
  // Over a free layout, what is dragged from here goes into the layout; the order changes by keys and by the menu.
  const free = useStore(dragging, ({ take }) => take !== null);
  const { over, leaving, ...drag } = useDrag(instrument.id, free ? undefined : onDrop);
  const keyDown = (event: KeyboardEvent): void => {
    const step = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key];
    if (onStep === undefined || step === undefined || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onStep(step);
  };
  return (
    <li className={classes(over, leaving && 'leaving')} {...drag}>
      <button
        type="button"
        className="bench-rail-item"
        aria-current={current ? 'true' : undefined}
        aria-keyshortcuts={onStep === undefined ? undefined : 'Alt+ArrowUp Alt+ArrowDown'}
        data-instrument={instrument.id}
        onClick={() => revealInstrument(stores, instrument.id)}
        onPointerDown={(event) =>
          grab(event, { shows: 'instrument', of: rememberInstrument(instrument) }, instrument.name)
        }
        onKeyDown={keyDown}
      >
        <Icon name={kindLooks[instrument.kind].icon} />
        <span className="bench-rail-words">
          <b className="ui-cut">{instrument.name}</b>
          <span className="ui-dim ui-cut">
            {[instrument.model || t`not identified`, wayWord(instrument)].join(' · ')}
          </span>
          <span className="bench-rail-state">
            <StateWord kind={kind}>{word}</StateWord>
            {answers && latencyMs !== null && (
              <span className="ui-dim">
                {t`${latencyMs < 9.95 ? formatFixed(latencyMs, 1) : formatFixed(latencyMs, 0)} ms`}
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

/** What an item needs to be dragged, and to take another one that is dropped on it. */
function useDrag(id: string, onDrop: RailItemProps['onDrop']) {
  const [over, setOver] = useState<'before' | 'behind' | null>(null);
  const [leaving, setLeaving] = useState(false);
  if (onDrop === undefined) return { over: null, leaving: false };
  const side = (event: DragEvent<HTMLElement>): 'before' | 'behind' => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY < top + height / 2 ? 'before' : 'behind';
  };
  const isOurs = (event: DragEvent): boolean => event.dataTransfer.types.includes(dragged);
  return {
    over,
    leaving,
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(dragged, id);
      event.dataTransfer.effectAllowed = 'move';
      setLeaving(true);
    },
    onDragEnd: () => setLeaving(false),
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      setOver(side(event));
    },
    onDragLeave: () => setOver(null),
    onDrop: (event: DragEvent<HTMLElement>) => {
      setOver(null);
      if (!isOurs(event)) return;
      event.preventDefault();
      onDrop(event.dataTransfer.getData(dragged), side(event) === 'behind');
    },
  };
}
