import { Moments } from './moments.ts';

/** What happened on the link to one instrument, beside how long its exchanges took. Moments in ms since 1970. */
export interface LinkCounts {
  /** Exchanges that were not answered, or not taken, in time. */
  readonly timeouts: Moments;
  /** Tries to bring the link back into step, and connections after the first. */
  readonly retries: Moments;
  /** When rounds of polls began, on the clock of `performance.now()`. */
  readonly polls: Moments;
}

/** Instruments at most; of more, the one that was asked for longest ago is forgotten. Ten KB each. */
const most = 500;
const links = new Map<string, LinkCounts>();

/** The counts of an instrument, by its id; made when they are asked for first. */
export function linkCounts(instrument: string): LinkCounts {
  const known = links.get(instrument);
  if (known !== undefined) return known;
  if (links.size >= most) links.delete(links.keys().next().value!);
  const counts = { timeouts: new Moments(), retries: new Moments(), polls: new Moments() };
  links.set(instrument, counts);
  return counts;
}
