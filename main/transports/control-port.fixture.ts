import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { type Loopback, loopback } from './loopback.fixture.ts';

/** An instrument with a data port and a control port, as the manuals of Keysight have it. */
export class KeysightSocket {
  /** Lines on each data connection, in the order of the connections. */
  readonly data: string[][] = [];
  readonly control: string[] = [];
  /** What it answers on the data port; null: nothing. */
  answer: (line: string) => string | null = (line) =>
    line === '*IDN?' ? 'Keysight Technologies,E36312A,MY1,1.0' : null;
  /** What it does when it is told `DCL`. */
  clear: (echo: () => void) => void = (echo) => echo();
  /** False: it does not know the header, as an older one. */
  known = true;
  #data: Loopback | null = null;
  #control: Loopback | null = null;
  #news = new EventEmitter();

  async start(): Promise<this> {
    this.#control = await loopback((socket) => this.#serveControl(socket));
    this.#data = await loopback((socket) => this.#serveData(socket));
    return this;
  }
  get port(): number {
    return this.#data?.port ?? 0;
  }
  get controlPort(): number {
    return this.#control?.port ?? 0;
  }
  /** The newest control connection. */
  get controlSocket(): Socket {
    const last = this.#control?.sockets.at(-1);
    if (last === undefined) throw new Error('nobody has connected');
    return last;
  }
  /** How many control connections there have been. */
  get controls(): number {
    return this.#control?.sockets.length ?? 0;
  }
  async stop(): Promise<void> {
    await this.#data?.close();
    await this.#control?.close();
  }
  async stopControl(): Promise<void> {
    await this.#control?.close();
  }
  /** Resolves when `what` is so; it is looked at after everything that happens. */
  async until(what: () => boolean): Promise<void> {
    while (!what()) await once(this.#news, 'news');
  }

  #serveData(socket: Socket): void {
    const lines: string[] = [];
    let errors = 0;
    this.data.push(lines);
    onLines(socket, (line) => {
      lines.push(line);
      if (line === 'SYST:COMM:TCP:CONT?' && this.known) socket.write(`${this.controlPort}\n`);
      else if (line === 'SYST:COMM:TCP:CONT?') errors++;
      else if (line === 'SYST:ERR?')
        socket.write(errors-- > 0 ? '-113,"Undefined header"\n' : '+0,"No error"\n');
      else {
        const answer = this.answer(line);
        if (answer !== null) socket.write(`${answer}\n`);
      }
      this.#news.emit('news');
    });
  }

  #serveControl(socket: Socket): void {
    this.#news.emit('news');
    onLines(socket, (line) => {
      this.control.push(line);
      if (line === 'DCL') this.clear(() => socket.write('DCL\n'));
      this.#news.emit('news');
    });
    socket.on('close', () => this.#news.emit('news'));
  }
}

function onLines(socket: Socket, listener: (line: string) => void): void {
  let rest = '';
  socket.on('data', (data) => {
    const lines = (rest + data.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) listener(line);
  });
}
