import type { Session } from './session.ts';

/** The session as `greet` sees it: its exchanges come before everybody else's, as long as its link lasts. */
export function greeter(session: Session, exchange: Session['exchange'], signal: AbortSignal): Session {
  return {
    get status() {
      return session.status;
    },
    onStatus: (listener) => session.onStatus(listener),
    open: () => session.open(),
    retry: () => session.retry(),
    exchange: (text, options) => (signal.aborted ? Promise.reject(signal.reason) : exchange(text, options)),
    emergency: (messages, operator, deadlineMs) => session.emergency(messages, operator, deadlineMs),
    distrust: () => session.distrust(),
    close: () => session.close(),
  };
}
