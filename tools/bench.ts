import { mkdirSync, writeFileSync, readdirSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { startPolledDesk } from '../bench/polled-desk.fixture.ts';
import type { BenchResult } from '../bench/result.ts';
import { performancePage } from './bench-report.ts';
import { root, run } from './steps.ts';

const folder = join(root, 'bench');
const words = process.argv.slice(2);
/** The figures go to docs/performance/, too: a page for each bench. */
const toDocs = words.includes('--docs');
const only = words.filter((word) => !word.startsWith('--'));
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => only.length === 0 || only.some((word) => file.includes(word)));

/** One bench alone in its process: what it leaves behind cannot slow the next one. */
if (process.env['LABLINK_BENCH'] !== undefined) {
  const module = (await import(join(folder, process.env['LABLINK_BENCH']))) as {
    run: () => Promise<BenchResult>;
    /** Measured against programs that poll nothing beside: no desk is polled meanwhile. */
    alone?: boolean;
  };
  // Everything else is measured at a desk in use.
  const desk = module.alone === true ? null : await startPolledDesk();
  const result = await module.run();
  const rows = [...result.rows, ...(desk === null ? [] : [await desk.end()])];
  process.stdout.write(`\n@@${JSON.stringify({ ...result, rows })}\n`);
  process.exit(0);
}

const machine = {
  cpu: cpus()[0]?.model.trim() ?? '',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  platform: `${platform()} ${arch()}`,
  node: process.version,
};
const scale = process.env['LABLINK_BENCH_SCALE'];

const results: BenchResult[] = [];
for (const file of files) {
  console.log(`\n== ${file.replace('.bench.ts', '')}`);
  const { code, output } = await run(process.execPath, [import.meta.filename], {
    capture: true,
    deadlineMs: scale === undefined ? 600_000 : 3_600_000,
    env: { LABLINK_BENCH: file },
  });
  const line = output.split('\n').find((each) => each.startsWith('@@'));
  if (code !== 0 || line === undefined) {
    console.log(output.trim());
    results.push({
      name: file,
      rows: [{ what: 'did not finish', value: Number.NaN, unit: '', goal: 'finishes', ok: false }],
    });
    continue;
  }
  const result = JSON.parse(line.slice(2)) as BenchResult;
  results.push(result);
  if (toDocs) {
    const bench = file.replace('.bench.ts', '');
    const how = `${scale === undefined ? '' : `LABLINK_BENCH_SCALE=${scale} `}npm run bench -- ${bench} --docs`;
    const page = performancePage(new Date().toISOString(), machine, result, how);
    writeFileSync(join(root, 'docs/performance', `${bench}.md`), page);
  }
  for (const { what, value, unit, goal, ok } of result.rows)
    console.log(
      `${ok ? 'ok  ' : 'MISS'} ${what}: ${value.toPrecision(3)} ${unit}${goal === '' ? '' : ` (goal ${goal})`}`,
    );
}
const missed = results.flatMap(({ rows }) => rows).filter(({ ok }) => !ok).length;
const at = new Date().toISOString();
mkdirSync(join(root, 'bench/results'), { recursive: true });
writeFileSync(
  join(root, 'bench/results/latest.json'),
  `${JSON.stringify({ at, machine, results }, null, 2)}\n`,
);
console.log(
  `\n${results.flatMap(({ rows }) => rows).length - missed} goals met, ${missed} missed (bench/results/latest.json)`,
);
process.exitCode = missed === 0 ? 0 : 1;
