import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A figure with its unit, as it is written in a document: `0.15 ms`, `18,000 queries/s`, `< 5 ms` alike. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly text: string;
}

const figures = /(\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)\s?(ns|µs|ms|s|MB\/s|MB|x|%|[a-z]+\/s)(?![\w/])/g;

export const figuresOf = (text: string): readonly Figure[] =>
  Array.from(text.matchAll(figures), ([whole, number, unit]) => ({
    value: Number(number!.replaceAll(',', '')),
    unit: unit!,
    text: whole,
  }));

/** What stands in the column "measured" of a page, and of the columns beside it where a page has others. */
const measuredIn = (page: string): readonly Figure[] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => line.split('|').slice(2).flatMap(figuresOf));

/** How far a figure of a text may be from the page it points to: it is rounded for a reader, and a run is not the next one. */
const near = 0.2;

/** First line under the title of a page: the command, the day, the machine. */
const header =
  /^Written by `(LABLINK_BENCH_SCALE=(?<scale>[\d.]+) )?npm run (bench -- (?<bench>[\w-]+)|soak -- \d+) --docs` on \d{4}-\d\d-\d\d: .+, \d+ cores, \d+ GB, \w+ \w+, kernel [\d.]+, Node [\d.]+, SQLite [\d.]+\.$/;

export interface Trouble {
  readonly file: string;
  readonly what: string;
}

/** Pages of measured figures in docs/performance/: everything there that is no text of a person. */
const byHand = new Set(['README.md', 'guide.md']);
/** The last whole run from before each bench wrote its own page. */
export const wholeRun = '2026-11-25.md';

/** What is wrong with the pages of figures themselves. */
export function pageTroubles(root: string): readonly Trouble[] {
  const folder = join(root, 'docs/performance');
  const found: Trouble[] = [];
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && !byHand.has(name));
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const file of pages) {
    if (file === wholeRun) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    const lines = text.split('\n');
    const written = header.exec(lines[2] ?? '');
    const bench = written?.groups?.['bench'] ?? 'soak';
    if (!/^# Measured: \S/.test(lines[0] ?? '') || written === null)
      found.push({ file, what: 'it does not say which command wrote it, when, and on what machine' });
    else if (`${bench}.md` !== file) found.push({ file, what: `it was written by the bench ${bench}` });
    if (Number(written?.groups?.['scale'] ?? 1) < 0.1) found.push({ file, what: 'it is from a trial' });
    if (measuredIn(text).length === 0) found.push({ file, what: 'it has no figures' });
    if (bench !== 'soak' && !existsSync(join(root, 'bench', `${bench}.bench.ts`)))
      found.push({ file, what: 'there is no such bench any more' });
    for (const [, picture] of text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
      if (!existsSync(join(folder, picture!)))
        found.push({ file, what: `its picture ${picture} is missing` });
    if (!readme.includes(`(${file})`)) found.push({ file, what: 'README.md beside it does not name it' });
  }
  const without = readdirSync(join(root, 'bench'))
    .filter((name) => name.endsWith('.bench.ts'))
    .map((name) => name.replace('.bench.ts', '.md'))
    .filter((name) => !pages.includes(name));
  if (without.length > 0 && !pages.includes(wholeRun))
    found.push({ file: 'docs/performance', what: `no page of ${without.join(', ')}` });
  if (without.length === 0 && pages.includes(wholeRun))
    found.push({ file: wholeRun, what: 'every bench has a page of its own: this one is old' });
  return found;
}

/** A paragraph, or a row of a table, that names figures and points to a page. */
const paragraphs = (text: string): readonly string[] =>
  text.split(/\n\s*\n/).flatMap((part) => (part.startsWith('|') ? part.split('\n') : [part]));

/**
 * Figures in README.md, CHANGELOG.md and docs/ that point to a page of docs/performance/ and are not on it; and paragraphs that say a
 * figure was measured, and name neither a page nor a command that measures it.
 */
export function textTroubles(
  file: string,
  text: string,
  pageOf: (name: string) => string | null,
): readonly Trouble[] {
  const found: Trouble[] = [];
  for (const paragraph of paragraphs(text)) {
    const said = figuresOf(paragraph);
    const named = Array.from(paragraph.matchAll(/performance\/([\w-]+\.md)/g), ([, name]) => name!).filter(
      (name) => !byHand.has(name),
    );
    if (named.length === 0) {
      if (
        said.length > 0 &&
        /\bmeasured\b/i.test(paragraph) &&
        !/`[^`]*npm run [^`]+`|performance\//.test(paragraph)
      )
        found.push({ file, what: `"${said[0]!.text}" was measured, and no page or command is named for it` });
      continue;
    }
    const pages = named.map((name) => ({ name, text: pageOf(name) }));
    for (const { name, text: page } of pages)
      if (page === null) found.push({ file, what: `there is no page ${name}` });
    const measured = pages.flatMap(({ text: page }) => measuredIn(page ?? ''));
    for (const { value, unit, text: figure } of said)
      if (
        !measured.some(
          (each) => each.unit === unit && Math.abs(each.value - value) <= near * Math.abs(each.value),
        )
      )
        found.push({ file, what: `"${figure}" is not on ${named.join(', ')}` });
  }
  return found;
}

/** All documents beside the pages themselves. Decisions are of their day. */
export function documentTroubles(root: string): readonly Trouble[] {
  const pageOf = (name: string): string | null => {
    const path = join(root, 'docs/performance', name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };
  return globSync(['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs/**/*.md'], { cwd: root })
    .filter((file) => !file.startsWith('docs/decisions/') && !/^docs\/performance\/(?!guide)/.test(file))
    .flatMap((file) => textTroubles(file, readFileSync(join(root, file), 'utf8'), pageOf));
}
