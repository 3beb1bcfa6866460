import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { PathStart } from '#main/critical-paths/run.ts';
import type { Round, RunnerOptions } from '#main/critical-paths/runner.ts';
import type { StartQuestion } from './profile-start.ts';

/** One answer takes no longer, ms: opening the longest history, making the largest backup. */
const answerMs = 300_000;

export interface ProcessStart extends PathStart {
  /** Rounds of an open path with V8's profiler on; answers with the names of the files. */
  record(id: string, rounds: number, folder: string): Promise<string[]>;
}

/** A start of the critical paths in a fresh process. It ends with `close`, or with this process. */
export function startedProcess(options: RunnerOptions): ProcessStart {
  const child: ChildProcess = fork(join(import.meta.dirname, 'profile-start.ts'), { stdio: 'inherit' });
  let turn: Promise<unknown> = Promise.resolve();
  const asked = async (question: StartQuestion): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const failed = (why: string): void => reject(new Error(`${question.ask}: ${why}`));
    const onExit = (): void => failed('the process has ended');
    const timer = setTimeout(() => {
      failed(`no answer within ${answerMs / 1000} s`);
      child.kill('SIGKILL');
    }, answerMs);
    child.once('exit', onExit);
    child.once('message', (answer: { value: unknown } | { error: string }) =>
      'error' in answer ? failed(answer.error) : resolve(answer.value),
    );
    if (child.connected) child.send(question);
    else failed('the process has ended');
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      child.off('exit', onExit);
      child.removeAllListeners('message');
    }
  };
  const ask = (question: StartQuestion): Promise<unknown> => {
    turn = turn.catch(() => undefined).then(() => asked(question));
    return turn;
  };
  const begun = ask({ ask: 'begin', options });
  begun.catch(() => undefined);
  return {
    async open(id) {
      await begun;
      await ask({ ask: 'open', id });
    },
    round: (id) => ask({ ask: 'round', id }) as Promise<Round>,
    prove: (id) => ask({ ask: 'prove', id }) as Promise<string>,
    record: (id, rounds, folder) => ask({ ask: 'record', id, rounds, folder }) as Promise<string[]>,
    async close() {
      if (child.exitCode === null && child.connected) await ask({ ask: 'close' });
      child.disconnect();
    },
  };
}
