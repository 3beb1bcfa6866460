import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { codeAt } from '#main/accounts/accounts.fixture.ts';
import { type Core, openCore } from '#main/core.ts';

const launcher = fileURLToPath(new URL('lablink.mjs', import.meta.url));
const consoleFile = fileURLToPath(new URL('control-console.fixture.ts', import.meta.url));
/** A name and a password for tests; nothing else uses them. */
export const tester = { name: 'bench-test', password: 'seven grey kettles hum' } as const;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A process whose streams are read. */
export class Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  out = '';
  err = '';

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on('data', (chunk) => {
      this.out += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      this.err += chunk;
    });
    this.ended = once(child, 'close').then(([code, signal]) => ({
      code,
      signal,
      out: this.out,
      err: this.err,
    }));
  }
  /** Waits until standard output has what is looked for; answers with what was found. */
  async seen(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.out);
      if (found !== null) return found[0];
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.out}${this.err}`);
      await Promise.race([once(this.child.stdout!, 'data'), this.ended]);
    }
  }
}

/** A data folder, and command lines and consoles on it, in processes of their own. */
export class Place {
  readonly parent: string = mkdtempSync(join(tmpdir(), 'lablink-cli-'));
  folder: string = join(this.parent, 'data');
  readonly #runs: Run[] = [];
  #env: Record<string, string> = {};

  /** For every process from here on. */
  set(env: Record<string, string>): void {
    this.#env = env;
  }
  /** `input`: lines for standard input, which stays open; null for none at all. */
  #spawn(command: string, args: readonly string[], input: readonly string[] | null): Run {
    const { LABLINK_TOKEN: _, ...env } = process.env;
    const child = spawn(command, args, {
      stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: { ...env, LABLINK_HOME: this.folder, DISPLAY: '', WAYLAND_DISPLAY: '', ...this.#env },
    });
    const run = new Run(child);
    this.#runs.push(run);
    // A command that has ended reads no more.
    child.stdin?.on('error', () => undefined);
    for (const line of input ?? []) child.stdin?.write(`${line}\n`);
    return run;
  }
  start(...args: string[]): Run {
    return this.#spawn(process.execPath, [launcher, ...args], null);
  }
  lablink(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }
  /** May write no file longer than so many bytes: to the program that is a disk that is full. */
  limited(bytes: number, ...args: string[]): Promise<Ended> {
    const shell = ['-c', 'ulimit -f "$0" && exec "$@"', `${bytes / 512}`];
    return this.#spawn('sh', [...shell, process.execPath, launcher, ...args], null).ended;
  }
  /** With these lines on standard input. */
  typing(lines: readonly string[], ...args: string[]): Promise<Ended> {
    const run = this.dialogue(lines, ...args);
    run.child.stdin?.end();
    return run.ended;
  }
  /** The same, and more may be typed. */
  dialogue(lines: readonly string[], ...args: string[]): Run {
    return this.#spawn(process.execPath, [launcher, ...args], lines);
  }
  /** On a terminal of util-linux's `script`; what is typed is written when the question has been asked. */
  onTerminal(...args: string[]): Run {
    const command = [process.execPath, launcher, ...args].map((each) => `'${each}'`).join(' ');
    return this.#spawn('script', ['-qec', command, '/dev/null'], []);
  }
  /** A console without a page, in a process of its own; resolves when it has opened. */
  async console(): Promise<Run> {
    const run = this.#spawn(process.execPath, [consoleFile], null);
    await run.seen(/open\n/);
    return run;
  }
  /** Work with a core of one's own on the folder. */
  async withCore<T>(work: (core: Core) => Promise<T>): Promise<T> {
    const core = await openCore({
      folder: this.folder,
      keyring: null,
      version: 'test',
      onQuit: () => undefined,
      connectAll: false,
    });
    try {
      return await work(core);
    } finally {
      await core.close({ outputs: 'keep', who: 'test' });
    }
  }
  /** Makes the first account; answers with its recovery codes and secret, and the authenticator's secret. */
  makeAccount() {
    return this.withCore(async ({ handlers: { accounts } }) => {
      const call = { seat: 'test', identity: null, who: 'test', signal: new AbortController().signal };
      const { secret } = await accounts.firstRunBegin(tester, call);
      const kept = await accounts.firstRunConfirm({ code: codeAt(secret, Date.now()) }, call);
      await accounts.firstRunFinish({}, call);
      return { totp: secret, ...kept };
    });
  }
  /** Operator, request or action, and status of every record, read by a program that shares nothing with the console. */
  records(): string[] {
    const sql =
      "SELECT coalesce(operator, '') || ' | ' || trim(coalesce(CAST(request AS TEXT), kind), char(10)) || ' | ' || coalesce(status, '') FROM record ORDER BY seq";
    const file = join(this.folder, 'lablink.db');
    try {
      return execFileSync('sqlite3', ['-readonly', file, sql], { encoding: 'utf8', timeout: 10_000 }).split(
        '\n',
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      console.log("Debian's sqlite3 is not installed: Node's own reads the history.");
      return new DatabaseSync(file, { readOnly: true })
        .prepare(sql)
        .all()
        .map((row) => String(Object.values(row)[0]));
    }
  }
  async remove(): Promise<void> {
    for (const { child } of this.#runs) child.kill('SIGKILL');
    await Promise.all(this.#runs.map(({ ended }) => ended));
    rmSync(this.parent, { recursive: true, force: true });
  }
}
