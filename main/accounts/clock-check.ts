import { Fault } from '#shared/faults.ts';
import { totpPeriod, totpStep } from './totp.ts';

/** A step that a wrong code would have fitted, and how many steps that is from this PC's clock. */
interface Suspect {
  readonly step: number;
  readonly offset: number;
}

/**
 * Finds out, during one sign-in, that the clock of the phone or of this PC is off. One wrong code that fits another time says
 * nothing: of all guesses three in a thousand do. Only a second one, of a later step and off by the same amount, is
 * reported; a guesser gets there three times in a million pairs, and neither code is ever accepted.
 */
export class ClockCheck {
  private suspects: readonly Suspect[] = [];

  /** Takes the steps that a wrong code fits; the fault when the clock is off, or null when that is not known. */
  wrongCode(steps: readonly number[], now: number): Fault | null {
    const current = totpStep(now);
    const found = steps.map((step) => ({ step, offset: step - current }));
    const hit = found.find(({ step, offset }) =>
      this.suspects.some((earlier) => step > earlier.step && Math.abs(offset - earlier.offset) <= 1),
    );
    this.suspects = found;
    if (hit === undefined) return null;
    const minutes = Math.max(1, Math.round((Math.abs(hit.offset) * totpPeriod) / 60));
    const direction = hit.offset > 0 ? 'ahead of' : 'behind';
    const about = minutes === 1 ? 'about 1 minute' : `about ${minutes} minutes`;
    return new Fault(
      'AUTH_CLOCK_OFF',
      `The codes come from a clock that is ${about} ${direction} the clock of this PC.`,
      { details: { minutes: Math.sign(hit.offset) * minutes } },
    );
  }
}
