/** What one wire may use. Exceeding one gives a fault; nothing grows without bound. */
export interface Limits {
  /** Calls and streams that run at a time; emergency calls are not counted among them. */
  readonly running: number;
  /** Emergency calls that run at a time: a key that is held down is one stop, not a thousand. */
  readonly emergencies: number;
  /** Size of one input, bytes. */
  readonly inputBytes: number;
  /** While more than this is on its way to the window, nothing more is pulled or answered, bytes. */
  readonly bufferedBytes: number;
  /** With more than this on its way, a window is taken for dead and the wire is closed, bytes. Above any single answer. */
  readonly stuckBytes: number;
  /** Frames without the right form before the wire is closed. */
  readonly garbage: number;
}

export const defaultLimits: Limits = {
  running: 256,
  emergencies: 64,
  inputBytes: 1024 * 1024,
  bufferedBytes: 1024 * 1024,
  stuckBytes: 128 * 1024 * 1024,
  garbage: 100,
};
