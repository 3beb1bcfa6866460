import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const interpreter = '/usr/bin/python3';
/** Nothing that it is asked takes so long, ms. */
const deadlineMs = 120_000;

/** What a Python server does, in a process of its own that lives over all rounds. */
export interface PythonPeer {
  /** Versions of what it uses; null for what is not installed. */
  readonly about: Readonly<Record<string, string | null>>;
  /** Does a task; how long it took there, s, and what it has to show for it. Rejects with what it says when it cannot. */
  ask(
    task: string,
    given: Readonly<Record<string, unknown>>,
  ): Promise<{
    readonly seconds: number;
    readonly proof: Readonly<Record<string, unknown>>;
  }>;
  close(): void;
}

/** Starts it; null, with a printed reason, where there is no Python. */
export async function startPython(): Promise<PythonPeer | null> {
  if (!existsSync(interpreter)) {
    console.log(`Without its peers in Python: there is no ${interpreter}.`);
    return null;
  }
  const child = spawn(interpreter, [new URL('./peers/python_server.py', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask: PythonPeer['ask'] = async (task, given) => {
    child.stdin.write(`${JSON.stringify({ task, with: given })}\n`);
    const over = new AbortController();
    const late = wait(deadlineMs, null, { signal: over.signal }).then(
      () => {
        child.kill();
        throw new Error(`Python did not do "${task}" within ${deadlineMs / 1000} s`);
      },
      () => ({ done: true as const, value: undefined }),
    );
    const { value, done } = await Promise.race([lines.next(), late]);
    over.abort();
    if (done === true || value === undefined) throw new Error(`Python ended at "${task}"`);
    const answer = JSON.parse(value) as
      | { seconds: number; proof: Record<string, unknown> }
      | { error: string };
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  };
  const { proof } = await ask('about', {});
  return {
    about: proof as Record<string, string | null>,
    ask,
    close: () => child.stdin.end(),
  };
}
