import { useMemo, useState } from 'react';
import { type Suggestion, type Suggestions, suggest } from './complete.ts';
import type { Listed } from './meaning.ts';

export interface Completion {
  readonly suggestions: Suggestions;
  /** True while the list is on the screen. */
  readonly shown: boolean;
  /** The one that the arrows chose; null while they have not gone into the list. */
  readonly active: number | null;
  /** What Tab takes. */
  readonly first: Suggestion | undefined;
  /** Something was typed. */
  readonly follow: () => void;
  /** The person asks for it. */
  readonly ask: () => void;
  readonly close: () => void;
  readonly choose: (active: number | null) => void;
}

/** The list of what a line may become: it follows the typing, or comes when it is asked for. */
export function useCompletion(list: readonly Listed[] | null, line: string, caret: number): Completion {
  const [open, setOpen] = useState<'closed' | 'following' | 'asked'>('closed');
  const [active, setActive] = useState<number | null>(null);
  const suggestions = useMemo(
    () => suggest(list ?? [], line, caret, open === 'asked'),
    [list, line, caret, open],
  );
  const { list: found, from, to } = suggestions;
  const typed = line.slice(from, to);
  const isTyped = ({ header }: Suggestion): boolean => header.toUpperCase() === typed.toUpperCase();
  const news = found.some((each) => !isTyped(each));
  const shown = open !== 'closed' && found.length > 0 && (open === 'asked' || news);
  const chosen = shown && active !== null ? Math.min(active, found.length - 1) : null;
  const turn = (state: typeof open, at: number | null): void => {
    setOpen(state);
    setActive(at);
  };
  return {
    suggestions,
    shown,
    active: chosen,
    first: chosen === null ? (found.find((each) => !isTyped(each)) ?? found[0]) : found[chosen],
    follow: () => turn('following', null),
    ask: () => turn('asked', 0),
    close: () => turn('closed', null),
    choose: setActive,
  };
}
