import { Device } from './device.ts';
import { AsynchronousRequests } from './hislip-async.ts';
import type { Channel } from './hislip-channel.ts';
import { type Client, longestPiece, type Manners, type Target } from './hislip-client.ts';
import { SynchronousWork } from './hislip-sync.ts';

/** A client whose two channels are there. It ends when one of them does. */
export interface Session {
  close(): void;
}

/** `ended`: called once, when it is over. */
export function openSession(
  channels: { readonly sync: Channel; readonly async: Channel },
  target: Target,
  manners: Manners,
  ended: () => void,
): Session {
  const device = new Device(target.instrument, target.faults);
  let over = false;
  const client: Client = {
    ...channels,
    target,
    device,
    manners,
    maxBytes: longestPiece,
    close() {
      if (over) return;
      over = true;
      stopListening();
      work.close();
      requests.close();
      device.close();
      target.locks.forget(client);
      channels.sync.destroy();
      channels.async.destroy();
      ended();
    },
  };
  const stopListening = device.onClosing(() => client.close());
  const work = new SynchronousWork(client);
  const requests = new AsynchronousRequests(client, work);
  channels.sync.owner = work;
  channels.async.owner = requests;
  return client;
}
