import type { ControlRequest, UsbPipe } from './pipe.ts';
import { bad } from './header.ts';

/** First byte of every answer. source: USBTMC 1.00, table 16; USB488 1.00, table 10. */
export const statuses = {
  success: 0x01,
  pending: 0x02,
  interruptBusy: 0x20,
  failed: 0x80,
  notInProgress: 0x81,
} as const;

/** source: USBTMC 1.00, table 15; USB488 1.00, table 9. */
const codes = {
  initiateAbortBulkOut: 1,
  checkAbortBulkOut: 2,
  initiateAbortBulkIn: 3,
  checkAbortBulkIn: 4,
  initiateClear: 5,
  checkClear: 6,
  getCapabilities: 7,
  readStatusByte: 128,
  renControl: 160,
  goToLocal: 161,
  localLockout: 162,
} as const;

/** The answer to one request: its status, and what follows it. */
export interface Answer {
  readonly status: number;
  /** All bytes, the status included; at least as many as the request's answer has. */
  readonly bytes: Uint8Array;
}

/** The control requests of the class, each with its deadline. They reject with PipeError, or INSTRUMENT_REPLY when cut short. */
export class ClassRequests {
  readonly #pipe: UsbPipe;
  readonly #deadlineMs: number;

  constructor(pipe: UsbPipe, deadlineMs: number) {
    this.#pipe = pipe;
    this.#deadlineMs = deadlineMs;
  }

  /** source: USBTMC 1.00, 4.2.1.8; USB488 1.00, 4.2.2. */
  getCapabilities = (): Promise<Answer> => this.#ofInterface(codes.getCapabilities, 0, 0x18);

  /** source: USBTMC 1.00, 4.2.1.2. */
  initiateAbortOut = (tag: number): Promise<Answer> => this.#ofOut(codes.initiateAbortBulkOut, tag, 2);
  /** source: USBTMC 1.00, 4.2.1.3. */
  checkAbortOut = (): Promise<Answer> => this.#ofOut(codes.checkAbortBulkOut, 0, 8);
  /** source: USBTMC 1.00, 4.2.1.4. */
  initiateAbortIn = (tag: number): Promise<Answer> => this.#ofIn(codes.initiateAbortBulkIn, tag, 2);
  /** Byte 1, bit 0: bytes wait to be read. source: USBTMC 1.00, 4.2.1.5. */
  checkAbortIn = (): Promise<Answer> => this.#ofIn(codes.checkAbortBulkIn, 0, 8);
  /** source: USBTMC 1.00, 4.2.1.6. */
  initiateClear = (): Promise<Answer> => this.#ofInterface(codes.initiateClear, 0, 1);
  /** Byte 1, bit 0: bytes wait to be read. source: USBTMC 1.00, 4.2.1.7. */
  checkClear = (): Promise<Answer> => this.#ofInterface(codes.checkClear, 0, 2);

  /** source: USB488 1.00, 4.3.1. */
  readStatusByte = (tag: number): Promise<Answer> => this.#ofInterface(codes.readStatusByte, tag, 3);
  /** source: USB488 1.00, 4.3.2. */
  renControl = (on: boolean): Promise<Answer> => this.#ofInterface(codes.renControl, on ? 1 : 0, 1);
  /** source: USB488 1.00, 4.3.3. */
  goToLocal = (): Promise<Answer> => this.#ofInterface(codes.goToLocal, 0, 1);
  /** source: USB488 1.00, 4.3.4. */
  localLockout = (): Promise<Answer> => this.#ofInterface(codes.localLockout, 0, 1);

  #ofInterface(request: number, value: number, length: number): Promise<Answer> {
    const index = this.#pipe.interfaceNumber;
    return this.#ask({ recipient: 'interface', request, value, index, length });
  }

  #ofOut(request: number, value: number, length: number): Promise<Answer> {
    const index = this.#pipe.bulkOutEndpoint.address;
    return this.#ask({ recipient: 'endpoint', request, value, index, length });
  }

  #ofIn(request: number, value: number, length: number): Promise<Answer> {
    const index = this.#pipe.bulkInEndpoint.address;
    return this.#ask({ recipient: 'endpoint', request, value, index, length });
  }

  async #ask(request: ControlRequest): Promise<Answer> {
    const bytes = await this.#pipe.controlIn(request, this.#deadlineMs);
    const [status] = bytes;
    // A device that cannot do it may answer with its status alone. source: USBTMC 1.00, 4.2.1.2 (tables 18 and 19).
    if (status === undefined || (bytes.length < request.length && status === statuses.success))
      throw bad(`request ${request.request} was answered with ${bytes.length} of ${request.length} bytes`);
    return { status, bytes };
  }
}
