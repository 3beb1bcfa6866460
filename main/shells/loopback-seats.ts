import { createHash, randomBytes } from 'node:crypto';

/** How long a link may be used after it was made. */
export const tokenLifeMs = 10 * 60_000;
/** Windows that one browser may have open on one seat; the oldest secret is forgotten beyond it. */
const secretsPerSeat = 16;
const maxTokens = 64;
const maxSeats = 64;

const random = (): string => randomBytes(32).toString('base64url');
/**
 * What is kept instead of a token, cookie or secret. Lookups by this digest take the same time however much of a guess
 * is right: the guesser does not know the digest of a guess's neighbours.
 */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

interface Seat {
  /** Name for the records; tells nothing about the cookie. */
  readonly name: string;
  readonly cookie: string;
  /** Shown by a further window of the browser, beside the cookie, to sit here too. */
  readonly browser: string;
  readonly secrets: Set<string>;
}

/** What a browser gets for a token. */
export interface Granted {
  /** Value of the cookie: names the seat. */
  readonly cookie: string;
  /** For the page alone: without it the cookie opens nothing. */
  readonly secret: string;
  /** For all pages of this browser: with it and a token, another window gets to the same seat. */
  readonly browser: string;
}

/**
 * Tokens, cookies and secrets of the browsers that may use the console. A token is in a link, works once and not for long.
 * A cookie is sent to every server on 127.0.0.1, whoever runs it, so it only says which seat; the secret, which only the page
 * knows, opens it. All in memory: they end with the console.
 */
export class SeatDesk {
  readonly #now: () => number;
  /** Digest of a token, and when it ends. */
  readonly #tokens = new Map<string, number>();
  /** Digest of a cookie, and its seat. */
  readonly #seats = new Map<string, Seat>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A new token for a link. */
  mint(): string {
    const token = random();
    this.#tokens.set(digest(token), this.#now() + tokenLifeMs);
    forgetOldest(this.#tokens, maxTokens);
    return token;
  }

  /**
   * Takes a token for a seat: the one of the browser's cookie when it shows that seat's `browser` too, else a new one. The
   * cookie alone would let whoever has a link of their own sit down beside somebody whose cookie they were sent, or be
   * followed to their seat by somebody whom they gave their cookie. Null when the token was never made, was used, or is
   * too old.
   */
  redeem(token: string, cookie: string | null, browser: string | null): Granted | null {
    const key = digest(token);
    const until = this.#tokens.get(key);
    this.#tokens.delete(key);
    if (until === undefined || this.#now() >= until) return null;
    const named = this.#seatOf(cookie);
    const seat =
      named !== null && browser !== null && digest(browser) === digest(named.browser)
        ? named
        : this.#newSeat();
    const secret = random();
    seat.secrets.add(digest(secret));
    forgetOldest(seat.secrets, secretsPerSeat);
    return { cookie: seat.cookie, secret, browser: seat.browser };
  }

  /** Whether this cookie names a seat. */
  knows(cookie: string | null): boolean {
    return this.#seatOf(cookie) !== null;
  }

  /** The seat's name, for a cookie and a secret that belong together. */
  open(cookie: string | null, secret: string): string | null {
    const seat = this.#seatOf(cookie);
    return seat?.secrets.has(digest(secret)) === true ? seat.name : null;
  }

  #seatOf(cookie: string | null): Seat | null {
    return cookie === null ? null : (this.#seats.get(digest(cookie)) ?? null);
  }
  #newSeat(): Seat {
    const seat: Seat = {
      name: `browser-${randomBytes(4).toString('hex')}`,
      cookie: random(),
      browser: random(),
      secrets: new Set(),
    };
    this.#seats.set(digest(seat.cookie), seat);
    forgetOldest(this.#seats, maxSeats);
    return seat;
  }
}

function forgetOldest(kept: Set<string> | Map<string, unknown>, max: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= max) return;
    kept.delete(key);
  }
}
