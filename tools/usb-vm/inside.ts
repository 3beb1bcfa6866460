import { readdirSync, readlinkSync } from 'node:fs';
import { check, equal, summary } from './checks.ts';
import { Gadget, type Setup } from './gadget.ts';
import { checkRecovery } from './recovery.checks.ts';
import { checkTalk } from './talk.checks.ts';

/** Runs in the machine: one instrument after the other on the desk, and all checks with each. */
const setups: readonly (readonly [string, Setup])[] = [
  ['high speed', {}],
  ['full speed', { speed: 'full' }],
  ['without interrupt endpoint', { interrupt: false }],
  ['without USB488', { interrupt: false, usb488: false }],
];

const openUsb = (): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith('/dev/bus/usb') || path.startsWith('/dev/usbtmc') ? [path] : [];
    } catch {
      // The descriptor of this very listing.
      return [];
    }
  });

for (const [name, setup] of setups) {
  const gadget = await Gadget.start(setup);
  if (!process.env['ONLY']) await checkTalk(gadget, name, setup);
  if (name === 'high speed') {
    await checkRecovery(gadget);
  }
  await gadget.stop();
}
await check('no device file stays open', async () => equal(openUsb(), []));
process.exitCode = summary();
// The process has to end by itself: nothing of the transport may hold it.
setTimeout(() => {
  console.log(
    `not ok - the process ends by itself; it is held by ${process.getActiveResourcesInfo().join(', ')}`,
  );
  process.exit(1);
}, 10_000).unref();
