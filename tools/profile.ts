import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { criticalPaths } from '#main/critical-paths/all.ts';
import { prepareData } from '#main/critical-paths/data.ts';
import { buttonSizes, fullSizes, type PathSizes } from '#main/critical-paths/path.ts';
import { pathRow } from '#main/critical-paths/path-rows.ts';
import { measurePaths, type RunPlan, startsInWords } from '#main/critical-paths/run.ts';
import { doubtsOf } from '#main/dashboard/baselines/doubts.ts';
import { thisMachine } from '#main/dashboard/baselines/machine.ts';
import { compareSets } from '#main/statistics/compare.ts';
import { headOf, keptText, readKept } from '#main/statistics/kept.ts';
import { startedProcess } from './profile-process.ts';
import { reportPage, timeText } from './profile-report.ts';
import { namedPaths, selfCheck } from './profile-self-check.ts';
import { root } from './steps.ts';

const help = `npm run profile -- [--full] [--name NAME] [--out FOLDER] [--compare REPORT.json] [--only PATH,PATH]
npm run profile -- --self-check N [--go-on] [--out FOLDER] [--only PATH,PATH]

Runs the ten critical paths in fresh processes and writes report.json, report.md and a CPU profile of every thread for each path to
FOLDER (profiles/). --full: a history of a million lines, a backup of 100 MB, a thousand backups; filling takes minutes. --compare:
with an earlier report, or one exported by the console; exit code 1 when something has become slower. --self-check: compares this
build N times with itself, and with itself where one path is done twice; exit code 1 when it says that something differs in more
than one run of twenty, or misses a path that is done twice; with --go-on it goes on with one of this build that was broken off. --only: paths whose ids begin so, as in history,accounts.totp. All of it
needs a machine that does nothing else.`;

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    help: { type: 'boolean' },
    full: { type: 'boolean' },
    name: { type: 'string' },
    out: { type: 'string', default: join(root, 'profiles') },
    compare: { type: 'string' },
    'self-check': { type: 'string' },
    'go-on': { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
if (values.help === true) {
  console.log(help);
  process.exit(0);
}

/** Of a run whose figures are kept. */
const usualPlan = { starts: 8, mostStarts: 24, rounds: 2, roundMs: 100 } as const;
/** Of each of the many runs of a self-check. */
const checkPlan = { starts: 8, mostStarts: 24, rounds: 2, roundMs: 60 } as const;
const checkSizes: PathSizes = { historyLines: 20_000, backupBytes: 1_000_000, backups: 20 };
/** Rounds of each path that are recorded. */
const recordedRounds = 5;

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
// Not in the system's temporary folder, which may be memory: durable is what is on a disk.
const scratch = mkdtempSync(join(out, '.scratch-'));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const data = join(scratch, 'data');
let folders = 0;
/** An empty folder for one start. */
const ownFolder = (): string => join(scratch, `start-${++folders}`);

async function prepare(sizes: PathSizes): Promise<void> {
  let said = '';
  mkdirSync(data);
  await prepareData(
    data,
    sizes,
    (what) => {
      const [stage = ''] = what.split(',');
      if (stage !== said) console.log(`Prepare: ${stage}`);
      said = stage;
    },
    stop.signal,
  );
}

/** The paths that are looked at: those that begin with what was given. */
const chosen = criticalPaths
  .map(({ id }) => id)
  .filter((id) => values.only?.split(',').some((begin) => id.startsWith(begin)) ?? true);

const measure = (plan: RunPlan) =>
  measurePaths(
    { ...plan, only: chosen },
    () => startedProcess({ ...plan, data, folder: ownFolder() }),
    stop.signal,
  );

/** Every path once more with the profiler on, each in a start of its own: its threads and no others. */
async function recorded(plan: RunPlan, ids: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const id of ids) {
    stop.signal.throwIfAborted();
    const start = startedProcess({ ...plan, data, folder: ownFolder() });
    try {
      await start.open(id);
      files.push(...(await start.record(id, recordedRounds, out)));
    } finally {
      await start.close();
    }
  }
  return files;
}

/** Says what was measured, and writes it. Resolves with whether nothing has become slower. */
async function profile(): Promise<boolean> {
  const sizes = values.full === true ? fullSizes : buttonSizes;
  const plan: RunPlan = { sizes, ...usualPlan };
  // Before minutes go by: a file that is not there is said at once.
  const old =
    values.compare === undefined
      ? null
      : await readKept(values.compare).catch((error: unknown) => {
          const why = error instanceof Error ? error.message.slice(0, 300) : String(error);
          throw new Error(`${values.compare} cannot be read as a report: ${why}`, { cause: error });
        });
  if (old !== null && old.head.kind !== 'paths')
    throw new Error(`${values.compare} is not a report of the critical paths`);
  await prepare(sizes);
  console.log(`Measure: ${startsInWords(plan)} fresh processes, ${plan.rounds} rounds of each path in each`);
  const measured = await measure(plan);
  const rows = measured.map(pathRow);
  for (const { name, p50, p95, proof } of rows)
    console.log(`${name}: ${timeText(p50)}, 95 % below ${timeText(p95)}. ${proof}`);
  const named = namedPaths(measured);
  const load = `${startsInWords(plan)} fresh processes, ${sizes.historyLines.toLocaleString('en')} lines, ${Math.round(sizes.backupBytes / 1e6)} MB, ${sizes.backups} backups`;
  const at = Date.now();
  const name = values.name ?? `npm run profile, ${new Date(at).toISOString().slice(0, 16)}`;
  const about = { name, kind: 'paths', at, machine: thisMachine(version), load, paths: rows } as const;
  const kept = { head: headOf(about, named), measured: named };
  writeFileSync(join(out, 'report.json'), [...keptText(kept)].join(''));
  console.log('Record: CPU profiles of every path');
  const profiles = await recorded(
    plan,
    rows.map(({ id }) => id),
  );
  const against =
    old === null
      ? null
      : {
          file: values.compare!,
          compared: compareSets(old.measured, named),
          doubts: doubtsOf(old.head, kept.head),
        };
  writeFileSync(
    join(out, 'report.md'),
    reportPage({ at, machine: about.machine, load, rows, profiles, against }),
  );
  for (const row of against?.compared.rows ?? [])
    if (row.verdict !== 'same')
      console.log(`${row.name}: ${row.verdict}, median ${row.median.ratio.toFixed(2)} times`);
  for (const doubt of against?.doubts ?? []) console.log(`Doubtful: ${doubt}`);
  console.log(`Written: ${join(out, 'report.md')}, report.json and ${profiles.length} CPU profiles`);
  return !(against?.compared.rows.some(({ verdict }) => verdict === 'slower') ?? false);
}

/** Whether the comparison says no more than it may: one verdict in twenty runs, and every planted slowdown. */
async function check(runs: number): Promise<boolean> {
  await prepare(checkSizes);
  const plan: RunPlan = { sizes: checkSizes, ...checkPlan };
  const { falsely, missed } = await selfCheck(
    runs,
    chosen,
    out,
    (twice) => measure({ ...plan, ...(twice !== null && { twice }) }),
    values['go-on'],
  );
  console.log(
    `${falsely.length} of ${runs} runs of the same build were said to differ (at most ${Math.max(1, Math.floor(runs / 20))}); ${runs - missed.length} of ${runs} planted slowdowns were found (all).`,
  );
  return falsely.length <= Math.max(1, Math.floor(runs / 20)) && missed.length === 0;
}

try {
  const runs = values['self-check'];
  if (runs !== undefined && !/^[1-9]\d{0,3}$/.test(runs))
    throw new Error('--self-check takes a number of runs');
  process.exitCode = (await (runs === undefined ? profile() : check(Number(runs)))) ? 0 : 1;
} catch (error) {
  console.error(
    stop.signal.aborted ? 'Given up; nothing of it is left.' : error instanceof Error ? error.message : error,
  );
  process.exitCode = stop.signal.aborted ? 130 : 2;
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
