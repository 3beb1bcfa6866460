import type { Timing } from '#shared/rpc/client-types.ts';
import type { LastInput } from './last-input.ts';

/**
 * What was sent later than this after a person's last act was not set off by it, ms. A key that is held and a search that waits for
 * the next letter take less.
 */
const recentMs = 500;
/** Answers whose painting is waited for at once, at most: a page that is not drawn must not grow a queue. */
const mostWaiting = 200;

/** When the answer to a call was received and painted, ms since 1970. */
export interface Seen {
  readonly call: number;
  readonly receivedMs: number;
  readonly paintedMs: number;
}

export interface CallTimingOptions {
  readonly input: LastInput;
  readonly seen: (seen: Seen) => void;
  /** Left out: the window's own. */
  readonly now?: () => number;
  readonly nextFrame?: (then: () => void) => void;
}

/** Tells when things happened in this window, while traces are kept (`setOn`). */
export function callTiming(options: CallTimingOptions): Timing & { setOn(on: boolean): void } {
  const {
    input,
    seen,
    now = () => performance.timeOrigin + performance.now(),
    nextFrame = (then) => void requestAnimationFrame(then),
  } = options;
  let on = false;
  let waiting = 0;
  return {
    setOn(value) {
      on = value;
    },
    asked() {
      if (!on) return null;
      const clickedMs = input.at();
      const sentMs = now();
      return clickedMs === null || sentMs - clickedMs > recentMs ? null : { clickedMs, sentMs };
    },
    answered(call) {
      const receivedMs = now();
      if (!on || waiting >= mostWaiting) return;
      waiting++;
      // The first frame draws what the answer changed; when the second begins, it is on the screen.
      nextFrame(() =>
        nextFrame(() => {
          waiting--;
          if (on) seen({ call, receivedMs, paintedMs: now() });
        }),
      );
    },
  };
}
