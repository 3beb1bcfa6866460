import type { Handlers } from '#main/bridge/handlers.ts';
import type { LoopDelay } from '#main/profiling/loop-delay.ts';
import { keepSlices } from '#main/profiling/slices.ts';
import type { LabLinkContract } from '#shared/contract/index.ts';
import { thisMachine } from './baselines/machine.ts';
import { openBaselines } from './baselines/open-baselines.ts';
import { openOverview } from './overview/open-overview.ts';
import { openProfiles } from './profiles/open-profiles.ts';
import { openTraces } from './traces/open-traces.ts';

/** An instrument on the desk, as figures name it. */
export interface OnDesk {
  readonly id: string;
  readonly name: string;
  /** How far apart its polls are meant to be, ms. */
  readonly pollMs: number;
}

/** What the profiling screen is served from. */
export interface DashboardOptions {
  /** The data folder: profiles and baselines are kept in `profiling/` there. */
  readonly folder: string;
  readonly version: string;
  readonly loop: LoopDelay;
  /** What is on the desk now. */
  readonly instruments: () => readonly OnDesk[];
  /** The environment of the process; of `process` when left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The domains of the contract that are served here. */
type Domains = Extract<keyof LabLinkContract, 'profiling' | 'traces' | 'profiles' | 'baselines'>;

/** The services behind the profiling screen: figures, traces, profiles, baselines. */
export interface Dashboard {
  readonly handlers: Pick<Handlers<LabLinkContract>, Domains>;
  close(): Promise<void>;
}

/** Begins to keep slices of time, and opens the services. */
export function openDashboard({
  folder,
  version,
  loop,
  instruments,
  env = process.env,
}: DashboardOptions): Dashboard {
  const baselines = openBaselines({ folder, version, instruments });
  const overview = openOverview({
    loop,
    instruments,
    machine: thisMachine(version),
    reference: baselines.verdicts,
  });
  const stop = keepSlices(() => overview.sliceEnded());
  const traces = openTraces({ version, env });
  const profiles = openProfiles(folder);
  return {
    handlers: {
      profiling: overview.handlers,
      traces: traces.handlers,
      profiles: profiles.handlers,
      baselines: baselines.handlers,
    },
    async close() {
      stop();
      overview.close();
      traces.close();
      profiles.close();
      await baselines.close();
    },
  };
}
