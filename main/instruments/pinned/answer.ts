import { parseNumber } from '#main/scpi/numbers.ts';
import { type PinReading, pinTextMax } from '#shared/contract/pins.ts';

/** What an instrument answered to a pinned query. */
export type PinAnswer = Pick<PinReading, 'value' | 'text' | 'overload'>;

/** Takes an answer for what it is: a number, a number beyond the range, or text, which is cut. Never throws. */
export function pinAnswer(reply: string): PinAnswer {
  const number = numberIn(reply);
  if (number !== null && Number.isFinite(number)) return { value: number, text: null, overload: false };
  const text = Array.from(reply.trim().slice(0, 2 * pinTextMax))
    .slice(0, pinTextMax)
    .join('');
  // 9.9E37 has a meaning; what is written larger than any number is text.
  const overload = number !== null && !Number.isNaN(number) && Number.isFinite(Number(text));
  return { value: null, text: overload ? null : text, overload };
}

function numberIn(reply: string): number | null {
  try {
    return parseNumber(reply);
  } catch {
    return null;
  }
}
