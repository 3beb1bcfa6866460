import { type Listed, meaningOf } from './meaning.ts';
import { unitsOf } from './units.ts';

/** Letters that may be wrong at the most. */
const most = 3;

/** The listed command that is spelled most like the first header of a line, for "did you mean"; null when none is near. */
export function nearest(list: readonly Listed[], line: string): string | null {
  const [unit] = unitsOf(line);
  const written = unit?.written.replace(/^:/u, '').toUpperCase() ?? '';
  if (unit === undefined || written === '' || meaningOf(list, unit) !== null) return null;
  let best: { readonly short: string; readonly distance: number } | null = null;
  for (const { command, header } of list) {
    if (header.query !== written.endsWith('?')) continue;
    const long = `${header.nodes
      .filter(({ optional }) => !optional)
      .map(({ word }) => word.toUpperCase())
      .join(':')}${header.query ? '?' : ''}`;
    const distance = Math.min(
      editDistance(written, command.short.toUpperCase()),
      editDistance(written, long),
    );
    if (distance > 0 && distance < (best?.distance ?? most + 1)) best = { short: command.short, distance };
  }
  return best !== null && best.distance < written.length / 2 ? best.short : null;
}

/** Letters to change, add or leave out; stops counting once it is more than 3. */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
