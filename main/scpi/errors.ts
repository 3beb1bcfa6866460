import { unexpected } from './numbers.ts';

/** One entry of an instrument's error queue. */
export interface ScpiError {
  /** Negative: defined by SCPI; positive: by the vendor. */
  readonly code: number;
  readonly text: string;
}

/**
 * The reply to `SYST:ERR?`: null when the queue is empty. A doubled quote inside the text is one quote.
 * INSTRUMENT_REPLY when it does not have the form `<NR1>,"<text>"`; some instruments leave the quotes out.
 * source: SCPI-99 vol. 2, 21.8.
 */
export function parseError(reply: string): ScpiError | null {
  const match = /^([+-]?\d{1,5})(?:\s*,\s*(.*))?$/s.exec(reply.trim());
  if (match === null) throw unexpected('a number and a text', reply);
  const code = Number(match[1]);
  const quoted = /^"(.*)"$/s.exec(match[2] ?? '');
  const text = quoted === null ? (match[2] ?? '') : (quoted[1] ?? '').replaceAll('""', '"');
  return code === 0 ? null : { code, text };
}
