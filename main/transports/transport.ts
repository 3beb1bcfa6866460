/**
 * A link to one instrument, in bytes. It knows nothing of SCPI. One exchange at a time: the session above it queues.
 * Every method rejects with a `Fault` (INSTRUMENT_UNREACHABLE, INSTRUMENT_CLOSED, INSTRUMENT_TIMEOUT, REPLY_TOO_LARGE).
 */
export interface Transport {
  /** How messages end here. `stream`: only by content (a terminator, a block length). `message`: the link says END. */
  readonly framing: 'stream' | 'message';
  readonly state: 'closed' | 'opening' | 'open';

  open(signal: AbortSignal): Promise<void>;
  /** Resolves when the bytes are handed to the operating system. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /**
   * Puts bytes on the wire at once, past a read that is waiting and without waiting for anything. Used by emergency
   * stop and off alone. Throws when the link cannot take bytes now (closed, or a write is stuck): then `abort` it.
   */
  writeNow(bytes: Uint8Array): void;
  /**
   * The next bytes, as they came: any length, at least one byte. `end` is true when the link itself marked the end of
   * the message (never on a `stream` link).
   */
  read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }>;
  /** Gives up what is under way and drops what has arrived. After it, the link is closed when it could not do so in place. */
  abort(): Promise<void>;
  /** Device clear, where the link has one; `false` where it has none. */
  clear(signal: AbortSignal): Promise<boolean>;
  /** Status byte out of band, where the link has it; null where it has not. */
  statusByte(signal: AbortSignal): Promise<number | null>;
  /** Group execute trigger, where the link has it; `false` where it has none. */
  trigger(signal: AbortSignal): Promise<boolean>;
  /** Front panel back to the person, where the link can; `false` where it cannot. */
  local(signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
  /** Called once when the link ends by itself. */
  onClosed(listener: (why: string) => void): () => void;
}

/** Makes a transport for an address; registered by scheme. */
export type OpenTransport = (address: URL) => Transport;
