import { type Loopback, loopback } from '#main/transports/loopback.fixture.ts';
import { closeLater } from '#main/instruments/bench.fixture.ts';

/** What becomes of a query: this answer; one after so many ms; the words `silent` (there is none) and `closes` (the link ends). */
type Manner = string | { readonly answer: string; readonly afterMs: number };

/** An instrument on a socket of 127.0.0.1 that no driver knows: it says what a test says. */
export class Scripted {
  /** Every line that came. */
  readonly lines: string[] = [];
  readonly manners = new Map<string, Manner>();
  readonly #server: Loopback;

  static async start(manners: Readonly<Record<string, Manner>> = {}, port = 0): Promise<Scripted> {
    const made: { it?: Scripted } = {};
    const server = await loopback(
      (socket) => {
        let rest = '';
        socket.on('data', (data) => {
          const parts = (rest + data.toString('latin1')).split('\n');
          rest = parts.pop() ?? '';
          for (const line of parts) made.it?.took(line, socket);
        });
      },
      { port },
    );
    const scripted = new Scripted(server);
    for (const [query, manner] of Object.entries(manners)) scripted.manners.set(query, manner);
    made.it = scripted;
    closeLater(() => scripted.close());
    return scripted;
  }
  private constructor(server: Loopback) {
    this.#server = server;
  }

  took(line: string, socket: { write: (text: string) => void; destroy: () => void }): void {
    this.lines.push(line);
    const manner = line === '*IDN?' ? 'Acme,FX-1,7,1.0' : (this.manners.get(line) ?? 'silent');
    if (manner === 'closes') socket.destroy();
    else if (manner === 'silent') return;
    else if (typeof manner === 'string') socket.write(`${manner}\n`);
    else setTimeout(() => socket.write(`${manner.answer}\n`), manner.afterMs);
  }

  get address(): string {
    return `tcp://127.0.0.1:${this.#server.port}`;
  }
  get port(): number {
    return this.#server.port;
  }
  /** How often this line came. */
  count(line: string): number {
    return this.lines.filter((each) => each === line).length;
  }
  async close(): Promise<void> {
    await this.#server.close();
  }
}
