import { Fault, faultShape } from '#shared/faults.ts';
import type { Job } from './job.ts';
import type { Line } from './line.ts';
import type { Outcome } from './ports.ts';

/** How the history calls what came of an exchange that was on the wire. */
export function statusOf(failure: unknown, line: Line): Outcome['status'] {
  if (failure === null) return 'ok';
  switch (faultShape(failure).code) {
    case 'INSTRUMENT_TIMEOUT':
      return 'timeout';
    case 'CANCELLED':
    case 'SAFETY_PREEMPTED':
      return 'cancelled';
    case 'INSTRUMENT_CLOSED':
      return 'lost';
    default:
      return line.over ? 'lost' : 'error';
  }
}

/** What happened when a deadline passed. */
export function late(job: Job): Fault {
  const what = job.request.expectsReply ? 'answer' : 'take';
  return new Fault(
    'INSTRUMENT_TIMEOUT',
    `The instrument did not ${what} ${JSON.stringify(job.request.text)} within ${job.deadlineMs} ms.`,
    {
      details: { deadlineMs: job.deadlineMs },
    },
  );
}

/** An emergency went past a question whose answer had not come. */
export const interrupted = (): Fault =>
  new Fault('SAFETY_PREEMPTED', 'The emergency stop came before the answer.', {
    remedy: 'This command was sent. Look at the instrument for what it did.',
  });
