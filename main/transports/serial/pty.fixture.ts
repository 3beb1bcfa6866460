import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { ReadStream } from 'node:tty';

/** Whether pairs of pseudo terminals can be had here; says so once where they cannot. */
export function ptysAvailable(who: string): boolean {
  const there = spawnSync('socat', ['-V'], { timeout: 5_000 }).status === 0;
  if (!there) process.stderr.write(`${who}: skipped: the program "socat" is not installed (Debian: socat)\n`);
  return there;
}

/** Two pseudo terminals with a cable between them: what goes into one comes out of the other. */
export interface PtyPair {
  readonly console: string;
  readonly instrument: string;
  /** The instrument's end, in bytes. */
  peer(): Duplex;
  /** The cable carries nothing any more, so the ports fill up. */
  block(): void;
  unblock(): void;
  /** Both ports disappear. */
  unplug(): Promise<void>;
}

const startMs = 5_000;

const openTerminal = (path: string): number =>
  openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);

/** Lays the cable. Both ports are kept open by the fixture: socat would end when the last user of one closes it. */
export async function ptyPair(): Promise<PtyPair> {
  const socat = spawn('socat', ['-d', '-d', 'pty,raw,echo=0', 'pty,raw,echo=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const over = new Promise<void>((resolve) => socat.once('close', () => resolve()));
  const [first, second] = await paths(socat);
  const held = [first, second].map(openTerminal);
  return {
    peer: () => new ReadStream(openTerminal(second)).setRawMode(true),
    console: first,
    instrument: second,
    block: () => void socat.kill('SIGSTOP'),
    unblock: () => void socat.kill('SIGCONT'),
    async unplug() {
      socat.kill('SIGKILL');
      await over;
      for (const fd of held.splice(0)) closeSync(fd);
    },
  };
}

function paths(socat: ChildProcess): Promise<[string, string]> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (): void => {
      socat.kill('SIGKILL');
      reject(new Error(`socat made no pair of terminals: ${said}`));
    };
    const timer = setTimeout(fail, startMs);
    socat.once('error', fail);
    socat.once('close', fail);
    socat.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString('latin1');
      const [first, second] = [...said.matchAll(/PTY is (\S+)/g)].map((match) => match[1]);
      // Only then does it carry bytes.
      if (first === undefined || second === undefined || !said.includes('starting data transfer loop'))
        return;
      clearTimeout(timer);
      socat.off('close', fail);
      resolve([first, second]);
    });
  });
}
