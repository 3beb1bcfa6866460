import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const busybox = '/run/busybox';
const socketPath = '/run/gadget.sock';
const python = '/usr/bin/python3';

/** Where the gadget appears: the only port of the only bus. */
export const usbInterface = '/sys/bus/usb/devices/1-1:1.0';
export const address = 'usb://1d6b:0104/LABLINK1';

/** What the gadget has seen. */
export interface Seen {
  /** Rules of the class that the host broke. */
  readonly violations: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly remote: 'LOC' | 'REM' | 'RWLS';
  readonly faults: Readonly<Record<string, number>>;
  readonly log: readonly string[];
  /** What went over the cable last, when it was asked for with `trace`. */
  readonly trace: readonly string[];
}

/** What instrument is on the desk. */
export interface Setup {
  readonly speed?: 'full' | 'high';
  readonly interrupt?: boolean;
  readonly usb488?: boolean;
}

/** Loads or unloads a kernel module. */
export async function loadModule(name: string, ...options: string[]): Promise<void> {
  await run(busybox, ['insmod', `/run/modules/${name}.ko`, ...options], { timeout: 10_000 });
}
export async function unloadModule(name: string): Promise<void> {
  await run(busybox, ['rmmod', name], { timeout: 10_000 });
}

/** Resolves when a device of /sys is there and the system has told everybody, or is gone. */
export async function settled(path: string, there: boolean): Promise<void> {
  const how = there ? [] : ['--removed'];
  await run('udevadm', ['wait', '--timeout=15', ...how, path], { timeout: 20_000 });
}

/** The instrument on the desk, and the hands of who stands there. */
export class Gadget {
  readonly #process: ChildProcess;
  readonly #socket: Socket;
  readonly #answers: Interface;

  private constructor(process: ChildProcess, socket: Socket) {
    this.#process = process;
    this.#socket = socket;
    this.#answers = createInterface({ input: socket });
  }

  /** Sets it up and plugs it in. */
  static async start({ speed = 'high', interrupt = true, usb488 = true }: Setup = {}): Promise<Gadget> {
    await loadModule('dummy_hcd', `is_high_speed=${speed === 'high' ? 1 : 0}`);
    const options = [...(interrupt ? [] : ['--no-interrupt']), ...(usb488 ? [] : ['--no-usb488'])];
    const child = spawn(python, ['tools/usb-vm/gadget/main.py', ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await Promise.race([
      once(createInterface({ input: child.stdout }), 'line'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`the gadget ended with ${code}`);
      }),
    ]);
    const socket = connect(socketPath);
    await once(socket, 'connect');
    const gadget = new Gadget(child, socket);
    await gadget.plug();
    return gadget;
  }

  async order(text: string): Promise<Seen> {
    const answer = once(this.#answers, 'line');
    this.#socket.write(`${text}\n`);
    const [line] = (await answer) as [string];
    return JSON.parse(line) as Seen;
  }

  seen(): Promise<Seen> {
    return this.order('state');
  }

  /** Does nothing when it is plugged in. */
  async plug(): Promise<void> {
    if (!existsSync(usbInterface)) await this.order('plug');
    await settled(usbInterface, true);
  }

  async unplug(): Promise<void> {
    await this.order('unplug');
    await settled(usbInterface, false);
  }

  async stop(): Promise<void> {
    this.#socket.destroy();
    const over = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    await over;
    clearTimeout(timer);
    if (existsSync(usbInterface)) await settled(usbInterface, false);
    await unloadModule('dummy_hcd');
  }
}
