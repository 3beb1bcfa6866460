import { type ReactNode, useMemo } from 'react';
import { type NumberList, sayNumber, sparkPath } from './numbers.ts';

const width = 360;
const height = 44;

/** A list of numbers as a line from its least to its most, in the order of the reply. The words beside it say the same. */
export function Sparkline({ list }: { readonly list: NumberList }): ReactNode {
  const path = useMemo(() => sparkPath(list, width, height), [list]);
  const { least, most } = list;
  if (least === null || most === null) return null;
  return (
    <div className="terminal-spark" aria-hidden="true">
      <svg viewBox={`-2 -2 ${width + 4} ${height + 4}`} width={width + 4} height={height + 4}>
        <path d={path} fill="none" stroke="currentColor" strokeWidth="1.2" strokeLinejoin="round" />
      </svg>
      <span className="ui-dim">
        <span>{sayNumber(most)}</span>
        <span>{sayNumber(least)}</span>
      </span>
    </div>
  );
}
