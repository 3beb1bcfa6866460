import type { FlameLayout } from './layout.ts';

export interface Found {
  /** 1 where the frame of this index fits. */
  readonly fits: Uint8Array;
  readonly count: number;
  /** Part of the whole that is spent in what fits and in all that it called, each moment once. */
  readonly share: number;
}

/** The functions in whose name or place all words of a text occur; null for no text. Large and small letters are the same. */
export function findFrames(layout: FlameLayout, text: string): Found | null {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return null;
  const { frames } = layout.flame;
  const fits = new Uint8Array(frames.length);
  let count = 0;
  let share = 0;
  const waiting = layout.rows === 0 ? [] : [{ frame: 0, inside: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { frame, inside } = next;
    const { name, where } = frames[frame]!;
    const said = `${name} ${where}`.toLowerCase();
    const fit = words.every((word) => said.includes(word));
    if (fit) {
      fits[frame] = 1;
      count++;
      // What lies in something that fits was counted with it.
      if (!inside) share += layout.right[frame]! - layout.left[frame]!;
    }
    for (const child of layout.children[frame]!) waiting.push({ frame: child, inside: inside || fit });
  }
  return { fits, count, share };
}
