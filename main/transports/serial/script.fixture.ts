import { EventEmitter, once } from 'node:events';
import type { Duplex } from 'node:stream';

/** One message that the instrument at the other end got, and the way to answer it. */
export interface Got {
  readonly line: string;
  readonly port: Duplex;
  readonly reply: (text: string) => void;
}

export const identity = 'LabLink,SCRIPT,1,1.0';

/** An instrument on a serial line that does what a test says; it knows `*IDN?` by itself. A message ends with LF. */
export class SerialScript extends EventEmitter {
  readonly lines: string[] = [];
  handle: (got: Got) => void = ({ line, reply }) => {
    if (line.endsWith('?')) reply(`re ${line}`);
  };
  /** Answers to its name; what a test says instead. */
  named: (got: Got) => void = ({ reply }) => reply(identity);

  readonly #end: string;

  /** `end`: behind what it says. */
  constructor(end = '\n') {
    super();
    this.#end = end;
  }

  attach(port: Duplex): void {
    let rest = '';
    port.on('error', () => port.destroy());
    port.on('end', () => port.destroy());
    port.on('data', (bytes: Buffer) => {
      const parts = (rest + bytes.toString('latin1')).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        const got = { line, port, reply: (text: string) => void port.write(text + this.#end, 'latin1') };
        this.lines.push(line);
        if (line === '*IDN?') this.named(got);
        else this.handle(got);
        this.emit('line');
      }
    });
  }

  /** Resolves when this line has come, `times` times. */
  async got(line: string, times = 1): Promise<void> {
    while (this.lines.filter((one) => one === line).length < times) await once(this, 'line');
  }
}
