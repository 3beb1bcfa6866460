import { createReadStream } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isTranscriptName } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { type Entry, type Heading, longestTranscript, mostEntries, TranscriptReader } from './format.ts';
import { transcriptFile } from './recorder.ts';

/** A whole transcript. */
export interface Transcript {
  readonly heading: Heading;
  readonly entries: readonly Entry[];
}

/** What is known of a transcript without reading it. */
export interface TranscriptFile {
  readonly name: string;
  readonly bytes: number;
  /** Epoch ms of the last change. */
  readonly changedAt: number;
}

/**
 * Reads a transcript. A last line without an end was cut off, and is left out. Rejects with INSTRUMENT_UNREACHABLE when
 * there is none, INPUT_INVALID when it cannot be understood.
 */
export async function readTranscript(folder: string, name: string, signal: AbortSignal): Promise<Transcript> {
  const path = join(folder, transcriptFile(name));
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT'
      ? new Fault('INSTRUMENT_UNREACHABLE', `There is no transcript ${name} in the data folder.`, {
          remedy: 'Record one, or put the file into the folder transcripts of the data folder.',
        })
      : new Fault('INSTRUMENT_UNREACHABLE', `The transcript ${name} cannot be read: ${error.code}.`, {
          remedy: 'See that the console may read this file.',
          cause: error,
        });
  });
  try {
    const { size } = await file.stat();
    if (size > longestTranscript)
      throw new Fault(
        'INPUT_INVALID',
        `The transcript ${name} has ${size.toLocaleString('en')} bytes; ${longestTranscript.toLocaleString('en')} are allowed.`,
      );
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const ended = last[0] === 0x0a || last[0] === 0x0d;
    const reader = new TranscriptReader();
    const entries: Entry[] = [];
    const take = (line: string): void => {
      const entry = reader.line(line);
      if (entry === null) return;
      if (entries.length >= mostEntries)
        throw new Fault(
          'INPUT_INVALID',
          `The transcript ${name} has more than ${mostEntries.toLocaleString('en')} entries.`,
        );
      entries.push(entry);
    };
    let before: string | null = null;
    for await (const line of linesOf(path, signal)) {
      if (before !== null) take(before);
      before = line;
    }
    if (before !== null && ended) take(before);
    return { heading: reader.heading, entries };
  } finally {
    await file.close();
  }
}

async function* linesOf(path: string, signal: AbortSignal): AsyncGenerator<string> {
  const input = createReadStream(path, { encoding: 'utf8', signal });
  const lines = createInterface({ input, crlfDelay: Infinity });
  try {
    yield* lines;
  } finally {
    lines.close();
    input.destroy();
  }
}

/**
 * The newest transcripts of a folder, newest first; none when the folder is not there yet. A file whose name no address can
 * have is left out.
 */
export async function listTranscripts(folder: string, limit: number): Promise<TranscriptFile[]> {
  const suffix = transcriptFile('');
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = await Promise.all(
    names
      .filter((name) => name.endsWith(suffix) && isTranscriptName(name.slice(0, -suffix.length)))
      .map(async (name) => {
        const found = await stat(join(folder, name)).catch(() => null);
        return found?.isFile() === true
          ? { name: name.slice(0, -suffix.length), bytes: found.size, changedAt: found.mtimeMs }
          : null;
      }),
  );
  return files
    .filter((file) => file !== null)
    .sort((a, b) => b.changedAt - a.changedAt)
    .slice(0, limit);
}

/** The heading alone, for a list; null when it cannot be read. */
export async function readHeading(folder: string, name: string): Promise<Heading | null> {
  const file = await open(join(folder, transcriptFile(name))).catch(() => null);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const reader = new TranscriptReader();
    for (const line of buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .split('\n')) {
      if (!line.startsWith('#')) break;
      reader.line(line);
    }
    return reader.heading;
  } catch {
    // Not one of ours, or damaged: whoever opens it is told why.
    return null;
  } finally {
    await file.close();
  }
}

/** Deletes a transcript; nothing happens where there is none. */
export async function removeTranscript(folder: string, name: string): Promise<void> {
  await rm(join(folder, transcriptFile(name)), { force: true });
}
