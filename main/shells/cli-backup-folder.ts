import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, tidyPath } from '#main/folder/data-folder.ts';
import { Fault } from '#shared/faults.ts';
import { askAbout } from './loopback-control-client.ts';

/** Whether a console runs on the data folder. */
export const consoleRuns = async (): Promise<boolean> => (await askAbout(dataFolder())) !== null;

/** Whether there is anything of a console in a data folder that a restore would replace. */
export const isInUse = (folder: string): boolean => existsSync(join(folder, 'lablink.db'));

/** Refuses to restore into a folder that is not empty: it is no new data folder. */
export function refuseUsed(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Fault('FOLDER_IN_USE', `${tidyPath(folder)} is not empty.`, {
      remedy: 'Give a folder that is new, or set LABLINK_HOME to restore into a data folder that is used.',
    });
}
