import type { ReactNode } from 'react';
import './Kbd.css';

/** Key caps: `Ctrl Z` is two caps. A hint for those who see; the control itself names the key in `aria-keyshortcuts`. */
export function Kbd({ keys }: { readonly keys: string }): ReactNode {
  return (
    <span className="ui-kbds" aria-hidden="true">
      {keys.split(' ').map((key, place) => (
        // The caps of one hint never change order.
        <kbd className="ui-kbd" key={`${place}${key}`}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
