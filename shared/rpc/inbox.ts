/**
 * The receiving half of a wire: keeps what arrives until somebody listens, and tells about the end once. Shared by every
 * body of `Wire`.
 */
export class Inbox {
  #kept: unknown[] = [];
  #listener: ((message: unknown) => void) | null = null;
  #ended: string | null = null;
  readonly #endListeners: ((why: string) => void)[] = [];

  /** Whether the end has been told. */
  get ended(): boolean {
    return this.#ended !== null;
  }
  /** A message arrived. After the end it is dropped. */
  deliver(message: unknown): void {
    if (this.#ended !== null) return;
    if (this.#listener === null) this.#kept.push(message);
    else this.#listener(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#kept.splice(0)) listener(message);
  }
  /** The wire is closed. Only the first time counts. */
  end(why: string): void {
    if (this.#ended !== null) return;
    this.#ended = why;
    this.#kept = [];
    for (const listener of this.#endListeners.splice(0)) listener(why);
  }
  onClose(listener: (why: string) => void): void {
    if (this.#ended !== null) listener(this.#ended);
    else this.#endListeners.push(listener);
  }
}
