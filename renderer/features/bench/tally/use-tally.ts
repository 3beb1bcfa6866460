import { useFollow } from '#renderer/stores/use-follow.ts';
import type { ChannelInfo } from '#shared/contract/channels.ts';
import type { Tally } from '#shared/contract/tally.ts';

/** Whether energy or charge of a channel is counted: something is switched there, and what flows is measured. */
export const hasCounters = ({ switches, readings }: ChannelInfo): boolean =>
  switches !== null && readings.some(({ quantity }) => quantity === 'current' || quantity === 'power');

/** Follows what is counted of a channel, where it is drawn; null while that is not known. `statistics`: those are drawn. */
export function useTally(id: string, info: ChannelInfo, statistics: boolean): Tally | null {
  const { channel } = info;
  const wanted = statistics || hasCounters(info);
  const { value, old } = useFollow(
    wanted ? `${id} ${channel} tally` : null,
    'instruments:read',
    (client, signal) => client.tally.now({ id, channel }, { signal }),
  );
  return old ? null : value;
}
