import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { vars } from '#renderer/ui/vars.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { type EntryActs, EntryView } from './EntryView.tsx';
import { followsNewest } from './follow.ts';
import type { Transcript } from './transcript.ts';
import { t } from '#shared/language/t.ts';

export interface TranscriptHandle {
  page(direction: -1 | 1): void;
}

/** What was sent and what came of it. Only what is in sight is drawn; it follows the newest unless one has scrolled up. */
export function TranscriptView(props: {
  readonly name: string;
  readonly transcript: Transcript;
  readonly acts: EntryActs;
  readonly empty: ReactNode;
  readonly handle: Ref<TranscriptHandle>;
}): ReactNode {
  const { entries, dropped } = props.transcript;
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  /** Where it was put by itself, px. */
  const put = useRef(0);
  const [away, setAway] = useState(false);
  // The virtualizer changes in place; nothing here is memoised by a compiler.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => 52,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: 6,
  });
  const total = virtual.getTotalSize();
  const last = entries.at(-1)?.id;
  const toEnd = useCallback((): void => {
    const element = box.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    put.current = element.scrollTop;
    following.current = true;
    setAway(false);
  }, []);
  useLayoutEffect(() => {
    if (following.current) toEnd();
  }, [toEnd, total, last]);
  // The window, or what stands below, changes its height: the newest stays in sight.
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const resize = new ResizeObserver(() => {
      if (following.current) toEnd();
    });
    resize.observe(element);
    return () => resize.disconnect();
  }, [toEnd]);
  const scrolled = (): void => {
    const element = box.current;
    if (element === null) return;
    const { scrollTop: top, scrollHeight: height, clientHeight: seen } = element;
    const end = followsNewest(following.current, put.current, { top, height, seen });
    following.current = end;
    setAway(!end);
  };
  useImperativeHandle(props.handle, () => ({
    page: (direction) => box.current?.scrollBy({ top: direction * (box.current.clientHeight - 48) }),
  }));

  const newest = entries.findLast(({ kind }) => kind === 'exchange')?.id;
  return (
    <div className="terminal-transcript">
      {/* What scrolls can be scrolled with keys. */}
      <div
        ref={box}
        className="terminal-scroll"
        onScroll={scrolled}
        tabIndex={0}
        role="region"
        aria-label={t`Transcript of ${props.name}`}
      >
        {entries.length === 0 ? (
          props.empty
        ) : (
          <>
            {dropped > 0 && (
              <p className="terminal-dropped ui-dim">
                {dropped === 1
                  ? t`The oldest entry made room for newer ones. The history (F4) has everything.`
                  : t`The ${formatFixed(dropped, 0)} oldest entries made room for newer ones. The history (F4) has everything.`}
              </p>
            )}
            <div className="terminal-entries" role="list" style={vars({ '--height': `${total}px` })}>
              {virtual.getVirtualItems().map(({ key, index, start }) => {
                const entry = entries[index];
                return (
                  entry !== undefined && (
                    <div
                      key={key}
                      ref={virtual.measureElement}
                      data-index={index}
                      role="listitem"
                      aria-setsize={entries.length}
                      aria-posinset={index + 1}
                      style={vars({ '--y': `${start}px` })}
                    >
                      <EntryView entry={entry} newest={entry.id === newest} acts={props.acts} />
                    </div>
                  )
                );
              })}
            </div>
          </>
        )}
      </div>
      {away && (
        <div className="terminal-newest">
          <Button size="small" icon="down" onPress={toEnd}>
            {t`To the newest`}
          </Button>
        </div>
      )}
    </div>
  );
}
