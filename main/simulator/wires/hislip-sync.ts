import type { ChannelOwner } from './hislip-channel.ts';
import { type Client, refuse } from './hislip-client.ts';
import { Exchange } from './hislip-exchange.ts';
import {
  anyMessageId,
  errorCodes,
  fatalCodes,
  type Header,
  headerBytes,
  type Message,
  messageTypes,
  noMessageId,
} from './hislip-message.ts';

/** A Data, DataEnd or Trigger. `payload`: null where it was too long, and the program message that it is part of is void. */
interface Waiting {
  readonly type: number;
  readonly id: number;
  readonly payload: Buffer | null;
}

const { data, dataEnd, trigger, deviceClearComplete, deviceClearAcknowledge } = messageTypes;
/** MAV in the status byte. source: IEEE 488.2, 11.2.1 */
const availableBit = 16;

/** The synchronous channel of one client: messages in their order, each answer behind the message that asked for it. */
export class SynchronousWork implements ChannelOwner {
  readonly #client: Client;
  #exchange: Exchange;
  #waiting: Waiting[] = [];
  #bytes = 0;
  /** The message that ran last: its number, and whether the program message ended where it did. */
  #asked = { id: noMessageId, ended: true };
  /** A part of the program message was lost: what belongs to it is passed over. */
  #void = false;
  #clearing: NodeJS.Timeout | null = null;
  #working = false;
  readonly #stops: (() => void)[];

  constructor(client: Client) {
    this.#client = client;
    this.#exchange = new Exchange(client.manners.prefersOverlap);
    this.#stops = [
      client.device.onChange(() => this.work()),
      client.target.locks.onChange(() => this.work()),
    ];
  }

  cap(): number {
    return this.#client.manners.maxMessageBytes;
  }

  message(message: Message): void {
    if (message.type === data || message.type === dataEnd || message.type === trigger)
      this.#receive(message, message.payload);
    else if (message.type === deviceClearComplete) this.#cleared(message.control);
    else refuse(this.#client, this.#client.sync, message);
  }

  tooLarge(header: Header): void {
    this.#client.sync.error(errorCodes.tooLarge, `At most ${this.cap()} bytes`);
    if (header.type !== data && header.type !== dataEnd) return;
    this.#client.target.instrument.status.report(-363);
    this.#receive(header, null);
  }

  idle(): void {
    this.work();
  }

  drain(): void {
    this.work();
  }

  ended(): void {
    this.#client.close();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    if (this.#clearing !== null) clearTimeout(this.#clearing);
  }

  /** Whether the message of this number has run. One that is far ahead is not waited for. */
  hasRun(id: number): boolean {
    if (this.#waiting.some((each) => each.id === id)) return false;
    const ahead = (id - this.#exchange.received) | 0;
    if (ahead > 0 && ahead < 0x10000) return false;
    return this.#asked.id !== id || !this.#client.device.isBusy;
  }

  /** The status byte with this session's own MAV. source: IVI-6.1, 6.14.2 and 6.14.3 */
  poll(id: number, delivered: boolean): number {
    const { device } = this.#client;
    const available = this.#exchange.available(id, delivered, device.isAvailable);
    return (device.poll() & ~availableBit) | (available ? availableBit : 0);
  }

  /** First half of device clear: everything under way is given up. Answers with the features that are preferred. */
  clear(): number {
    const { device, manners, sync } = this.#client;
    if (this.#clearing !== null) clearTimeout(this.#clearing);
    this.#clearing = setTimeout(
      () => sync.fatal(fatalCodes.unidentified, 'No DeviceClearComplete came'),
      manners.clearMs,
    );
    this.#drop();
    device.clear();
    return manners.prefersOverlap ? 1 : 0;
  }

  /** Sends what can be sent and runs what can run, until something has to be waited for. */
  work(): void {
    // The instrument calls while it is being written to: the loop below sees what it has to say.
    if (this.#working) return;
    this.#working = true;
    this.#loop();
    this.#working = false;
  }

  #loop(): void {
    const { device, sync, target } = this.#client;
    while (this.#clearing === null) {
      const [next] = this.#waiting;
      if (device.isAvailable) {
        if (next !== undefined && !this.#exchange.isOverlapped) this.#interrupt(next.id);
        else if (sync.isFull) return;
        else this.#answer();
        continue;
      }
      if (next === undefined || device.isBusy || !target.locks.admits(this.#client)) break;
      this.#waiting.shift();
      this.#bytes -= next.payload?.length ?? 0;
      this.#run(next);
    }
    // What the instrument cannot take yet stays where it comes from.
    sync.paused = this.#bytes > this.cap();
  }

  #receive({ type, control, parameter: id }: Header, payload: Buffer | null): void {
    if (this.#clearing !== null) return;
    const known = control <= 1;
    if (!known) this.#client.sync.error(errorCodes.controlCode, `Unrecognized control code ${control}`);
    if (!this.#exchange.message(id, (control & 1) === 1)) this.#client.target.instrument.status.report(-410);
    this.#waiting.push({ type, id, payload: known ? payload : null });
    this.#bytes += known ? (payload?.length ?? 0) : 0;
  }

  #run({ type, id, payload }: Waiting): void {
    const { device, target } = this.#client;
    const ends = type !== data;
    if (payload === null) {
      device.clear();
      this.#void = true;
    }
    const isVoid = this.#void;
    if (ends) this.#void = false;
    if (isVoid) return;
    this.#asked = { id, ended: ends };
    target.lines.addressed(device);
    if (type === trigger) device.trigger();
    else device.write(payload ?? Buffer.alloc(0), ends);
  }

  /** The next piece of the answer. source: IVI-6.1, 3.1.1 (whose number it carries) */
  #answer(): void {
    const { device, sync, maxBytes } = this.#client;
    const reply = device.read(Math.max(1, maxBytes - headerBytes), null);
    if (reply === null) return;
    const { id, ended } = this.#asked;
    const number = this.#exchange.piece(reply.end || ended ? id : anyMessageId, reply.end);
    sync.send(reply.end ? dataEnd : data, 0, number, reply.bytes);
  }

  /** A message came before its answer was on its way: the answer is gone, and both channels say so. source: IVI-6.1, 6.11 */
  #interrupt(id: number): void {
    const { device, sync, async, target } = this.#client;
    while (device.isAvailable) device.read(Number.MAX_SAFE_INTEGER, null);
    target.instrument.status.report(-410);
    async.send(messageTypes.asyncInterrupted, 0, id);
    sync.send(messageTypes.interrupted, 0, id);
  }

  /** Second half of device clear. The client's wish counts where it can be met. source: IVI-6.1, 6.12 */
  #cleared(features: number): void {
    const { manners, sync } = this.#client;
    if (this.#clearing === null) {
      sync.fatal(fatalCodes.unidentified, 'No device clear is under way');
      return;
    }
    clearTimeout(this.#clearing);
    this.#clearing = null;
    this.#drop();
    const overlapped = manners.offersOverlap && (features & 1) === 1;
    this.#exchange = new Exchange(overlapped);
    sync.send(deviceClearAcknowledge, overlapped ? 1 : 0, 0);
  }

  #drop(): void {
    this.#waiting = [];
    this.#bytes = 0;
    this.#void = false;
    this.#asked = { id: noMessageId, ended: true };
    this.#client.sync.paused = false;
  }
}
