/** One part of a program message between semicolons, with its place in the text. */
export interface Unit {
  /** Offset of its header's first character. */
  readonly start: number;
  /** Offset behind its header. */
  readonly headerEnd: number;
  /** Offset behind the unit. */
  readonly end: number;
  /** The header as it is written, with `?` and a leading colon. */
  readonly written: string;
  /** Words of the branch it continues in; empty at the root. source: SCPI-99 vol. 1, 6.2.4. */
  readonly branch: readonly string[];
  readonly parameters: string;
}

/** Offsets at which the parts of a message begin; a semicolon in quotes, brackets or a block separates nothing. */
function partStarts(text: string): number[] {
  const starts = [0];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === "'") {
      const close = text.indexOf(char, at + 1);
      if (close < 0) break;
      at = close;
    } else if (char === '#') at += blockLength(text.slice(at)) - 1;
    else if (char === '(') depth++;
    else if (char === ')') depth = Math.max(depth - 1, 0);
    else if (char === ';' && depth === 0) starts.push(at + 1);
  }
  return starts;
}

/** Length of a definite block with its header; 1 when what begins with `#` is none. source: IEEE 488.2-1992, 7.7.6. */
function blockLength(text: string): number {
  const digits = Number(/^#([1-9])/u.exec(text)?.[1] ?? 0);
  const declared = text.slice(2, 2 + digits);
  return digits > 0 && declared.length === digits && /^\d+$/u.test(declared)
    ? Math.min(2 + digits + Number(declared), text.length)
    : 1;
}

/** The units of a message as far as it is typed; an empty one stands where the next would begin. */
export function unitsOf(text: string): readonly Unit[] {
  const starts = partStarts(text);
  let branch: readonly string[] = [];
  return starts.map((from, place) => {
    const end = place + 1 < starts.length ? (starts[place + 1] ?? 0) - 1 : text.length;
    const part = text.slice(from, end);
    const start = from + (part.length - part.trimStart().length);
    const [written = ''] = /^\S*/u.exec(text.slice(start, end)) ?? [];
    const headerEnd = start + written.length;
    const unit: Unit = {
      start,
      headerEnd,
      end,
      written,
      branch,
      parameters: text.slice(headerEnd, end).trim(),
    };
    if (written !== '' && !written.startsWith('*')) branch = wordsOf(unit).slice(0, -1);
    return unit;
  });
}

/** All words of a unit's header from the root, as they are written. */
export function wordsOf({ written, branch }: Pick<Unit, 'written' | 'branch'>): readonly string[] {
  const bare = written.replace(/\?$/u, '');
  if (bare.startsWith('*')) return [bare];
  return bare.startsWith(':') ? bare.slice(1).split(':') : [...branch, ...bare.split(':')];
}

/** The unit that the caret stands in, or behind. */
export const unitAt = (units: readonly Unit[], caret: number): Unit | undefined =>
  units.find(({ end }) => caret <= end) ?? units.at(-1);
