import { Fault } from '#shared/faults.ts';
import { encode } from './header.ts';
import { refuseEncryption } from './initialize.ts';
import type { Link } from './link.ts';
import { features, types } from './messages.ts';

/**
 * Device clear on both channels: behind it, both sides are empty, ids begin anew, and the mode is what the instrument
 * acknowledged. Resolves with whether that is overlap. When it fails, the link has ended. source: IVI-6.1 2.0, 6.12.
 */
export async function deviceClear(link: Link, signal: AbortSignal): Promise<boolean> {
  link.gate.clear();
  link.replies.drop();
  link.replies.deaf = true;
  try {
    // A message that is half out is finished first: the system sends in order, so all that follows is behind it.
    const server = await link.asynchronous.ask(
      types.AsyncDeviceClearAcknowledge,
      () => link.sendAsync(encode(types.AsyncDeviceClear, 0, 0), signal),
      signal,
    );
    // The instrument says which mode it would like now; both are spoken here.
    const wanted = server.control & features.overlap;
    const { control } = await link.synchronous.ask(
      types.DeviceClearAcknowledge,
      () => link.sendSync(encode(types.DeviceClearComplete, wanted, 0), signal),
      signal,
    );
    refuseEncryption(link, control);
    const overlap = (control & features.overlap) !== 0;
    link.reset(overlap);
    return overlap;
  } catch (error) {
    const fault =
      error instanceof Fault ? error : new Fault('INTERNAL', 'The device clear failed.', { cause: error });
    link.fail(fault);
    throw fault;
  }
}
