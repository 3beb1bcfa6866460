import { type Loopback, loopback } from '#main/transports/loopback.fixture.ts';

/** An instrument on the network that no driver knows. It answers what a test says; a query without an answer gets none. */
export class ScriptedDevice {
  readonly answers = new Map<string, string>();
  readonly lines: string[] = [];
  #server: Loopback | null = null;
  #port = 0;

  async plugIn(): Promise<void> {
    this.#server = await loopback(
      (socket) => {
        let rest = '';
        socket.on('data', (data) => {
          const parts = (rest + data.toString('latin1')).split('\n');
          rest = parts.pop() ?? '';
          for (const line of parts) {
            this.lines.push(line);
            const answer = line === '*IDN?' ? 'Acme,FX-1,7,1.0' : this.answers.get(line);
            if (answer !== undefined) socket.write(`${answer}\n`);
          }
        });
      },
      { port: this.#port },
    );
    this.#port = this.#server.port;
  }
  async unplug(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
  }
  get address(): string {
    return `tcp://127.0.0.1:${this.#port}`;
  }
  count(line: string): number {
    return this.lines.filter((each) => each === line).length;
  }
}
