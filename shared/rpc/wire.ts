/**
 * One connection between a window and the console, in messages. A shell gives one to each side; nothing else of a
 * shell is known to the bridge. Messages arrive in the order they were sent, or the wire closes.
 */
export interface Wire {
  /** Queues a message. Never blocks, never throws; a message sent after the close is dropped. */
  send(message: unknown): void;
  /** Bytes that were sent and have not left this process (0 where the platform does not say). */
  readonly buffered: number;
  /** The one listener for what arrives. What arrives before it is set is kept. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, with the reason in plain words. Called at once when it is closed already. */
  onClose(listener: (why: string) => void): void;
  close(why: string): void;
}
