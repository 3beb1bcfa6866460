import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What the machine is made of. */
export interface Machine {
  readonly image: string;
  readonly initrd: Uint8Array;
  /** Folder that is the program's working folder inside. */
  readonly repository: string;
  /** Node's path inside, and the program's, from the repository. */
  readonly node: string;
  readonly program: string;
  /** More words for the kernel's command line. */
  readonly more: string;
  readonly deadlineMs: number;
  readonly onLine: (line: string) => void;
}

export interface Ended {
  /** Exit code of the program; null when it did not come to an end: the machine died, or its time was up. */
  readonly code: number | null;
  readonly late: boolean;
  /** Last lines of the kernel, for when something went wrong. */
  readonly log: string;
}

/**
 * Boots a virtual machine in software, without network, which sees the host's files read-only, and waits until the
 * program in it has ended or the time is up. The machine is gone when this resolves. Rejects when it cannot be started.
 */
export async function runMachine(machine: Machine): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-usb-vm-'));
  const log = join(folder, 'kernel.log');
  try {
    const initrd = join(folder, 'initrd');
    writeFileSync(initrd, machine.initrd);
    const share = (name: string, path: string): string[] => [
      '-fsdev',
      `local,id=${name},path=${path.replaceAll(',', ',,')},security_model=none,readonly=on,multidevs=remap`,
      '-device',
      `virtio-9p-pci,fsdev=${name},mount_tag=${name}`,
    ];
    const append = `console=ttyS0 loglevel=7 panic=-1 node=${machine.node} program=${machine.program} ${machine.more}`;
    const args = [
      '-nodefaults -no-user-config -no-reboot -display none -nic none -device virtio-rng-pci'.split(' '),
      // In software, always: hardware help is not to be had everywhere, and where it is only half there, it hangs.
      // Without memory protection keys: as they are emulated, they break Node's engine off now and then.
      '-accel tcg -cpu max,-pku -smp 2 -m 1500'.split(' '),
      ['-kernel', machine.image, '-initrd', initrd, '-append', append],
      share('root', '/'),
      share('repo', machine.repository),
      ['-serial', `file:${log}`, '-serial', 'stdio'],
    ].flat();
    const ended = await watch(args, machine);
    return { ...ended, log: tail(log) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function watch(
  args: readonly string[],
  machine: Machine,
): Promise<{ code: number | null; late: boolean }> {
  const child = spawn('qemu-system-x86_64', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let code: number | null = null;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, machine.deadlineMs);
  const stop = (): void => void child.kill('SIGKILL');
  for (const signal of ['SIGINT', 'SIGTERM', 'exit']) process.on(signal, stop);
  createInterface({ input: child.stderr }).on('line', (line) => machine.onLine(`qemu: ${line}`));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const exit = /^@exit (\d+)/.exec(line);
    if (exit === null) machine.onLine(line);
    else code = Number(exit[1]);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', () => resolve());
    });
    return { code, late };
  } finally {
    clearTimeout(timer);
    for (const signal of ['SIGINT', 'SIGTERM', 'exit']) process.removeListener(signal, stop);
  }
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-25).join('\n');
  } catch {
    return '(the kernel said nothing)';
  }
}
