import type { Transport } from '#main/transports/transport.ts';
import type { BusWord, Entry } from './format.ts';

/** One part of an answer, and how long after the question it came, ms. */
export interface Part {
  readonly got: Awaited<ReturnType<Transport['read']>>;
  readonly afterMs: number;
}

/** What was said once, and what came until the next thing was said. */
interface Said {
  /** Counts everything that was said. */
  readonly number: number;
  readonly parts: readonly Part[];
}

/**
 * Which answer belongs to what is sent. The answers to one message are given in their recorded order, one for each time
 * that it is sent; after the last one, it stays the last: an instrument goes on holding what it held. What changes
 * something (it had no answer) skips the answers from before it: read back is what was read back then.
 */
export class Script {
  readonly #said = new Map<string, Said[]>();
  readonly #next = new Map<string, number>();
  readonly #statusBytes: number[] = [];
  readonly #did = new Set<BusWord>();
  #status = 0;
  /** The last change that was sent. */
  #changed = -1;

  constructor(entries: readonly Entry[]) {
    let parts: Part[] | null = null;
    let since = 0;
    let number = 0;
    for (const entry of entries)
      switch (entry.kind) {
        case 'sent': {
          parts = [];
          since = entry.at;
          const key = keyOf(entry.bytes);
          const all = this.#said.get(key);
          const said: Said = { number: number++, parts };
          if (all === undefined) this.#said.set(key, [said]);
          else all.push(said);
          break;
        }
        case 'got':
          parts?.push({
            got: { bytes: entry.bytes, end: entry.end },
            afterMs: Math.max(0, (entry.at - since) * 1000),
          });
          break;
        case 'bus':
          this.#did.add(entry.what);
          if (entry.statusByte !== null) this.#statusBytes.push(entry.statusByte);
          break;
        case 'opened':
        case 'closed':
          parts = null;
      }
  }

  /** What came when this was sent; null when it never was. */
  answer(bytes: Uint8Array): readonly Part[] | null {
    const key = keyOf(bytes);
    const all = this.#said.get(key);
    if (all === undefined) return null;
    let index = this.#next.get(key) ?? 0;
    while (index < all.length - 1 && (all[index]?.number ?? 0) < this.#changed) index++;
    this.#next.set(key, Math.min(index + 1, all.length - 1));
    const said = all[index];
    if (said === undefined) return null;
    if (said.parts.length === 0 && !key.includes('?')) this.#changed = Math.max(this.#changed, said.number);
    return said.parts;
  }

  /** True when this was done while it was recorded. */
  did(what: BusWord): boolean {
    return this.#did.has(what);
  }

  /** The next status byte that was read then; null when there was none. */
  statusByte(): number | null {
    const statusByte = this.#statusBytes[this.#status] ?? null;
    this.#status = Math.min(this.#status + 1, Math.max(0, this.#statusBytes.length - 1));
    return statusByte;
  }
}

/** The terminator is the link's business, and a transcript may be written by hand. */
const keyOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\r\n]+$/, '');
