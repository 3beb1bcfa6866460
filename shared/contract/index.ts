import { accounts } from './accounts.ts';
import { backups } from './backups.ts';
import { baselines } from './baselines.ts';
import { discharge } from './discharge.ts';
import { exports } from './exports.ts';
import { history } from './history.ts';
import { instruments } from './instruments.ts';
import { keeping } from './keeping.ts';
import { layouts } from './layouts.ts';
import { links } from './links.ts';
import { profiles } from './profiles.ts';
import { profiling } from './profiling.ts';
import { safety } from './safety.ts';
import { system } from './system.ts';
import { tally } from './tally.ts';
import { traces } from './traces.ts';

/** Every call and stream between the renderer and main. There is no second list. */
export const contract = {
  accounts,
  instruments,
  links,
  tally,
  discharge,
  layouts,
  safety,
  history,
  exports,
  keeping,
  backups,
  profiling,
  baselines,
  traces,
  profiles,
  system,
};
export type LabLinkContract = typeof contract;
