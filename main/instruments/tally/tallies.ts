import type { ChannelInfo } from '#shared/contract/channels.ts';
import { Tally } from './tally.ts';

/** The tallies of a device, one a channel. They outlive its link, and end with what the channel can do. */
export class Tallies {
  readonly #known = new Map<number, { readonly info: ChannelInfo; readonly tally: Tally }>();
  /** Epoch ms. */
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** That of a channel; begun anew when another model, or another version of it, has taken its place. */
  of(info: ChannelInfo): Tally {
    const known = this.#known.get(info.channel);
    if (known?.info === info) return known.tally;
    const tally = new Tally(info, this.#now());
    this.#known.set(info.channel, { info, tally });
    return tally;
  }
}
