import { resolve } from 'node:path';
import { type ExportFormat, exportFormats } from '#shared/contract/exports.ts';
import { everything, type HistoryFilter, Lane, Tag } from '#shared/contract/history.ts';
import type { Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, printJson, tell } from './cli-output.ts';
import { withSession } from './cli-session.ts';
import { signIn } from './cli-sign-in.ts';
import { parseOptions, parseWhole, UsageError } from './cli-usage.ts';
import { followed } from './cli-work.ts';

/** What the command line asks for. `folder`: null for `exports` in the data folder. */
export interface ExportOptions {
  readonly json: boolean;
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

function parseLane(text: string | undefined): HistoryFilter['lane'] {
  if (text === undefined) return null;
  const lane = Lane.safeParse(text);
  if (!lane.success) throw new UsageError(`"${text}" is none of ${Lane.options.join(', ')}`);
  return lane.data;
}

/** Understands what follows `history export`, or throws a UsageError. */
export function parseExport(args: string[]): ExportOptions {
  const values = parseOptions(args, {
    format: { type: 'string', default: 'csv' },
    to: { type: 'string' },
    json: { type: 'boolean', default: false },
    text: { type: 'string', default: '' },
    instrument: { type: 'string' },
    operator: { type: 'string' },
    lane: { type: 'string' },
    slower: { type: 'string' },
    since: { type: 'string' },
    until: { type: 'string' },
    errors: { type: 'boolean', default: false },
    marked: { type: 'boolean', default: false },
    tag: { type: 'string' },
  });
  const format = exportFormats.find((each) => each === values.format);
  if (format === undefined) throw new UsageError(`"${values.format}" is none of ${exportFormats.join(', ')}`);
  return {
    json: values.json,
    format,
    folder: values.to === undefined ? null : resolve(values.to),
    filter: {
      ...everything,
      text: values.text,
      instrument: values.instrument ?? null,
      operator: values.operator ?? null,
      lane: parseLane(values.lane),
      slowerMs: parseWhole(values.slower, 'a time in ms', 0, 3_600_000) ?? null,
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
  '--to FOLDER          where to; without it the folder exports of the data folder',
  '--text WORDS  --instrument ID  --operator NAME  --lane LANE  --slower MS  --tag TAG  --errors  --marked',
  '--since TIME  --until TIME     narrow it; a time is written like 2026-11-24 or 2026-11-24T13:00',
];

/** `history export`: prints the path of the file that was written. */
export async function exportHistory(args: string[], { signal, interrupt }: Context): Promise<number> {
  const { json, ...wanted } = parseExport(args);
  return await withSession(signal, async (session) => {
    await signIn(session, signal, interrupt);
    const written = await followed(session.client.exports.write(wanted, { signal }));
    if (json) printJson(written);
    else {
      tell(`${written.rows.toLocaleString('en')} rows, SHA-256 ${written.sha256}`);
      print(`${written.file}\n`);
    }
    const { unreadable, withoutMarks } = written;
    if (unreadable === 0 && withoutMarks === 0) return exits.well;
    tell(
      `lablink: The database is damaged: ${unreadable.toLocaleString('en')} lines could not be read, and the notes of ${withoutMarks.toLocaleString('en')}. The page of provenance says which.`,
    );
    return exits.failed;
  });
}
