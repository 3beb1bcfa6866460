import type { EmergencyWrite, ExchangeOptions, Session, SessionStatus } from '#main/session/session.ts';
import { Fault } from '#shared/faults.ts';

/** What a plain supply of `device.fixture.ts` holds. */
export interface PlainOutput {
  on: boolean;
  voltage: number;
  current: number;
}

/**
 * A session with a plain supply at its other end, without any wire: for what the room does with a session. Every message
 * is noted in the order in which it would be on the wire.
 */
export class PlainSession implements Session {
  readonly sent: string[] = [];
  readonly outputs: PlainOutput[] = [
    { on: true, voltage: 3, current: 1 },
    { on: true, voltage: 3, current: 1 },
  ];
  /** `hanging`: takes no byte. `deaf`: takes bytes, does nothing, answers nothing. `stubborn`: answers, stays on. */
  manner: 'well' | 'hanging' | 'deaf' | 'stubborn' = 'well';
  status: SessionStatus = { state: 'ready', answeredAt: null, latencyMs: null, trouble: null };
  readonly #listeners = new Set<() => void>();

  onStatus(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
  become(state: SessionStatus['state']): void {
    this.status = { ...this.status, state };
    for (const listener of this.#listeners) listener();
  }
  open(): void {}
  retry(): void {}
  distrust(): void {}
  close(): Promise<void> {
    return Promise.resolve();
  }

  exchange(text: string, { signal }: ExchangeOptions): Promise<Uint8Array | null> {
    this.sent.push(text);
    if (this.manner === 'hanging' || this.manner === 'deaf')
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(new Fault('CANCELLED', 'It was cancelled.')));
      });
    const [word, channel, to] = text.split(' ');
    const output = this.outputs[Number(channel) - 1];
    if (output === undefined) return Promise.reject(new Fault('INSTRUMENT_ERROR', 'No such channel.'));
    if (word === 'output' && this.manner === 'well') output.on = to === 'on';
    if (word === 'output?') return Promise.resolve(Buffer.from(output.on ? '1' : '0'));
    if (word === 'poll?')
      return Promise.resolve(Buffer.from(`${output.on ? 1 : 0},${output.voltage},${output.current}`));
    return Promise.resolve(null);
  }

  emergency(messages: readonly string[], _: unknown, deadlineMs: number): Promise<EmergencyWrite> {
    if (this.manner === 'hanging')
      return new Promise((_resolve, reject) => {
        setTimeout(() => reject(new Fault('SAFETY_OUTPUT_UNKNOWN', 'The link takes no bytes.')), deadlineMs);
      });
    this.sent.push(...messages);
    if (this.manner === 'well') for (const output of this.outputs) output.on = false;
    return Promise.resolve({ wireMs: 0.1, reconnected: false });
  }
}
