import { Fault } from '#shared/faults.ts';
import { type Job, type Rank, ranks } from './job.ts';

/** Who may be served when. */
export const beforeGreeting: readonly Rank[] = ['emergency', 'off', 'greet'];
export const always: readonly Rank[] = ['emergency', 'off', 'greet', 'person', 'poll'];
/** Beside a command whose intent is being written. */
export const whilePreparing: readonly Rank[] = ['emergency', 'off'];
/** What has no reply that could be mistaken for another's. */
export const whileRecovering: readonly Rank[] = ['off'];

/** Exchanges that may wait in one rank of one instrument. */
const longest = 256;
/** With polls waiting, one of them is served after this many exchanges of people in a row. */
const patience = 16;

/** What waits for the wire of one instrument: by rank, and first come, first served within one. */
export class Queue {
  readonly #lines: Readonly<Record<Rank, Job[]>> = {
    emergency: [],
    off: [],
    greet: [],
    person: [],
    poll: [],
  };
  #personInARow = 0;

  /** Throws OVERLOADED when this rank is full. */
  add(job: Job): void {
    const line = this.#lines[job.rank];
    if (line.length >= longest)
      throw new Fault('OVERLOADED', `${longest} commands wait for this instrument already.`);
    line.push(job);
  }

  /** Puts a job back that was taken and not served: it is the next one of its rank. */
  putBack(job: Job): void {
    this.#lines[job.rank].unshift(job);
  }

  /** Takes the next one of these ranks. */
  take(allowed: readonly Rank[]): Job | null {
    const { person, poll } = this.#lines;
    if (this.#personInARow >= patience && poll.length > 0 && allowed.includes('poll')) {
      const urgent = this.#first(allowed.filter((rank) => rank !== 'person' && rank !== 'poll'));
      if (urgent !== null) return urgent;
      this.#personInARow = 0;
      return poll.shift() ?? null;
    }
    if (person.length === 0 || poll.length === 0) this.#personInARow = 0;
    const job = this.#first(allowed);
    if (job?.rank === 'person' && poll.length > 0) this.#personInARow++;
    return job;
  }

  #first(allowed: readonly Rank[]): Job | null {
    for (const rank of allowed) {
      const job = this.#lines[rank].shift();
      if (job !== undefined) return job;
    }
    return null;
  }

  remove(job: Job): void {
    const line = this.#lines[job.rank];
    const at = line.indexOf(job);
    if (at !== -1) line.splice(at, 1);
  }

  /** Takes out everything of these ranks, or what of it `which` says. */
  clear(of: readonly Rank[] = ranks, which: (job: Job) => boolean = () => true): Job[] {
    const out: Job[] = [];
    for (const rank of of) {
      const line = this.#lines[rank];
      let kept = 0;
      for (const job of line) {
        if (which(job)) out.push(job);
        else line[kept++] = job;
      }
      line.length = kept;
    }
    return out;
  }
}
