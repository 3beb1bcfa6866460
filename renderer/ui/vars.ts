import type { CSSProperties } from 'react';

/** CSS custom properties for a `style` prop: the only inline style there is. Numbers stay without a unit. */
export function vars(values: Readonly<Record<`--${string}`, string | number>>): CSSProperties {
  return values as CSSProperties;
}

/** Class names that hold, joined. */
export function classes(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
