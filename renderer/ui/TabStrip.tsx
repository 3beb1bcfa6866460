import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { nextTab } from './next-tab.ts';
import './TabStrip.css';

export interface StripTab {
  readonly id: string;
  readonly text: string;
  /** Where the text alone does not say it. */
  readonly label?: string;
  readonly icon: IconName;
}

export interface TabStripProps {
  readonly label: string;
  readonly tabs: readonly StripTab[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
  /** Del on a tab. */
  readonly onClose: (id: string) => void;
  /** A pointer went down on a tab: it may be dragged. */
  readonly onGrab?: (event: PointerEvent<HTMLElement>, id: string) => void;
  /** Ids of elements: of a tab, and of the panel that it shows. */
  readonly tabId: (id: string) => string;
  readonly panelId: (id: string) => string;
  /** At the right end. */
  readonly end?: ReactNode;
}

/** Tabs over a panel: one is seen, arrows go from one to the next. What is under them belongs to whoever draws it. */
export function TabStrip(props: TabStripProps): ReactNode {
  const { tabs, chosen, onChoose, onClose, onGrab } = props;
  const list = useRef<HTMLDivElement>(null);
  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const at = tabs.findIndex(({ id }) => id === chosen);
    const next = tabs[nextTab(event.key, at, tabs.length) ?? -1];
    if (next !== undefined) {
      onChoose(next.id);
      list.current?.querySelector<HTMLElement>(`[id="${props.tabId(next.id)}"]`)?.focus();
    } else if (event.key === 'Delete' && chosen !== null) onClose(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="ui-strip">
      {tabs.length > 0 && (
        <div className="ui-strip-tabs" role="tablist" aria-label={props.label} ref={list} onKeyDown={keyDown}>
          {tabs.map(({ id, text, label, icon }) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={props.tabId(id)}
              aria-selected={id === chosen}
              // What is behind another tab is not drawn at all.
              aria-controls={id === chosen ? props.panelId(id) : undefined}
              aria-label={label}
              tabIndex={id === chosen ? 0 : -1}
              onClick={() => onChoose(id)}
              onPointerDown={(event) => onGrab?.(event, id)}
            >
              <Icon name={icon} size={14} />
              <span className="ui-cut">{text}</span>
            </button>
          ))}
        </div>
      )}
      <span className="ui-grow" />
      {props.end}
    </div>
  );
}
