import { isChanging, type Job } from './job.ts';
import { notSent, type Recorder } from './record.ts';
import type { Fault } from '#shared/faults.ts';

/** The gate between a queue and the wire for commands that change something: one at a time waits for its durable intent. */
export class Preparation {
  readonly #recorder: Recorder;
  readonly #check: (job: Job) => void;
  readonly #unavailable: () => Fault | null;
  readonly #next: () => void;
  /** Its intent is being written; nothing of it was sent. */
  #waiting: Job | null = null;
  /** Its intent is durable; it is next. */
  #ready: Job | null = null;

  /** `check` throws to refuse; `next` is called whenever the gate has changed. */
  constructor(options: {
    readonly recorder: Recorder;
    readonly check: (job: Job) => void;
    readonly unavailable: () => Fault | null;
    readonly next: () => void;
  }) {
    this.#recorder = options.recorder;
    this.#check = options.check;
    this.#unavailable = options.unavailable;
    this.#next = options.next;
  }

  /** True for a job that has to pass the gate. What is wire first does not. */
  static needs(job: Job): boolean {
    return job.rank !== 'emergency' && job.rank !== 'off' && isChanging(job.request.effects);
  }

  get busy(): boolean {
    return this.#waiting !== null || this.#ready !== null;
  }

  get jobs(): readonly Job[] {
    return [this.#waiting, this.#ready].filter((job) => job !== null);
  }

  /** The job that may be sent now. */
  take(): Job | null {
    const job = this.#ready;
    this.#ready = null;
    return job;
  }

  /** A job that was given up after its intent became durable. */
  remove(job: Job): void {
    if (this.#ready === job) this.#ready = null;
  }

  async start(job: Job): Promise<void> {
    this.#waiting = job;
    const failure = await this.#intend(job);
    this.#waiting = null;
    if (failure !== null) {
      job.stage = 'done';
      job.forget();
      job.reject(job.fault ?? failure);
    } else if (job.intent !== null) {
      job.stage = 'queued';
      const fault = job.fault ?? this.#unavailable();
      if (fault === null) this.#ready = job;
      else this.#recorder.finish(job, notSent(fault, job), fault);
    }
    this.#next();
  }

  /** Null when the intent is durable, or the guard's refusal has been answered. */
  async #intend(job: Job): Promise<unknown> {
    try {
      this.#check(job);
    } catch (refusal) {
      this.#recorder.refuse(job, refusal);
      return null;
    }
    job.stage = 'preparing';
    try {
      job.intent = await this.#recorder.intend(job);
      return null;
    } catch (error) {
      return error;
    }
  }
}
