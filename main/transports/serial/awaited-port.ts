import { type Port, type PortEvents, StuckError } from './port.ts';

/** What every binding of serialport offers. `read` gives at least one byte. */
export interface AwaitedBinding {
  read(buffer: Buffer, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  write(bytes: Buffer): Promise<void>;
  flush(): Promise<void>;
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Read at once at the most, bytes. */
const readBytes = 64 * 1024;

/** A port on Windows, whose file cannot be read and written from here: every read and write is waited for. */
export class AwaitedPort implements Port {
  readonly #binding: AwaitedBinding;
  readonly #events: PortEvents;
  #over = false;
  #writing = false;
  #resumed: PromiseWithResolvers<void> | null = null;
  /** Rejects a write under way when the port ends. */
  readonly #ending = Promise.withResolvers<never>();

  constructor(binding: AwaitedBinding, events: PortEvents) {
    this.#binding = binding;
    this.#events = events;
    this.#ending.promise.catch(() => undefined);
    void this.#read();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#over) return Promise.reject(new Error('the port is closed'));
    if (this.#writing) return Promise.reject(new StuckError('another write is under way'));
    return this.#submit(bytes);
  }

  /** The binding hands the bytes to the system by itself; what comes of it is told by `ended`. */
  writeNow(bytes: Uint8Array): void {
    if (this.#over) throw new Error('the port is closed');
    if (this.#writing) throw new StuckError('the port takes no bytes now');
    // A failure has ended the port.
    this.#submit(bytes).catch(() => undefined);
  }

  pause(): void {
    this.#resumed ??= Promise.withResolvers();
  }

  resume(): void {
    this.#resumed?.resolve();
    this.#resumed = null;
  }

  flush(): Promise<void> {
    return this.#binding.flush();
  }

  drain(): Promise<void> {
    return this.#binding.drain();
  }

  close(): Promise<void> {
    this.#over = true;
    this.resume();
    this.#ending.reject(new Error('the port was closed'));
    return this.#binding.close();
  }

  async #submit(bytes: Uint8Array): Promise<void> {
    this.#writing = true;
    const written = this.#binding.write(Buffer.from(bytes));
    try {
      await Promise.race([written, this.#ending.promise]);
    } catch (error) {
      this.#end(error);
      throw error;
    }
    this.#writing = false;
  }

  async #read(): Promise<void> {
    const buffer = Buffer.allocUnsafe(readBytes);
    try {
      while (!this.#over) {
        const { bytesRead } = await this.#binding.read(buffer, 0, buffer.length);
        if (this.#over) return;
        this.#events.arrived(Buffer.from(buffer.subarray(0, bytesRead)));
        await this.#resumed?.promise;
      }
    } catch (error) {
      this.#end(error);
    }
  }

  #end(thrown: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    this.#ending.reject(error);
    this.#events.ended(error);
  }
}
