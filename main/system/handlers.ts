import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { newest } from '#main/bridge/sources.ts';
import type { History } from '#main/history/service.ts';
import type { LoopDelay } from '#main/profiling/loop-delay.ts';
import type { system } from '#shared/contract/system.ts';

interface Parts {
  readonly history: History;
  readonly loop: LoopDelay;
  /** Ends the console; resolves when the end has begun, so that the answer still reaches the window. */
  readonly quit: (outputs: 'keep' | 'off', who: string) => Promise<void>;
}

/** How the console itself is doing, once a second; and its end. */
export const systemHandlers = ({ history, loop, quit }: Parts): DomainHandlers<typeof system> => ({
  health: (_input, { signal }) =>
    newest(signal, (push) => {
      const tell = (): void =>
        push({
          loopP99Ms: loop.p99Ms,
          historyRows: history.health.rows,
          historyWritable: history.health.writable,
          now: Date.now(),
        });
      tell();
      const timer = setInterval(tell, 1000);
      return () => clearInterval(timer);
    }),
  quit: async ({ outputs }, { who }) => {
    await quit(outputs, who);
    return {};
  },
});
