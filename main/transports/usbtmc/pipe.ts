/** One endpoint: its address with the direction bit, and the most bytes that one packet carries. */
export interface UsbEndpoint {
  readonly address: number;
  readonly packet: number;
}

/** A control request of the class with an answer. source: USB 2.0, 9.3. */
export interface ControlRequest {
  readonly recipient: 'interface' | 'endpoint';
  readonly request: number;
  readonly value: number;
  readonly index: number;
  /** Most bytes of the answer. */
  readonly length: number;
}

/**
 * A claimed USBTMC interface, as transfers. One transfer an endpoint at a time; different endpoints do not wait for each
 * other. Nothing can be withdrawn: a transfer ends when the device ends it, with its deadline, or with `reset`.
 * Every method rejects with a `PipeError`.
 */
export interface UsbPipe {
  readonly interfaceNumber: number;
  readonly bulkOutEndpoint: UsbEndpoint;
  readonly bulkInEndpoint: UsbEndpoint;
  /** Null where the interface has none. */
  readonly interruptEndpoint: UsbEndpoint | null;
  controlIn(request: ControlRequest, deadlineMs: number): Promise<Uint8Array>;
  /** Submits in this very tick. Resolves when the device took all of it. No packet of length zero follows. */
  bulkOut(bytes: Uint8Array, deadlineMs: number): Promise<void>;
  /** `length` is a multiple of the packet. Resolves with less when a short packet ended the transfer. */
  bulkIn(length: number, deadlineMs: number): Promise<Uint8Array>;
  interruptIn(deadlineMs: number): Promise<Uint8Array>;
  /** CLEAR_FEATURE(ENDPOINT_HALT). Only while no transfer waits on that endpoint. */
  clearHalt(which: 'out' | 'in' | 'interrupt'): Promise<void>;
  /** Resets the device: every transfer ends, and the pipe is of no more use. */
  reset(): Promise<void>;
  /** Gives the interface back. Every transfer has to have ended. */
  close(): Promise<void>;
  /** Called once when the device was unplugged. */
  onGone(listener: () => void): void;
}

/** Why a transfer failed: the endpoint is halted, its time was up, the device has gone, or the bus had an error. */
export type PipeTrouble = 'stall' | 'timeout' | 'gone' | 'broken';

/** A transfer that failed. Stays below the transport, which turns it into a Fault. */
export class PipeError extends Error {
  readonly trouble: PipeTrouble;

  constructor(trouble: PipeTrouble, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PipeError';
    this.trouble = trouble;
  }
}
