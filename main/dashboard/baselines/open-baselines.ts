import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { working } from '#main/bridge/working.ts';
import { buttonSizes } from '#main/critical-paths/path.ts';
import { pathRow } from '#main/critical-paths/path-rows.ts';
import { buttonPlan, type RunPlan, runInThreads, startsInWords } from '#main/critical-paths/run.ts';
import type { Compared } from '#main/statistics/compare.ts';
import { compareInThread } from '#main/statistics/in-thread.ts';
import { headOf } from '#main/statistics/kept.ts';
import type { BaselineSummary, baselines, Comparison, PathsReport } from '#shared/contract/baselines.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { doubtsOf } from './doubts.ts';
import { isEnough, liveMeasured } from './live.ts';
import { thisMachine } from './machine.ts';
import { BaselineStore } from './store.ts';
import { openVerdicts, type SpanVerdicts } from './verdicts.ts';
import { t } from '#shared/language/t.ts';

export interface BaselinesOptions {
  /** The data folder. */
  readonly folder: string;
  readonly version: string;
  /** What is on the desk now. */
  readonly instruments: () => readonly {
    readonly id: string;
    readonly name: string;
    readonly pollMs: number;
  }[];
  /** How the critical paths are run; smaller ones are for tests. */
  readonly plan?: RunPlan;
}

/** Measurements that are kept, and what has become slower since. */
export interface Baselines {
  readonly handlers: DomainHandlers<typeof baselines>;
  readonly verdicts: SpanVerdicts;
  /** Gives up a run of the critical paths; nothing of it stays. */
  close(): Promise<void>;
}

/** Draws of a comparison that goes on by itself while the overview is shown; one that a person asks for has more. */
const liveResamples = 400;

/** Opens them. What an earlier console has left of its scratch folder is removed. */
export function openBaselines({ folder, version, instruments, plan }: BaselinesOptions): Baselines {
  const store = new BaselineStore(folder);
  const scratch = join(folder, 'profiling', 'scratch');
  const paths = plan ?? { sizes: buttonSizes, ...buttonPlan };
  const closing = new AbortController();
  let running: Promise<unknown> | null = null;
  const tidied = Promise.all([rm(scratch, { recursive: true, force: true }), store.tidy()]).catch(
    (error: unknown) => process.emitWarning(`what a killed profiling run left: ${faultShape(error).code}`),
  );

  const nameOf = (id: string): string => instruments().find((each) => each.id === id)?.name ?? id;
  const loadNow = (): string => {
    const desk = instruments();
    if (desk.length === 0) return t`no instruments`;
    const rate = desk.reduce((sum, { pollMs }) => sum + (pollMs > 0 ? 1000 / pollMs : 0), 0);
    const polls = Number(rate.toPrecision(3));
    return desk.length === 1
      ? t`1 instrument, ${polls} polls a second`
      : t`${desk.length} instruments, ${polls} polls a second`;
  };
  const { historyLines, backupBytes, backups } = paths.sizes;
  const pathsLoad = t`${startsInWords(paths)} fresh threads in the console, ${historyLines.toLocaleString('en')} lines, ${Math.round(backupBytes / 1e6)} MB, backups: ${backups}`;
  const measuredNow = () => {
    const measured = liveMeasured(nameOf);
    if (!isEnough(measured))
      throw new Fault('NOTHING_MEASURED', 'There are fewer than three minutes of any span.');
    return measured;
  };

  const compare = async (id: string, newId: string | null): Promise<Comparison> => {
    const old = await store.summary(id);
    const now = newId === null ? null : await store.summary(newId);
    if (old.kind !== (now?.kind ?? 'live'))
      throw new Fault(
        'BASELINES_DIFFER',
        now === null
          ? 'The report of a run of the critical paths cannot be compared with the spans of now.'
          : 'One is the spans of a bench at work, the other a run of the critical paths.',
      );
    const compared = await compareInThread(
      { file: store.path(id) },
      newId === null ? { measured: measuredNow() } : { file: store.path(newId) },
    );
    return {
      old,
      new: now,
      rows: compared.rows.map(({ key: _key, ...row }) => row),
      onlyOld: [...compared.onlyOld],
      onlyNew: [...compared.onlyNew],
      bands: compared.bands,
      test: compared.test,
      doubts: doubtsOf(old, now ?? { machine: thisMachine(version), load: loadNow() }),
    };
  };

  const verdicts = openVerdicts({
    async compare(): Promise<{ name: string; compared: Compared } | null> {
      const id = await store.reference();
      const measured = liveMeasured(nameOf);
      if (id === null || measured.length === 0) return null;
      const { name } = await store.head(id);
      const options = { resamples: liveResamples };
      return { name, compared: await compareInThread({ file: store.path(id) }, { measured }, options) };
    },
  });

  const measurePaths = async (
    name: string,
    tell: Parameters<typeof runInThreads>[3],
    signal: AbortSignal,
  ): Promise<PathsReport> => {
    await tidied;
    await store.assertRoom();
    const measured = await runInThreads(scratch, paths, signal, tell);
    const rows = measured.map(pathRow);
    const named = measured.map(({ id, name: path, starts }) => ({
      key: id,
      name: path,
      measured: starts.map((rounds) => rounds.map((ms) => ({ ms }))),
    }));
    const about = {
      name,
      kind: 'paths',
      at: Date.now(),
      machine: thisMachine(version),
      load: pathsLoad,
    } as const;
    const summary = await store.keep({ head: headOf({ ...about, paths: rows }, named), measured: named });
    return { summary, rows };
  };

  return {
    verdicts,
    handlers: {
      list: () => store.list(),
      async save({ name }): Promise<BaselineSummary> {
        const measured = measuredNow();
        const about = {
          name,
          kind: 'live',
          at: Date.now(),
          machine: thisMachine(version),
          load: loadNow(),
        } as const;
        await tidied;
        return await store.keep({ head: headOf({ ...about, paths: null }, measured), measured });
      },
      async remove({ id }) {
        await store.remove(id);
        verdicts.forget();
        return {};
      },
      async setReference({ id }) {
        await store.setReference(id);
        verdicts.forget();
        return {};
      },
      compare: ({ old, new: newer }) => compare(old, newer),
      runPaths: ({ name }, { signal }) =>
        working(AbortSignal.any([signal, closing.signal]), async (tell, stop) => {
          if (running !== null)
            throw new Fault('OVERLOADED', 'The critical paths are being run already.', {
              remedy: 'Wait until the run has ended, or cancel it.',
            });
          const run = measurePaths(name, tell, stop);
          running = run;
          try {
            return await run;
          } finally {
            running = null;
          }
        }),
      async report({ id }) {
        const { paths: rows } = await store.head(id);
        if (rows === null)
          throw new Fault(
            'BASELINE_UNKNOWN',
            'This is a baseline of spans, not a report of the critical paths.',
          );
        return { summary: await store.summary(id), rows };
      },
      export: async ({ id }) => ({ name: `lablink-${id}.json`, text: await store.text(id) }),
    },
    async close() {
      closing.abort();
      await running?.catch(() => undefined);
    },
  };
}
