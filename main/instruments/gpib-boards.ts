import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { parseAddress, parseAdapter, printAdapter } from '#shared/address/parse.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import type { BenchFile } from './bench-file.ts';
import type { Device } from './device.ts';
import type { Room } from './room.ts';

/** The address of the adapter that this desk calls GPIB board `board`, null where it names none. */
export const gpibAdapterOf =
  (bench: BenchFile) =>
  (board: number): string | null =>
    bench.bench.gpib.find((each) => each.board === board)?.adapter ?? null;

/** Which adapter is meant by `gpib://0/22`. */
export function gpibHandlers(
  room: Room,
): Pick<DomainHandlers<typeof instruments>, 'gpibBoards' | 'setGpibBoard'> {
  return {
    gpibBoards: () => room.bench.bench.gpib.map((each) => ({ ...each })),

    async setGpibBoard({ board, adapter }) {
      const written = adapter === null ? null : printAdapter(parseAdapter(adapter));
      const behind = [...room.devices.values()].filter((device) => isBehind(device, board));
      const live = behind.find((device) => device.session.status.state !== 'unreachable');
      // A link does not move, so a panel would go on showing what is behind the other adapter.
      if (live !== undefined && written !== room.where.gpibAdapter(board))
        throw new Fault('INSTRUMENT_EXISTS', `${live.name} is in use behind GPIB board ${board}.`, {
          remedy: 'Switch that adapter off, or take its instruments off the desk, and set the board then.',
          details: { board },
        });
      await room.bench.change((bench) => ({
        ...bench,
        gpib: [
          ...bench.gpib.filter((each) => each.board !== board),
          ...(written === null ? [] : [{ board, adapter: written }]),
        ].sort((a, b) => a.board - b.board),
      }));
      for (const device of behind) device.session.retry();
      return { adapter: written };
    },
  };
}

function isBehind({ address, simulated }: Device, board: number): boolean {
  if (simulated !== null) return false;
  const parsed = parseAddress(address);
  return parsed.scheme === 'gpib' && parsed.board === board;
}
