import { spawnSync } from 'node:child_process';

/** Debian's Python: the packages are installed for it. */
export const python = '/usr/bin/python3';

/** Whether Python has this module; says so once where it has not. */
export function pythonHas(who: string, module: string, packageName: string): boolean {
  const there = spawnSync(python, ['-c', `import ${module}`], { timeout: 15_000 }).status === 0;
  if (!there)
    process.stderr.write(`${who}: skipped: Python cannot import ${module} (Debian: ${packageName})\n`);
  return there;
}

/** Whether pyserial is there: a client, and an instrument, written elsewhere. */
export const pythonSerial = pythonHas('serial', 'serial', 'python3-serial');
