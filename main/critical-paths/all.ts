import { accountPaths } from './accounts.ts';
import { backupPaths } from './backups.ts';
import type { CriticalPath, OpenPath } from './path.ts';
import { recordPaths } from './records.ts';
import { validationPaths } from './validation.ts';
import { yardsticks } from './yardsticks.ts';

/** The ten critical paths; one of them (a query of the history) over two lengths. */
export const criticalPaths: readonly CriticalPath[] = [
  ...accountPaths,
  ...recordPaths,
  ...backupPaths,
  ...validationPaths,
];

export interface ChosenPaths {
  /** The paths, by their ids; all when left out. */
  readonly only?: readonly string[];
  /**
   * A path that is measured a second time beside itself, doing everything twice: what a comparison has to find, for
   * `npm run profile -- --self-check`. In the same starts, since a path alone in its process runs differently compiled.
   */
  readonly twice?: string;
}

/** What is measured, in its order: the paths, then the yardsticks. */
export const chosenPaths = ({ only, twice }: ChosenPaths): readonly CriticalPath[] => [
  ...criticalPaths
    .filter(({ id }) => only?.includes(id) ?? true)
    .flatMap((path) => (path.id === twice ? [path, twin(path)] : [path])),
  ...yardsticks,
];

/** What the path that does everything twice is called. */
export const twinOf = (id: string): string => `${id}.twice`;

const twin = (path: CriticalPath): CriticalPath => ({
  ...path,
  id: twinOf(path.id),
  open: async (place) => doneTwice(await path.open(place)),
});

/** The same path at half its speed: it does really everything twice. */
const doneTwice = (path: OpenPath): OpenPath => ({
  ...path,
  sample: async () => (await path.sample()) + (await path.sample()),
});
