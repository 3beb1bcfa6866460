import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import type { Link } from '#shared/contract/history.ts';
import { type Loopback, loopback } from '#main/transports/loopback.fixture.ts';
import { TcpTransport } from '#main/transports/tcp.ts';
import { createSession } from './create.ts';
import type { Effect, ExchangeId, Guard, Journal, Operator, Outcome, Request } from './ports.ts';
import type { ExchangeOptions, Session, SessionOptions } from './session.ts';

/** One line that a scripted instrument got, and the way to answer it. */
export interface Got {
  readonly line: string;
  readonly socket: Socket;
  readonly reply: (text: string) => void;
}

export const identity = 'LabLink,SCRIPT,1,1.0';

/** An instrument on a real socket that does what a test says; it knows `*IDN?` by itself. */
class Script extends EventEmitter {
  readonly lines: string[] = [];
  connections = 0;
  handle: (got: Got) => void;
  onConnect: (socket: Socket) => boolean = () => true;
  #server: Loopback | null = null;

  constructor(handle: (got: Got) => void = () => undefined) {
    super();
    this.handle = handle;
  }

  async start(): Promise<this> {
    this.#server = await loopback((socket) => this.#serve(socket));
    return this;
  }
  get port(): number {
    return this.#server?.port ?? 0;
  }
  get sockets(): readonly Socket[] {
    return this.#server?.sockets ?? [];
  }
  get socket(): Socket {
    const last = this.sockets.at(-1);
    if (last === undefined) throw new Error('nobody has connected');
    return last;
  }
  async stop(): Promise<void> {
    await this.#server?.close();
  }

  #serve(socket: Socket): void {
    this.connections++;
    if (!this.onConnect(socket)) return;
    let rest = '';
    socket.on('data', (data) => {
      const parts = (rest + data.toString('latin1')).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        this.lines.push(line);
        if (line === '*IDN?' && !this.listenerCount('identity')) socket.write(`${identity}\n`);
        else if (line === '*IDN?')
          this.emit('identity', { line, socket, reply: (text: string) => socket.write(`${text}\n`) });
        else this.handle({ line, socket, reply: (text) => socket.write(`${text}\n`) });
        this.emit('line', line);
      }
    });
  }

  /** Resolves when this line has come, `times` times. */
  async got(line: string, times = 1): Promise<void> {
    while (this.lines.filter((one) => one === line).length < times) await once(this, 'line');
  }
}

/** A journal that remembers, and can be told to fail or to hang. */
class Diary implements Journal {
  readonly entries: string[] = [];
  readonly outcomes: { readonly text: string; readonly outcome: Outcome }[] = [];
  mode: 'works' | 'fails' | 'hangs' = 'works';
  settles: 'works' | 'fails' | 'hangs' = 'works';
  onIntend: () => void | Promise<void> = () => undefined;
  #texts: string[] = [];

  async intend(_link: Link, request: Request): Promise<ExchangeId> {
    this.entries.push(`intend ${request.text}`);
    await this.onIntend();
    await done(this.mode);
    this.entries.push(`durable ${request.text}`);
    return this.#texts.push(request.text) - 1;
  }
  async settle(id: ExchangeId, outcome: Outcome): Promise<void> {
    const text = this.#texts[id] ?? '';
    this.entries.push(`settle ${text} ${outcome.status}`);
    this.outcomes.push({ text, outcome });
    await done(this.settles);
  }
  note(_link: Link, request: Request, outcome: Outcome): void {
    this.entries.push(`note ${request.text} ${outcome.status}`);
    this.outcomes.push({ text: request.text, outcome });
  }
  reading(): void {
    this.entries.push('reading');
  }
}
function done(mode: Diary['mode']): Promise<void> {
  if (mode === 'hangs') return new Promise(() => undefined);
  return mode === 'fails'
    ? Promise.reject(new Error('disk full'))
    : new Promise((resolve) => setImmediate(resolve));
}

/** A guard that counts, and refuses what a test says. */
class Watch implements Guard {
  readonly checked: string[] = [];
  readonly unknown: string[] = [];
  refuse: (request: Request) => void = () => undefined;

  check(_instrument: string, request: Request): void {
    this.checked.push(request.text);
    this.refuse(request);
  }
  unknownSent(instrument: string): void {
    this.unknown.push(instrument);
  }
}

export const person: Operator = { name: 'Ada', confirmed: false };
const none: readonly Effect[] = [{ kind: 'none' }];
export const harmless: readonly Effect[] = [{ kind: 'harmless' }];
export const unknown: readonly Effect[] = [{ kind: 'unknown', text: 'APPL' }];
export const off: readonly Effect[] = [{ kind: 'output', channel: 1, on: false }];
export const on: readonly Effect[] = [{ kind: 'output', channel: 1, on: true }];
export const setpoint: readonly Effect[] = [{ kind: 'setpoint', channel: 1, quantity: 'voltage', value: 5 }];

export const ask = (more: Partial<ExchangeOptions> = {}): ExchangeOptions => ({
  lane: 'person',
  operator: person,
  effects: none,
  reply: true,
  ...more,
});
export const tell = (effects: readonly Effect[], more: Partial<ExchangeOptions> = {}): ExchangeOptions =>
  ask({ effects, reply: false, ...more });

/** Everything around one session under test. */
export interface Rig {
  readonly script: Script;
  readonly diary: Diary;
  readonly watch: Watch;
  readonly session: Session;
  readonly ask: (text: string, more?: Partial<ExchangeOptions>) => Promise<string>;
  /** Resolves when the link is in this state. */
  readonly reached: (state: Session['status']['state']) => Promise<void>;
  readonly end: () => Promise<void>;
}

export async function rig(handle?: (got: Got) => void, more: Partial<SessionOptions> = {}): Promise<Rig> {
  const script = await new Script(handle).start();
  const diary = new Diary();
  const watch = new Watch();
  const link: Link = {
    instrument: 'i1',
    name: 'Script',
    address: `tcp://127.0.0.1:${script.port}`,
    vendor: 'LabLink',
    model: 'SCRIPT',
    serial: '1',
    firmware: '1.0',
    driver: 'test',
  };
  const session = createSession({
    instrument: 'i1',
    connect: () => new TcpTransport({ host: '127.0.0.1', port: script.port, closeMs: 50 }),
    journal: diary,
    guard: watch,
    link: () => link,
    greet: async (greeted) => {
      await greeted.exchange('*IDN?', ask({ operator: { name: 'console', confirmed: false } }));
    },
    ...more,
    timing: {
      connect: 1000,
      // Long, or a busy machine is an instrument that does not answer; where that is meant, a test says how long.
      reply: 2000,
      backoffFirst: 10,
      backoffMax: 40,
      quiet: 15,
      record: 200,
      ...more.timing,
    },
  });
  return {
    script,
    diary,
    watch,
    session,
    ask: async (text, options) =>
      Buffer.from((await session.exchange(text, ask(options))) ?? []).toString('latin1'),
    reached: (state) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (session.status.state !== state) return;
          stop();
          resolve();
        };
        const stop = session.onStatus(look);
        look();
      }),
    end: async () => {
      await session.close();
      await script.stop();
    },
  };
}

/** Opens the session and waits until it serves. */
export async function ready(made: Rig): Promise<Rig> {
  made.session.open();
  await made.reached('ready');
  return made;
}
