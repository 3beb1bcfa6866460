import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { sockets } from '#shared/rpc/loopback.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { type Loopback, openLoopback } from './loopback.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

export const tokenOf = (url: string): string => new URL(url).hash.slice('#token='.length);

/** A loopback shell over a renderer of one line, and a clock that the test turns. */
export class TestShell {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'lablink-loopback-'));
  readonly admitted: { wire: Wire; seat: string }[] = [];
  now = 1_000_000;
  #loopback: Loopback | null = null;

  async open(stallMs?: number): Promise<this> {
    writeFileSync(join(this.folder, 'index.html'), '<p>page</p>');
    this.#loopback = await openLoopback({
      renderer: this.folder,
      admit: (wire, seat) => this.admitted.push({ wire, seat }),
      now: () => this.now,
      ...(stallMs === undefined ? {} : { stallMs }),
    });
    return this;
  }
  async close(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
  /** The shell ends; the folder stays. */
  async end(): Promise<void> {
    await this.#loopback?.close();
    this.#loopback = null;
  }
  get loopback(): Loopback {
    if (this.#loopback === null) throw new Error('not open');
    return this.#loopback;
  }
  get port(): number {
    return this.loopback.port;
  }
  get host(): string {
    return `127.0.0.1:${this.port}`;
  }
  get origin(): string {
    return `http://${this.host}`;
  }
  newToken(): string {
    return tokenOf(this.loopback.mintUrl());
  }
  /** A request exactly as given: `fetch` would correct Host and the path. */
  ask(
    path: string,
    options: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> {
    const { method = 'GET', headers = {}, body } = options;
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: this.port,
        path,
        method,
        headers: { Host: this.host, ...length, ...headers },
      });
      asked.once('error', reject);
      asked.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () =>
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
      asked.end(body);
    });
  }
  redeem(
    token: string,
    headers: Record<string, string> = {},
    body = JSON.stringify({ token }),
  ): Promise<Answer> {
    return this.ask('/seat', {
      method: 'POST',
      headers: { Origin: this.origin, 'Content-Type': 'application/json', ...headers },
      body,
    });
  }
  /** A browser that has used a link. */
  async sit(): Promise<{ cookie: string; secret: string; browser: string }> {
    const answer = await this.redeem(this.newToken());
    return {
      cookie: String(answer.headers['set-cookie']).split(';')[0]!,
      ...(JSON.parse(answer.body) as { secret: string; browser: string }),
    };
  }
  dial(headers: Record<string, string>, path: string = sockets.path): WebSocket {
    return new WebSocket(`ws://${this.host}${path}`, {
      headers: { Host: this.host, Origin: this.origin, ...headers },
    });
  }
}

/** Waits until the other side has forgotten the connection: then more bytes are answered with a reset. True at the end. */
export async function forgotten(socket: Socket, everyMs: number): Promise<true> {
  // `once` of node:events would take the reset for a failure of the wait.
  const closed = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  socket.on('error', () => undefined);
  const more = setInterval(() => socket.write('\r\n'), everyMs);
  await closed.finally(() => clearInterval(more));
  return true;
}

/** The status with which an upgrade was refused. */
export const refusal = (socket: WebSocket): Promise<number> =>
  new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_, response) => {
      resolve(response.statusCode!);
      socket.terminate();
    });
    socket.once('open', () => reject(new Error('it opened')));
    socket.on('error', () => undefined);
  });
