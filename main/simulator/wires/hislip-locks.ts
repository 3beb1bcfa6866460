/** The longest name of a shared lock. Bytes. source: VPP-4.3, 3.6.2 (an access key has at most 256) */
const longestKey = 256;

/** Answer to a request. source: IVI-6.1, Table 19 */
export const lockResults = { failed: 0, granted: 1, error: 3 } as const;
/** Answer to a release. source: IVI-6.1, Table 20 */
export const releaseResults = { exclusive: 1, shared: 2, error: 3 } as const;

type LockResult = (typeof lockResults)[keyof typeof lockResults];
type ReleaseResult = (typeof releaseResults)[keyof typeof releaseResults];

interface Waiting {
  readonly client: object;
  readonly key: string;
  readonly answer: (result: LockResult) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The locks of one instrument: one client may hold it alone, several may share it under a name, and one of those may hold
 * it alone beside. Who came first is served first. source: IVI-6.1, 6.5 and Table 22
 */
export class Locks {
  #exclusive: object | null = null;
  #key = '';
  readonly #shared = new Set<object>();
  #waiting: Waiting[] = [];
  readonly #listeners = new Set<() => void>();

  /** Calls when somebody got or gave back a lock. Returns what takes the listener away. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Whether the instrument works for this client now. */
  admits(client: object): boolean {
    if (this.#exclusive !== null) return this.#exclusive === client;
    return this.#shared.size === 0 || this.#shared.has(client);
  }

  /** `key`: empty for the exclusive lock. Answers at once, or within `timeoutMs` when somebody else is in the way. */
  request(client: object, key: string, timeoutMs: number, answer: (result: LockResult) => void): void {
    const now = this.#try(client, key);
    if (now !== null || timeoutMs <= 0) {
      answer(now ?? lockResults.failed);
      if (now === lockResults.granted) this.#changed();
      return;
    }
    const timer = setTimeout(
      () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        answer(lockResults.failed);
      },
      // The longest that a timer of Node takes.
      Math.min(timeoutMs, 0x7fffffff),
    );
    const waiting = { client, key, answer, timer };
    this.#waiting.push(waiting);
  }

  /** Gives back one lock: the exclusive one first. */
  release(client: object): ReleaseResult {
    const exclusive = this.#exclusive === client;
    if (exclusive) this.#exclusive = null;
    else if (!this.#shared.delete(client)) return releaseResults.error;
    this.#changed();
    return exclusive ? releaseResults.exclusive : releaseResults.shared;
  }

  /** What this client waits for is answered now: it failed. */
  giveUp(client: object): void {
    const given = this.#waiting.filter((each) => each.client === client);
    this.#waiting = this.#waiting.filter((each) => each.client !== client);
    for (const each of given) {
      clearTimeout(each.timer);
      each.answer(lockResults.failed);
    }
  }

  /** The client has gone: its locks and what it waited for go with it. source: IVI-6.1, 6.5 */
  forget(client: object): void {
    this.giveUp(client);
    const exclusive = this.#exclusive === client;
    if (exclusive) this.#exclusive = null;
    if (this.#shared.delete(client) || exclusive) this.#changed();
  }

  /** `clients`: how many hold a lock; who holds both counts once. source: IVI-6.1, 6.6 */
  get info(): { readonly exclusive: boolean; readonly clients: number } {
    const holders = new Set(this.#shared);
    if (this.#exclusive !== null) holders.add(this.#exclusive);
    return { exclusive: this.#exclusive !== null, clients: holders.size };
  }

  /** Null: it has to wait. */
  #try(client: object, key: string): LockResult | null {
    if (key.length > longestKey) return lockResults.error;
    if (key === '') {
      if (this.#exclusive === client) return lockResults.error;
      if (this.#exclusive !== null || (this.#shared.size > 0 && !this.#shared.has(client))) return null;
      this.#exclusive = client;
      return lockResults.granted;
    }
    if (this.#shared.has(client) || this.#exclusive === client) return lockResults.error;
    if (this.#shared.size === 0 ? this.#exclusive !== null : this.#key !== key) return null;
    this.#key = key;
    this.#shared.add(client);
    return lockResults.granted;
  }

  #changed(): void {
    for (const each of this.#waiting) {
      const result = this.#try(each.client, each.key);
      if (result === null) continue;
      clearTimeout(each.timer);
      this.#waiting = this.#waiting.filter((other) => other !== each);
      each.answer(result);
    }
    for (const listener of this.#listeners) listener();
  }
}
