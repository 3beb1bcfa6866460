import { Fault, type FaultCode, faultShape } from '#shared/faults.ts';
import type { Job } from './job.ts';
import type { Line } from './line.ts';
import type { Outcome } from './ports.ts';

/** What came of an exchange that was on the wire for so many ms. */
export const outcomeOf = (
  { sentAt, queuedAt }: Pick<Job, 'sentAt' | 'queuedAt'>,
  line: Line,
  reply: Uint8Array | null,
  failure: unknown,
  wireMs: number,
): Outcome => ({
  status: statusOf(failure, line),
  reply,
  fault: failure === null ? null : faultText(failure),
  queueMs: sentAt - queuedAt,
  wireMs,
});

/** How the history calls what came of an exchange that was on the wire. */
function statusOf(failure: unknown, line: Line): Outcome['status'] {
  if (failure === null) return 'ok';
  return statuses[faultShape(failure).code] ?? (line.over ? 'lost' : 'error');
}

/** Longest text of a fault that is kept; an instrument may put much into one. UTF-16 code units. */
const keptText = 300;

/** What the history keeps of a fault: `CODE: what happened`, the code first, so that it can be read by a program. */
export function faultText(failure: unknown): string {
  const { code, message } = faultShape(failure);
  return `${code}: ${message}`.slice(0, keptText);
}

const statuses: Readonly<Partial<Record<FaultCode, Outcome['status']>>> = {
  INSTRUMENT_TIMEOUT: 'timeout',
  CANCELLED: 'cancelled',
  SAFETY_PREEMPTED: 'cancelled',
  INSTRUMENT_CLOSED: 'lost',
};

/** What a signal gave an exchange up for: the end of its link says why by itself, a person has cancelled it. */
export const givenUp = (signal: AbortSignal, cancelled: string): Fault =>
  signal.reason instanceof Fault ? signal.reason : new Fault('CANCELLED', cancelled);

/** What happened when a deadline passed. `arrived`: bytes of an answer that has begun. */
export function late(job: Job, arrived: number): Fault {
  const what = job.request.expectsReply ? 'answer' : 'take';
  if (arrived > 0)
    return new Fault(
      'INSTRUMENT_TIMEOUT',
      `The answer to ${JSON.stringify(job.request.text)} began and did not end within ${job.deadlineMs} ms: ${arrived} bytes came.`,
      {
        remedy:
          'Give it more time, or see that the instrument ends its replies with a line feed. The link resynchronises first.',
        details: { deadlineMs: job.deadlineMs, arrived },
      },
    );
  return new Fault(
    'INSTRUMENT_TIMEOUT',
    `The instrument did not ${what} ${JSON.stringify(job.request.text)} within ${job.deadlineMs} ms.`,
    {
      details: { deadlineMs: job.deadlineMs },
    },
  );
}

/** The link was distrusted while a question waited: its answer may have gone to another one, and another's may come. */
export const doubted = (): Fault =>
  new Fault('INSTRUMENT_REPLY', 'Question and answer may be out of step, so no answer to this was taken.', {
    remedy: 'It was sent. The link resynchronises now: look at what the instrument holds, or ask again.',
  });

/** A switch-off came while a command that would undo it was waiting. */
export const superseded = (): Fault =>
  new Fault('CANCELLED', 'An output was switched off before this was sent, so it was not sent.');

/** An emergency went past a question whose answer had not come. */
export const interrupted = (): Fault =>
  new Fault('SAFETY_PREEMPTED', 'The emergency stop came before the answer.', {
    remedy: 'This command was sent. Look at the instrument for what it did.',
  });
