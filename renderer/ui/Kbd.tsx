import type { ReactNode } from 'react';
import { t } from '#shared/language/t.ts';
import './Kbd.css';

/** Keys that are called otherwise on the keyboards of other languages. */
const words: Readonly<Record<string, string>> = {
  Ctrl: t`Ctrl`,
  Shift: t`Shift`,
  Enter: t`Enter`,
  Del: t`Del`,
  Space: t`Space bar`,
  Hold: t`Hold`,
  Home: t`Home`,
  End: t`End`,
  Page: t`Page`,
};

/** What is on the caps, in words: `Strg Z`. */
export const keyWords = (keys: string): string =>
  keys
    .split(' ')
    .map((key) => words[key] ?? key)
    .join(' ');

/** Key caps: `Ctrl Z` is two caps. A hint for those who see; the control itself names the key in `aria-keyshortcuts`. */
export function Kbd({ keys }: { readonly keys: string }): ReactNode {
  return (
    <span className="ui-kbds" aria-hidden="true">
      {keys.split(' ').map((key, place) => (
        // The caps of one hint never change order.
        <kbd className="ui-kbd" key={`${place}${key}`}>
          {words[key] ?? key}
        </kbd>
      ))}
    </span>
  );
}
