import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How a probe ended: with an answer, or in a way that a person has to be told about. */
export type Probed<T> =
  | { readonly answer: T; readonly failed: null }
  | { readonly answer: null; readonly failed: string };

/**
 * Runs `<name>-probe.ts` in a process of its own and answers with the JSON it prints: a native module that crashes takes only that
 * process with it, and one that hangs is ended. Never rejects.
 */
export async function probe<T>(
  name: string,
  args: readonly string[],
  deadlineMs: number,
): Promise<Probed<T>> {
  const file = fileURLToPath(new URL(`./${name}-probe.ts`, import.meta.url));
  try {
    const { stdout } = await run(process.execPath, [file, ...args], {
      timeout: deadlineMs,
      killSignal: 'SIGKILL',
      maxBuffer: 4 * 2 ** 20,
      windowsHide: true,
    });
    return { answer: JSON.parse(stdout) as T, failed: null };
  } catch (error) {
    const { killed, signal, stderr } = error as { killed?: boolean; signal?: string; stderr?: string };
    if (killed === true) return { answer: null, failed: `it did not answer within ${deadlineMs / 1000} s` };
    if (signal) return { answer: null, failed: `it crashed (${signal})` };
    // The first line that says what was wrong; what is around it is the program's own text and its path.
    const said = /^\w*Error: (.*)$/m.exec(stderr ?? '')?.[1] ?? (error as Error).message.split('\n')[0]!;
    return { answer: null, failed: said };
  }
}
