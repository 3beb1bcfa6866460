import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..');

/** The real console in a process of its own, served to a browser, with a data folder of its own. */
export class ConsoleProcess {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'lablink-e2e-'));
  readonly lines: string[] = [];
  #child: ChildProcess | null = null;

  /** Starts it and answers with the address it prints; each start prints a new one-time address. */
  async start(): Promise<string> {
    const child = spawn(process.execPath, [join(root, 'main/shells/loopback-main.ts')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Without a display it prints the address instead of opening a browser.
      env: { ...process.env, LABLINK_HOME: this.folder, DISPLAY: '', WAYLAND_DISPLAY: '' },
    });
    this.#child = child;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(
      () => reject(new Error(`no address within 30 s:\n${this.lines.join('\n')}`)),
      30_000,
    );
    const listen = (stream: NodeJS.ReadableStream): void => {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        if (/^http:\/\/127\.0\.0\.1:\d+\/\S+$/.test(line)) resolve(line);
      });
    };
    listen(child.stdout!);
    listen(child.stderr!);
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${this.lines.join('\n')}`)));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
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
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
    return child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
