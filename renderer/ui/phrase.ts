import { createElement, Fragment, type ReactNode } from 'react';
import { spokenParts } from '#shared/language/t.ts';

/** A phrase with elements in its places, as `t` is one of words: tx`Next in ${<b>3 s</b>}.` */
export function tx(strings: TemplateStringsArray, ...values: readonly ReactNode[]): ReactNode {
  const parts = spokenParts(strings);
  const inOrder: ReactNode[] =
    parts === null
      ? strings.flatMap((text, place) => (place === 0 ? [text] : [values[place - 1], text]))
      : parts.map((part) => (typeof part === 'number' ? values[part] : part));
  // Not as an array: these are no list, and have no keys.
  return createElement(Fragment, null, ...inOrder);
}
