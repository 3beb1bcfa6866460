import { type Check, ok, problem } from './check.ts';
import { probe } from './probe.ts';

/** The oldest Node that runs the console. */
const oldestNode = 24;
const deadlineMs = 15_000;

/** Version and platform of Node. */
export const nodeCheck = (version: string = process.versions.node): Check => ({
  subject: 'Node',
  look: async () => {
    const found = `Node ${version} on ${process.platform} ${process.arch}.`;
    return Number(version.split('.')[0]) >= oldestNode
      ? ok(found)
      : problem(found, `Install Node ${oldestNode} or newer, or run npm install in the project.`);
  },
});

/** Native modules and what each is for. */
const modules = [
  ['better-sqlite3', 'the history and the accounts'],
  ['serialport', 'serial ports'],
  ['usb', 'USB instruments'],
] as const;

/** Whether each native module has a binary for this platform, and loads. */
export const nativeChecks: readonly Check[] = modules.map(([name, purpose]) => ({
  subject: `Module ${name}`,
  deadlineMs: deadlineMs + 1000,
  look: async () => {
    const { failed } = await probe('native', [name], deadlineMs);
    return failed === null
      ? ok('It loads.')
      : problem(
          `It is needed for ${purpose} and does not work: ${failed}.`,
          'Run npm install in the project. If that changes nothing, there is no binary for this platform.',
        );
  },
}));
