import { Fault } from '#shared/faults.ts';
import type { PipeError } from './pipe.ts';

/** INSTRUMENT_CLOSED. */
export const closedFault = (): Fault =>
  new Fault('INSTRUMENT_CLOSED', 'The link to the instrument is closed.');

/** INSTRUMENT_TIMEOUT. */
export const stuckFault = (): Fault =>
  new Fault('INSTRUMENT_TIMEOUT', 'The instrument does not take bytes now.');

/** A transfer that failed, in words. `in`: an answer; `out`: a command; `control`: a question past both. */
export function transferFault(error: PipeError, where: 'in' | 'out' | 'control'): Fault {
  const cause = error;
  if (error.trouble === 'timeout') {
    const messages = {
      in: 'The instrument stopped in the middle of its answer.',
      out: 'The instrument does not take the command.',
      control: 'The instrument does not answer to USB itself.',
    };
    return new Fault('INSTRUMENT_TIMEOUT', messages[where], { cause });
  }
  if (error.trouble === 'stall') {
    const messages = {
      in: 'The instrument broke off its answer.',
      out: 'The instrument refused the transfer.',
      control: 'The instrument refused the request.',
    };
    return new Fault('INSTRUMENT_REPLY', messages[where], {
      remedy: 'Check the command, then try again.',
      cause,
    });
  }
  return new Fault('INSTRUMENT_CLOSED', 'The USB connection to the instrument broke.', { cause });
}
