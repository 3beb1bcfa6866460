import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startPolledDesk } from '../bench/polled-desk.fixture.ts';
import type { BenchResult } from '../bench/result.ts';
import { becameSlower, type BenchFile, compareBenches, comparisonLines } from './bench-compare.ts';
import { figureText, performancePage } from './bench-report.ts';
import { chartSvg } from './chart.ts';
import { describeMachine, machineText } from './machine.ts';
import { ensurePeers, type PeerPackage } from './peers.ts';
import { root, run } from './steps.ts';

/**
 * `npm run bench -- [names] [--docs] [--json FILE] [--compare FILE]`. Exit code 1 when a goal is missed, or when a figure is shown to
 * be slower than in the run that FILE has kept.
 */
const folder = join(root, 'bench');
const scale = process.env['LABLINK_BENCH_SCALE'] ?? null;

/** One bench alone in its process: what it leaves behind cannot slow the next one. */
if (process.env['LABLINK_BENCH'] !== undefined) {
  const module = (await import(join(folder, process.env['LABLINK_BENCH']))) as {
    run: () => Promise<BenchResult>;
    /** Measured against programs that poll nothing beside: no desk is polled meanwhile. */
    alone?: boolean;
    /** Debian packages of its peers: installed where that can be done without asking, left out where they are not there. */
    peers?: readonly PeerPackage[];
  };
  const missing = await ensurePeers(module.peers ?? []);
  if (missing.length > 0) console.log(`Not installed, so measured without them: ${missing.join(', ')}`);
  // Everything else is measured at a desk in use.
  const desk = module.alone === true ? null : await startPolledDesk();
  const result = await module.run();
  const rows = [...result.rows, ...(desk === null ? [] : [await desk.end()])];
  process.stdout.write(`\n@@${JSON.stringify({ ...result, rows })}\n`);
  process.exit(0);
}

const { values: options, positionals: only } = parseArgs({
  allowPositionals: true,
  options: {
    /** The figures go to docs/performance/, too: a page for each bench. */
    docs: { type: 'boolean', default: false },
    json: { type: 'string' },
    compare: { type: 'string' },
  },
});
if (options.docs && scale !== null && Number(scale) < 0.1) {
  console.error('A trial (LABLINK_BENCH_SCALE below 0.1) says nothing: no page is written from it.');
  process.exit(2);
}
const baseline =
  options.compare === undefined
    ? null
    : (JSON.parse(readFileSync(resolve(options.compare), 'utf8')) as BenchFile);
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => only.length === 0 || only.some((word) => file.includes(word)));

const machine = describeMachine();
console.log(machineText(machine));

/** The page of a bench, and its charts beside it. */
function document(bench: string, result: BenchResult): void {
  const pages = join(root, 'docs/performance');
  const how = `${scale === null ? '' : `LABLINK_BENCH_SCALE=${scale} `}npm run bench -- ${bench} --docs`;
  const page = performancePage(new Date().toISOString(), machine, result, how, bench);
  writeFileSync(join(pages, `${bench}.md`), page);
  for (const chart of result.charts ?? [])
    writeFileSync(join(pages, `${bench}-${chart.name}.svg`), chartSvg(chart));
}

const results: BenchResult[] = [];
for (const file of files) {
  const bench = file.replace('.bench.ts', '');
  console.log(`\n== ${bench}`);
  const { code, output } = await run(process.execPath, [import.meta.filename], {
    capture: true,
    deadlineMs: scale === null ? 2_400_000 : 5_400_000,
    env: { LABLINK_BENCH: file },
  });
  const lines = output.split('\n');
  const line = lines.find((each) => each.startsWith('@@'));
  if (code !== 0 || line === undefined) {
    console.log(output.trim());
    results.push({
      name: file,
      rows: [{ what: 'did not finish', value: Number.NaN, unit: '', goal: 'finishes', ok: false }],
    });
    continue;
  }
  // What it had to say beside its figures: what was skipped, and why.
  const said = lines.filter((each) => each !== line && each.trim() !== '');
  if (said.length > 0) console.log(said.join('\n'));
  const result = JSON.parse(line.slice(2)) as BenchResult;
  results.push(result);
  if (options.docs) document(bench, result);
  for (const { what, value, unit, goal, ok } of result.rows)
    console.log(
      `${ok ? 'ok  ' : 'MISS'} ${what}: ${figureText(value)} ${unit}${goal === '' ? '' : ` (goal ${goal})`}`,
    );
}
const all = results.flatMap(({ rows }) => rows);
const missed = all.filter(({ ok }) => !ok).length;
const kept: BenchFile = { at: new Date().toISOString(), machine, scale, results };
const written = [
  join(root, 'bench/results/latest.json'),
  ...(options.json === undefined ? [] : [resolve(options.json)]),
];
mkdirSync(join(root, 'bench/results'), { recursive: true });
for (const file of written) writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
const goals = all.filter(({ goal }) => goal !== '').length;
console.log(`\n${goals - missed} goals met, ${missed} missed (${written.join(', ')})`);

let slower = false;
if (baseline !== null) {
  const comparison = compareBenches(baseline, kept);
  slower = becameSlower(comparison);
  console.log(`\nAgainst ${options.compare} of ${baseline.at}:`);
  for (const line of comparisonLines(comparison)) console.log(line);
  console.log(slower ? 'Something is slower.' : 'Nothing is shown to be slower.');
}
process.exitCode = missed === 0 && !slower ? 0 : 1;
