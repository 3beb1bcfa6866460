import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { check, equal, summary } from './checks.ts';
import { checkConsoles } from './console.checks.ts';
import { checkDrivers } from './driver.checks.ts';
import { checkFaults } from './faults.checks.ts';
import { Gadget, type Setup } from './gadget.ts';
import { checkRecovery } from './recovery.checks.ts';
import { checkSession } from './session.checks.ts';
import { checkTalk } from './talk.checks.ts';
import { checkUnplug } from './unplug.checks.ts';

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

/** Words of the kernel's command line: what alone is checked. */
const wanted =
  readFileSync('/proc/cmdline', 'utf8')
    .match(/only=(\S+)/)?.[1]
    ?.split(',') ?? [];
const isWanted = (subject: string): boolean => wanted.length === 0 || wanted.includes(subject);

const subjects: readonly (readonly [string, (gadget: Gadget) => Promise<void>])[] = [
  ['recovery', checkRecovery],
  ['faults', checkFaults],
  ['unplug', checkUnplug],
  ['session', checkSession],
  ['drivers', checkDrivers],
  ['consoles', checkConsoles],
];

for (const [name, setup] of setups) {
  const whole = setup === setups[0]?.[1];
  if (!isWanted('talk') && !whole) continue;
  const gadget = await Gadget.start(setup);
  if (isWanted('talk')) await checkTalk(gadget, name, setup);
  if (whole) for (const [subject, checks] of subjects) if (isWanted(subject)) await checks(gadget);
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
