import type { Job } from './job.ts';
import type { Line } from './line.ts';

/** Waiting for what a link shares with others, before anything of a job is sent: no time of its deadline passes meanwhile. */
export class BusTurn {
  #waiting: { readonly job: Job; readonly giveUp: AbortController } | null = null;

  /** True for a job that has to wait for a turn. What switches off does not wait here. */
  static needs(job: Job, line: Line): boolean {
    return line.transport.turn !== undefined && job.rank !== 'emergency' && job.rank !== 'off';
  }

  /** The job that waits, if one does. */
  get job(): Job | null {
    return this.#waiting?.job ?? null;
  }

  /** Why it was given up, or null once it has its turn. */
  async wait(job: Job, line: Line): Promise<unknown> {
    const giveUp = new AbortController();
    this.#waiting = { job, giveUp };
    job.stage = 'waiting';
    try {
      await line.transport.turn?.(AbortSignal.any([giveUp.signal, line.life]));
      return job.fault;
    } catch (error) {
      return job.fault ?? error;
    } finally {
      this.#waiting = null;
    }
  }

  /** The job that waits is given up. */
  giveUp(why: unknown): void {
    this.#waiting?.giveUp.abort(why);
  }
}
