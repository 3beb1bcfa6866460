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

export interface ChosenPath extends CriticalPath {
  /** The path that this one does twice: it opens nothing of its own. */
  readonly twiceOf?: string;
}

/** What is measured, in its order: the paths, then the yardsticks. */
export const chosenPaths = ({ only, twice }: ChosenPaths): readonly ChosenPath[] => [
  ...criticalPaths
    .filter(({ id }) => only?.includes(id) ?? true)
    .flatMap((path) => (path.id === twice ? [path, twin(path)] : [path])),
  ...yardsticks,
];

/** What the path that does everything twice is called. */
export const twinOf = (id: string): string => `${id}.twice`;

const twin = (path: CriticalPath): ChosenPath => ({ ...path, id: twinOf(path.id), twiceOf: path.id });

/** The same path at half its speed: it does really everything twice, over what the path has open. */
export const doneTwice = (path: OpenPath): OpenPath => ({
  ...path,
  sample: async () => (await path.sample()) + (await path.sample()),
  close: () => Promise.resolve(),
});
