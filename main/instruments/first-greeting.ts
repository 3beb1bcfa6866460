import { Fault } from '#shared/faults.ts';
import type { Device } from './device.ts';

/** Why a device that is being connected will not do, or null while nobody can say. */
const because = (device: Device): Fault | null => {
  const { greetFault, status } = device;
  if (greetFault instanceof Fault) return greetFault;
  if (status.state !== 'unreachable') return null;
  const { message = 'Nothing answers at this address.', remedy } = status.trouble ?? {};
  return new Fault('INSTRUMENT_UNREACHABLE', message, { ...(remedy !== undefined && { remedy }) });
};

/**
 * Resolves when a device was identified for the first time; rejects with the first thing that goes wrong, with
 * INSTRUMENT_UNREACHABLE after `deadlineMs`, or with CANCELLED.
 */
export function firstGreeting(device: Device, deadlineMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      unwatch();
      clearTimeout(timer);
      signal.removeEventListener('abort', cancelled);
      settle();
    };
    const cancelled = (): void => end(() => reject(new Fault('CANCELLED', 'Connecting was cancelled.')));
    const look = (): void => {
      if (device.greeted) end(resolve);
      else {
        const fault = because(device);
        if (fault !== null) end(() => reject(fault));
      }
    };
    const timer = setTimeout(() => {
      const message = `${device.address} did not identify itself within ${deadlineMs / 1000} s.`;
      end(() => reject(new Fault('INSTRUMENT_UNREACHABLE', message)));
    }, deadlineMs);
    const unwatch = device.watch(look);
    signal.addEventListener('abort', cancelled, { once: true });
    if (signal.aborted) cancelled();
  });
}
