import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..');

export interface ConsoleOptions {
  /** A data folder that somebody else removes. Left out: one of its own, removed at the end. */
  readonly folder?: string;
  /** Beside the environment of the test. */
  readonly env?: Readonly<Record<string, string>>;
  /** For Node, before the program. */
  readonly nodeArgs?: readonly string[];
}

/** The real console in a process of its own, served to a browser, with a data folder of its own. */
export class ConsoleProcess {
  readonly folder: string;
  /** All that it printed, over all its starts. */
  readonly lines: string[] = [];
  readonly #options: ConsoleOptions;
  #child: ChildProcess | null = null;
  #wanted: ((address: string) => void)[] = [];

  constructor(options: ConsoleOptions = {}) {
    this.#options = options;
    this.folder = options.folder ?? mkdtempSync(join(tmpdir(), 'lablink-e2e-'));
  }

  /** Starts it and answers with the address it prints; each start prints a new one-time address. */
  async start(): Promise<string> {
    const { env = {}, nodeArgs = [] } = this.#options;
    const child = spawn(process.execPath, [...nodeArgs, join(root, 'main/shells/loopback-main.ts')], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'pipe'],
      // Without a display it prints the address instead of opening a browser.
      env: { ...process.env, LABLINK_HOME: this.folder, DISPLAY: '', WAYLAND_DISPLAY: '', ...env },
    });
    this.#child = child;
    for (const stream of [child.stdout!, child.stderr!])
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        if (/^http:\/\/127\.0\.0\.1:\d+\/\S+$/.test(line)) this.#wanted.shift()?.(line);
      });
    return this.#address(child);
  }

  /** Another one-time address of the running console, for another window: Enter in its terminal. */
  async anotherAddress(): Promise<string> {
    const child = this.#child;
    if (child === null) throw new Error('the console is not running');
    const address = this.#address(child);
    child.stdin!.write('\n');
    return address;
  }

  async #address(child: ChildProcess): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#wanted.push(resolve);
    const said = (): string => this.lines.join('\n');
    const timer = setTimeout(() => reject(new Error(`no address within 30 s:\n${said()}`)), 30_000);
    const ended = (code: number | null): void => reject(new Error(`ended with ${code}:\n${said()}`));
    child.once('close', ended);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      child.off('close', ended);
      this.#wanted = this.#wanted.filter((each) => each !== resolve);
    }
  }

  /** Ends it as a crash or a power cut of the process would: no handler runs. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ctrl-C. Answers with its exit code; a console that does not end within 15 s is killed and answers null. */
  interrupt(): Promise<number | null> {
    return this.#end('SIGINT');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const ended = once(child, 'close');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
    return child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    if (this.#options.folder === undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}
