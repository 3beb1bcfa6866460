import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { Instrument, instruments } from '#shared/contract/instruments.ts';
import type { Published } from './published.ts';
import type { Room } from './room.ts';

/** The same items by the order of `ids`; those that are not named follow in the order they had. */
export function inOrder<T extends { readonly id: string }>(items: readonly T[], ids: readonly string[]): T[] {
  const place = ({ id }: T): number => {
    const at = ids.indexOf(id);
    return at < 0 ? ids.length : at;
  };
  return items.toSorted((a, b) => place(a) - place(b));
}

/** The order in which the instruments stand on the desk, for everybody. */
export function deskHandlers(
  room: Room,
  list: Pick<Published<Instrument[]>, 'poke'>,
): Pick<DomainHandlers<typeof instruments>, 'reorder'> {
  return {
    async reorder({ ids }) {
      await room.bench.change((bench) => ({ ...bench, instruments: inOrder(bench.instruments, ids) }));
      const devices = inOrder([...room.devices.values()], ids);
      // In one tick: nobody, and no emergency stop, ever sees a desk with an instrument less.
      room.devices.clear();
      for (const device of devices) room.devices.set(device.id, device);
      list.poke();
      return {};
    },
  };
}
