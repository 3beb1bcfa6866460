/** The lock of one device: at most one link holds it. source: VXI-11, B.6.10 and B.6.11 */
export class DeviceLock {
  #holder: object | null = null;
  readonly #waiting = new Set<() => void>();

  isHeldBy(link: object): boolean {
    return this.#holder === link;
  }

  /** Whether a link may use the device now. */
  admits(link: object): boolean {
    return this.#holder === null || this.#holder === link;
  }

  /** Takes it if it is free. */
  take(link: object): boolean {
    if (this.#holder !== null) return false;
    this.#holder = link;
    return true;
  }

  /** Gives it up. Whoever waits looks again. False when this link has not held it. */
  release(link: object): boolean {
    if (this.#holder !== link) return false;
    this.#holder = null;
    for (const look of this.#waiting) look();
    return true;
  }

  /** Resolves with true as soon as `done` says so, which is asked again at each release; with false after `ms` or an abort. */
  until(done: () => boolean, ms: number, signal: AbortSignal): Promise<boolean> {
    if (done()) return Promise.resolve(true);
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (result: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        signal.removeEventListener('abort', giveUp);
        resolve(result);
      };
      const look = (): void => {
        if (done()) settle(true);
      };
      const giveUp = (): void => settle(false);
      const timer = setTimeout(giveUp, ms);
      this.#waiting.add(look);
      signal.addEventListener('abort', giveUp);
    });
  }
}
