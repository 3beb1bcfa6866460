import { accounts } from './accounts.ts';
import { backups } from './backups.ts';
import { exports } from './exports.ts';
import { history } from './history.ts';
import { instruments } from './instruments.ts';
import { keeping } from './keeping.ts';
import { links } from './links.ts';
import { safety } from './safety.ts';
import { system } from './system.ts';

/** Every call and stream between the renderer and main. There is no second list. */
export const contract = {
  accounts,
  instruments,
  links,
  safety,
  history,
  exports,
  keeping,
  backups,
  system,
};
export type LabLinkContract = typeof contract;
