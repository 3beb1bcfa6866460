import { type Check, notChecked, ok, problem } from './check.ts';
import { bystander, clockCheck, databaseCheck } from './database.ts';
import { diskCheck } from './disk.ts';
import { folderCheck, vaultCheck } from './folder.ts';
import { networkCheck } from './network.ts';
import { nativeChecks, nodeCheck } from './runtime.ts';
import { serialCheck } from './serial.ts';
import { usbCheck } from './usb.ts';

/** What only a shell knows. */
export interface Surroundings {
  readonly folder: string;
  /** Process id of the console that runs on the folder; null when none does. Rejects when one does not answer. */
  readonly runningConsole: () => Promise<number | null>;
  /** Whether somebody can see a window here. */
  readonly display: boolean;
}

const consoleCheck = (runningConsole: Surroundings['runningConsole']): Check => ({
  subject: 'Console',
  look: async () => {
    try {
      const pid = await runningConsole();
      return ok(pid === null ? 'None is running.' : `One is running and answers (process ${pid}).`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return problem(
        `One seems to run, and does not answer: ${why}`,
        'Look at its window. If it hangs, end it: outputs stay as they are.',
      );
    }
  },
});

const displayCheck = (display: boolean): Check => ({
  subject: 'Display',
  look: async () =>
    display
      ? ok('There is one.')
      : notChecked('There is none here: the console prints an address for a browser on this machine.'),
});

/** Every check, in the order in which they are shown. */
export function allChecks({ folder, runningConsole, display }: Surroundings): readonly Check[] {
  const read = bystander(folder);
  return [
    nodeCheck(),
    ...nativeChecks,
    folderCheck(folder),
    diskCheck(folder),
    databaseCheck(folder, read),
    vaultCheck(folder),
    consoleCheck(runningConsole),
    clockCheck(read),
    serialCheck,
    usbCheck,
    networkCheck,
    displayCheck(display),
  ];
}
