import type { Port } from './port.ts';

/** Ports of this process that are being given back to the system: until then they cannot be opened again. */
const leaving = new Map<string, Promise<void>>();

/** A closing that the system does not end is no longer waited for after this long, ms. */
const patienceMs = 2_000;

/**
 * Gives a port back. Bytes that are still to go out have `drainMs` for it and are thrown away then: a port with such
 * bytes would keep the system from closing it. Never rejects.
 */
export async function release(port: Port, drainMs: number): Promise<void> {
  if (drainMs > 0) await within(port.drain(), drainMs);
  await within(port.flush(), patienceMs);
  await within(port.close(), patienceMs);
}

/** Remembers that the port at `path` is free when `gone` resolves. */
export function releasing(path: string, gone: Promise<void>): void {
  leaving.set(path, gone);
  void gone.then(() => {
    if (leaving.get(path) === gone) leaving.delete(path);
  });
}

/** Resolves when nothing of this process still gives the port back. */
export const released = (path: string): Promise<void> => leaving.get(path) ?? Promise.resolve();

/** Resolves when it is over, however it went, or after `ms`. */
function within(work: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const over = (): void => {
      clearTimeout(timer);
      resolve();
    };
    // The port may be gone already: nothing is left to be done then.
    work.then(over, over);
  });
}
