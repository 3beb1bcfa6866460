import { PipeError } from './pipe.ts';

interface Waiter {
  readonly length: number;
  readonly got: Uint8Array[];
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: PipeError) => void;
  readonly timer: NodeJS.Timeout;
}

/** An IN endpoint of a device in a test: packets that wait for the host, and a read of the host that waits for packets. */
export class PacketQueue {
  readonly packet: number;
  readonly #emptied: () => void;
  #packets: Uint8Array[] = [];
  #waiter: Waiter | null = null;

  constructor(packet: number, emptied: () => void = () => undefined) {
    this.packet = packet;
    this.#emptied = emptied;
  }

  get unread(): number {
    return this.#packets.length;
  }

  get awaited(): boolean {
    return this.#waiter !== null;
  }

  push(...packets: Uint8Array[]): void {
    this.#packets.push(...packets);
    this.#pump();
  }

  drop(): void {
    this.#packets = [];
  }

  /** As the `usb` package reads: one at a time, and what came before the deadline in vain is lost. */
  read(length: number, deadlineMs: number): Promise<Uint8Array> {
    if (this.#waiter !== null)
      return Promise.reject(new PipeError('broken', 'transferIn error: endpoint not found'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.end(new PipeError('timeout', 'cancelled')), deadlineMs);
      this.#waiter = { length, got: [], resolve, reject, timer };
      this.#pump();
    });
  }

  /** The host's read ends so. */
  end(error: PipeError): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    clearTimeout(waiter?.timer);
    waiter?.reject(error);
  }

  #pump(): void {
    const waiter = this.#waiter;
    if (waiter === null) return;
    for (let packet = this.#packets.shift(); packet !== undefined; packet = this.#packets.shift()) {
      waiter.got.push(packet);
      if (this.#packets.length === 0) this.#emptied();
      const size = waiter.got.reduce((sum, each) => sum + each.length, 0);
      if (packet.length === this.packet && size < waiter.length) continue;
      this.#waiter = null;
      clearTimeout(waiter.timer);
      waiter.resolve(new Uint8Array(Buffer.concat(waiter.got)));
      return;
    }
  }
}
