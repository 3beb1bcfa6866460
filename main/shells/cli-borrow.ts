import { Fault } from '#shared/faults.ts';
import type { Context } from './cli-command.ts';
import { type Session, withSession } from './cli-session.ts';
import { signIn } from './cli-sign-in.ts';

/**
 * An instrument, and a way to it, for as long as `work` takes; `id` is what the contract knows it by. An interrupt is `work`'s:
 * it may have something to finish at the instrument.
 */
export function withInstrument<T>(
  target: string,
  { signal, interrupt }: Context,
  work: (session: Session, id: string) => Promise<T>,
): Promise<T> {
  return withSession(signal, async (session) => {
    await signIn(session, signal, interrupt);
    const opening = new AbortController();
    const borrowed = session.client.instruments
      .borrow({ target }, { signal: opening.signal })
      [Symbol.asyncIterator]();
    const giveUp = (): void => opening.abort(signal.reason);
    try {
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      const { value, done } = await borrowed.next();
      signal.removeEventListener('abort', giveUp);
      if (done === true) throw new Fault('CANCELLED', 'It was given up.');
      return await work(session, value.id);
    } finally {
      await borrowed.return?.();
    }
  });
}
