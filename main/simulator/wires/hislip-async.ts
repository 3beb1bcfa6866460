import type { ChannelOwner } from './hislip-channel.ts';
import { type Client, longestPiece, refuse } from './hislip-client.ts';
import { releaseResults } from './hislip-locks.ts';
import { errorCodes, type Message, messageTypes } from './hislip-message.ts';
import { lastRemoteCode } from './hislip-remote.ts';
import type { SynchronousWork } from './hislip-sync.ts';

const types = messageTypes;
/** RQS in the status byte. source: IEEE 488.2, 11.2.2.1 */
const requestBit = 64;
/** How long something waits for the message that is to run before it. ms. */
const behindMs = 5000;

/** What is done when the message with this number has run, or when it does not come. */
interface Behind {
  readonly id: number;
  readonly act: () => void;
  readonly timer: NodeJS.Timeout;
}

/** The asynchronous channel of one client: it is answered even while the instrument is at work. */
export class AsynchronousRequests implements ChannelOwner {
  readonly #client: Client;
  readonly #work: SynchronousWork;
  /** A service request was sent, and no status query has come since. */
  #requested = false;
  #locking = false;
  #behind: readonly Behind[] = [];
  readonly #stops: (() => void)[];

  constructor(client: Client, work: SynchronousWork) {
    this.#client = client;
    this.#work = work;
    this.#stops = [
      client.device.onServiceRequest(() => this.#request()),
      client.device.onChange(() => this.#catchUp()),
    ];
  }

  cap(): number {
    return this.#client.manners.maxMessageBytes;
  }

  message(message: Message): void {
    const { control } = message;
    if (message.type === types.asyncMaximumMessageSize) this.#size(message.payload);
    else if (message.type === types.asyncStatusQuery) {
      if (this.#knows(control, 1)) this.#status(message.parameter, control === 1);
    } else if (message.type === types.asyncLock) {
      if (this.#knows(control, 1)) this.#lock(message);
    } else if (message.type === types.asyncLockInfo) {
      const { exclusive, clients } = this.#client.target.locks.info;
      this.#send(types.asyncLockInfoResponse, exclusive ? 1 : 0, clients);
    } else if (message.type === types.asyncRemoteLocalControl) {
      if (this.#knows(control, lastRemoteCode)) this.#after(message.parameter, () => this.#remote(control));
    } else if (message.type === types.asyncDeviceClear) this.#clear();
    else refuse(this.#client, this.#client.async, message);
  }

  tooLarge(): void {
    this.#client.async.error(errorCodes.tooLarge, `At most ${this.cap()} bytes`);
  }

  ended(): void {
    this.#client.close();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const { timer } of this.#behind) clearTimeout(timer);
    this.#behind = [];
  }

  #send(type: number, control: number, parameter = 0, payload: Buffer | string = ''): void {
    this.#client.async.send(type, control, parameter, payload);
  }

  #knows(control: number, last: number): boolean {
    if (control > last)
      this.#client.async.error(errorCodes.controlCode, `Unrecognized control code ${control}`);
    return control <= last;
  }

  /** Each side says what it takes. source: IVI-6.1, 6.10 */
  #size(payload: Buffer): void {
    if (payload.length !== 8) {
      this.#client.async.error(errorCodes.unidentified, 'A size has 8 bytes');
      return;
    }
    const size = payload.readBigUInt64BE();
    this.#client.maxBytes = size < BigInt(longestPiece) ? Number(size) : longestPiece;
    const own = Buffer.alloc(8);
    own.writeBigUInt64BE(BigInt(this.#client.manners.maxMessageBytes));
    this.#send(types.asyncMaximumMessageSizeResponse, 0, 0, own);
  }

  /** RQS is gone once it was told. source: IVI-6.1, 6.13 and 6.14 */
  #status(id: number, delivered: boolean): void {
    const byte = this.#work.poll(id, delivered);
    const requested = this.#requested ? requestBit : 0;
    this.#requested = false;
    this.#send(types.asyncStatusResponse, byte | requested);
  }

  #request(): void {
    if (this.#requested) return;
    this.#requested = true;
    this.#send(types.asyncServiceRequest, this.#client.device.statusByte() | requestBit);
  }

  #lock({ control, parameter, payload }: Message): void {
    const { locks } = this.#client.target;
    if (control === 0) {
      this.#after(parameter, () => this.#send(types.asyncLockResponse, locks.release(this.#client)));
    } else if (this.#locking) this.#send(types.asyncLockResponse, releaseResults.error);
    else {
      this.#locking = true;
      locks.request(this.#client, payload.toString('latin1'), parameter, (result) => {
        this.#locking = false;
        this.#send(types.asyncLockResponse, result);
      });
    }
  }

  /** Does it when the message with this number has run, which the client sent last. source: IVI-6.1, 6.5.2 and 6.7 */
  #after(id: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#behind = this.#behind.filter((each) => each !== one);
      act();
    }, behindMs);
    const one = { id, act, timer };
    this.#behind = [...this.#behind, one];
    this.#catchUp();
  }

  /** `anyway`: also what still has to wait. */
  #catchUp(anyway = false): void {
    const due = this.#behind.filter(({ id }) => anyway || this.#work.hasRun(id));
    if (due.length === 0) return;
    this.#behind = this.#behind.filter((each) => !due.includes(each));
    for (const { act, timer } of due) {
      clearTimeout(timer);
      act();
    }
  }

  #remote(code: number): void {
    const { lines, instrument } = this.#client.target;
    lines.control(code, this.#client.device, instrument.panel.remote);
    this.#send(types.asyncRemoteLocalResponse, 0);
  }

  /** Nothing that waits outlives a device clear. source: IVI-6.1, 6.12 */
  #clear(): void {
    this.#catchUp(true);
    this.#client.target.locks.giveUp(this.#client);
    this.#send(types.asyncDeviceClearAcknowledge, this.#work.clear());
  }
}
