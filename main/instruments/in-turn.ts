/**
 * Runs pieces of work one after the other, in the order they were given, whatever becomes of each. The answer is the
 * work's own.
 */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // The next piece waits for the end of this one, not for its success; who gave it sees the error.
    last = mine.catch(() => undefined);
    return mine;
  };
}
