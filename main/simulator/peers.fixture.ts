import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program of somebody else's to its end, within 15 s. */
const execute = promisify(execFile);
export const deadline = { timeout: 15_000, killSignal: 'SIGKILL' } as const;
export const runPeer = (
  program: string,
  args: readonly string[],
): Promise<{ stdout: string; stderr: string }> => execute(program, args, deadline);

/** Debian's Python, which Debian's packages are for. */
export const python = '/usr/bin/python3';

/** Whether a program runs at all. */
export const runs = (program: string, args: readonly string[]): Promise<boolean> =>
  runPeer(program, args).then(
    () => true,
    () => false,
  );

export const lxiInstalled: boolean = await runs('lxi', ['--version']);
export const pyvisaInstalled: boolean = await runs(python, ['-c', 'import pyvisa, pyvisa_py']);

/** Says once, on standard error, which peer is missing. */
export function sayMissing(tests: string): void {
  if (!lxiInstalled)
    process.stderr.write(
      `${tests}: skipped lxi-tools: the program "lxi" is not installed (Debian: lxi-tools)\n`,
    );
  if (!pyvisaInstalled)
    process.stderr.write(
      `${tests}: skipped pyvisa-py: Python cannot import it (Debian: python3-pyvisa-py)\n`,
    );
}
