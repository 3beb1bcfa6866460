import type { ExchangeId, Journal, Outcome, Request } from '#main/session/ports.ts';
import type { Link } from '#shared/contract/history.ts';
import type { Appended } from './append.ts';
import type { Book } from './book.ts';
import { crossOutcome, type CrossingOutcome, crossRequest } from './crossing.ts';
import { exchangeLine, type ShownRequest } from './live-lines.ts';
import { unwritable } from './unwritable.ts';

/** Intents whose line is kept until their outcome comes; a bench has one for each instrument. */
const inFlightMax = 5000;
/** Outcomes that wait for a disk that cannot be written. */
const unsettledMax = 1000;
/** Bytes of replies that wait for the disk in notes; more are given up, and counted. */
const noteBytesMax = 64 * 1024 * 1024;

interface Shown {
  readonly appended: Appended;
  readonly request: ShownRequest;
}

/** Exchanges on their way to the disk. */
export class Exchanges implements Pick<Journal, 'intend' | 'settle' | 'note'> {
  readonly #book: Book;
  readonly #inFlight = new Map<ExchangeId, Shown>();
  /** Outcomes that could not be written; tried again until they are. */
  readonly #unsettled = new Map<ExchangeId, { readonly at: number; readonly outcome: Outcome }>();
  /** True: a changing command that cannot be recorded is sent all the same, and counted as lost. */
  goOn = false;
  /** Numbers of commands that were sent without a record: below zero, as none of the history is. */
  #unrecorded = 0;
  #noteBytes = 0;
  #lastNote: Promise<void> = Promise.resolve();

  constructor(book: Book) {
    this.#book = book;
  }

  async intend(link: Link, request: Request): Promise<ExchangeId> {
    const at = this.#book.now();
    let appended: Appended;
    try {
      const crossing = crossRequest(at, link, request);
      appended = await this.#book.database.write('intend', crossing);
    } catch (error) {
      if (this.goOn) {
        this.#book.lost(at);
        return --this.#unrecorded;
      }
      // Nothing is sent without an intent: nothing happened that is missing.
      this.#book.failed();
      throw unwritable(error);
    }
    const shown = { appended, request: shownRequest(at, link, request) };
    keep(this.#inFlight, inFlightMax, appended.seq, shown);
    this.#book.wrote(() => exchangeLine(appended, shown.request, null));
    return appended.seq;
  }

  async settle(intent: ExchangeId, outcome: Outcome): Promise<void> {
    // Counted already, with its command.
    if (intent < 0) return;
    const at = this.#book.now();
    try {
      await this.#settle(intent, at, outcome, false);
    } catch (error) {
      this.#book.failed();
      const given = keep(this.#unsettled, unsettledMax, intent, { at, outcome });
      if (given !== undefined) this.#book.lost(given.at);
      throw unwritable(error);
    }
  }

  async #settle(intent: ExchangeId, at: number, outcome: Outcome, again: boolean): Promise<void> {
    const crossing = crossOutcome(outcome);
    await this.#book.database.write('settle', {
      intent,
      at,
      outcome: crossing instanceof Promise ? await crossing : crossing,
      again,
    });
    const shown = this.#inFlight.get(intent);
    this.#inFlight.delete(intent);
    this.#book.succeeded();
    if (shown !== undefined) this.#book.tell(() => exchangeLine(shown.appended, shown.request, outcome));
  }

  note(
    link: Link,
    request: Pick<Request, 'operator' | 'lane' | 'bytes'>,
    outcome: Outcome,
    at: number,
  ): void {
    const bytes = outcome.reply?.length ?? 0;
    if (this.#noteBytes + bytes > noteBytesMax) {
      this.#book.lost(at);
      return;
    }
    this.#noteBytes += bytes;
    const crossing = crossOutcome(outcome);
    const defer = (crossed: CrossingOutcome): Promise<Appended> =>
      this.#book.database.defer('note', { request: crossRequest(at, link, request), outcome: crossed });
    this.#lastNote = (crossing instanceof Promise ? crossing.then(defer) : defer(crossing)).then(
      (appended) => {
        this.#noteBytes -= bytes;
        this.#book.wrote(() => exchangeLine(appended, shownRequest(at, link, request), outcome));
      },
      () => {
        this.#noteBytes -= bytes;
        this.#book.lost(at);
      },
    );
  }

  /** Resolves when the notes so far are on the disk, or lost. */
  async noted(): Promise<void> {
    await this.#lastNote;
  }

  /** Tries the outcomes again that could not be written, in their order. */
  async settleAgain(): Promise<void> {
    for (const [intent, { at, outcome }] of this.#unsettled) {
      try {
        await this.#settle(intent, at, outcome, true);
      } catch {
        this.#book.failed();
        return;
      }
      this.#unsettled.delete(intent);
    }
  }
}

const shownRequest = (
  at: number,
  link: Link,
  { operator, lane, bytes }: Pick<Request, 'operator' | 'lane' | 'bytes'>,
): ShownRequest => ({ at, link, operator: operator.name, lane, bytes });

/** Keeps an entry, and gives up the oldest when there are too many: the answer. */
function keep<V>(map: Map<number, V>, max: number, key: number, value: V): V | undefined {
  map.set(key, value);
  if (map.size <= max) return undefined;
  const [oldest, given] = map.entries().next().value!;
  map.delete(oldest);
  return given;
}
