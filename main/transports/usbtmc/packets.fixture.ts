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
  /** Each with what follows when the host has read it. */
  #packets: { readonly bytes: Uint8Array; readonly read?: (() => void) | undefined }[] = [];
  #waiter: Waiter | null = null;

  constructor(packet: number) {
    this.packet = packet;
  }

  get unread(): number {
    return this.#packets.length;
  }

  get awaited(): boolean {
    return this.#waiter !== null;
  }

  push(...packets: Uint8Array[]): void {
    this.send(packets, () => undefined);
  }

  /** `read`: when the host has read the last of them. */
  send(packets: readonly Uint8Array[], read: () => void): void {
    packets.forEach((bytes, index) =>
      this.#packets.push({ bytes, read: index === packets.length - 1 ? read : undefined }),
    );
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
      waiter.got.push(packet.bytes);
      packet.read?.();
      const size = waiter.got.reduce((sum, each) => sum + each.length, 0);
      if (packet.bytes.length === this.packet && size < waiter.length) continue;
      this.#waiter = null;
      clearTimeout(waiter.timer);
      waiter.resolve(new Uint8Array(Buffer.concat(waiter.got)));
      return;
    }
  }
}
