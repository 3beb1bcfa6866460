import { resolve } from 'node:path';
import { type ExportFormat, exportFormats } from '#shared/contract/exports.ts';
import { everything, type HistoryFilter, Tag } from '#shared/contract/history.ts';
import type { Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, tell } from './cli-output.ts';
import { withSession } from './cli-session.ts';
import { signIn } from './cli-sign-in.ts';
import { parseOptions, UsageError } from './cli-usage.ts';
import { followed } from './cli-work.ts';

/** What the command line asks for. `folder`: null for `exports` in the data folder. */
export interface ExportOptions {
  readonly format: ExportFormat;
  readonly folder: string | null;
  readonly filter: HistoryFilter;
}

function parseTime(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new UsageError(`"${text}" of --${option} is not a date, as in 2026-11-24T13:00`);
  return at;
}

const parseTag = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  const tag = Tag.safeParse(text);
  if (!tag.success) throw new UsageError(`"${text}" is not a tag`);
  return tag.data;
};

/** Understands what follows `history export`, or throws a UsageError. */
export function parseExport(args: string[]): ExportOptions {
  const values = parseOptions(args, {
    format: { type: 'string', default: 'csv' },
    folder: { type: 'string' },
    text: { type: 'string', default: '' },
    instrument: { type: 'string' },
    operator: { type: 'string' },
    since: { type: 'string' },
    until: { type: 'string' },
    errors: { type: 'boolean', default: false },
    marked: { type: 'boolean', default: false },
    tag: { type: 'string' },
  });
  const format = exportFormats.find((each) => each === values.format);
  if (format === undefined) throw new UsageError(`"${values.format}" is none of ${exportFormats.join(', ')}`);
  return {
    format,
    folder: values.folder === undefined ? null : resolve(values.folder),
    filter: {
      ...everything,
      text: values.text,
      instrument: values.instrument ?? null,
      operator: values.operator ?? null,
      from: parseTime(values.since, 'since'),
      to: parseTime(values.until, 'until'),
      errors: values.errors,
      marked: values.marked,
      tag: parseTag(values.tag),
    },
  };
}

/** What there is to say about it in the help of `history`, a line each. */
export const exportDetails: readonly string[] = [
  'export               writes the history as a file, and prints where it lies',
  '--format FORMAT      csv (without this), jsonl or parquet',
  '--folder FOLDER      where to; without it the folder exports of the data folder',
  '--text WORDS  --instrument ID  --operator NAME  --tag TAG  --errors  --marked',
  '--since TIME  --until TIME     narrow it; a time is written like 2026-11-24 or 2026-11-24T13:00',
];

/** `history export`: prints the path of the file that was written. */
export async function exportHistory(args: string[], { signal, interrupt }: Context): Promise<number> {
  const options = parseExport(args);
  return await withSession(signal, async (session) => {
    await signIn(session, signal, interrupt);
    const { file, rows, sha256 } = await followed(session.client.exports.write(options, { signal }));
    tell(`${rows.toLocaleString('en')} rows, SHA-256 ${sha256}`);
    print(`${file}\n`);
    return exits.well;
  });
}
