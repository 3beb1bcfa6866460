import type { KeyboardEvent, ReactNode } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';
import './PickList.css';

/** One thing that can be picked. */
export interface Pick {
  readonly id: string;
  readonly title: string;
  /** Below the title. */
  readonly detail: string;
  /** At the right: a path, a size. */
  readonly aside?: string;
  readonly icon?: IconName;
}

export interface PickListProps {
  readonly label: string;
  readonly items: readonly Pick[];
  /** What is none of the items picks none. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Instead of items: why there are none, and what to do. */
  readonly empty: ReactNode;
}

/** Enter on what is picked is Enter in a field: it sends the form. Enter on anything else picks it. */
function sendForm(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLElement)) return;
  if (event.target.ariaSelected === 'true') event.target.closest('form')?.requestSubmit();
}

/** A few things with a line about each, all seen; one is picked. It scrolls by itself when they are many. */
export function PickList({ label, items, value, onChange, empty }: PickListProps): ReactNode {
  return (
    <div className="ui-pick" onKeyDownCapture={sendForm}>
      <span className="ui-field-label" aria-hidden="true">
        {label}
      </span>
      <ListBox
        className="ui-pick-list"
        aria-label={label}
        selectionMode="single"
        selectedKeys={items.some(({ id }) => id === value) ? [value] : []}
        onSelectionChange={(keys) => {
          const chosen = items.find(({ id }) => keys !== 'all' && keys.has(id));
          if (chosen) onChange(chosen.id);
        }}
        renderEmptyState={() => <div className="ui-pick-empty">{empty}</div>}
      >
        {items.map(({ id, title, detail, aside, icon }) => (
          <ListBoxItem key={id} id={id} textValue={`${title} ${detail}`} className="ui-pick-item">
            {icon !== undefined && <Icon name={icon} size={18} />}
            <span className="ui-pick-words">
              <b className="ui-cut">{title}</b>
              <span className="ui-dim ui-cut">{detail}</span>
            </span>
            {aside !== undefined && <span className="ui-mono ui-mute ui-cut">{aside}</span>}
          </ListBoxItem>
        ))}
      </ListBox>
    </div>
  );
}
