import { createReadStream } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Fault } from '#shared/faults.ts';
import { type Entry, type Heading, TranscriptReader } from './format.ts';
import { transcriptFile } from './recorder.ts';

/** A transcript may not be longer than this, bytes: it is held in memory while it is replayed. */
const longest = 512_000_000;

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

/** Reads a transcript. Rejects with INSTRUMENT_UNREACHABLE when there is none, INPUT_INVALID when it cannot be read. */
export async function readTranscript(folder: string, name: string, signal: AbortSignal): Promise<Transcript> {
  const path = join(folder, transcriptFile(name));
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null)
    throw new Fault('INSTRUMENT_UNREACHABLE', `There is no transcript ${name} in the data folder.`, {
      remedy: 'Record one, or put the file into the folder transcripts of the data folder.',
    });
  if (size > longest)
    throw new Fault(
      'INPUT_INVALID',
      `The transcript ${name} has ${size.toLocaleString('en')} bytes; ${longest.toLocaleString('en')} are allowed.`,
    );
  const reader = new TranscriptReader();
  const entries: Entry[] = [];
  const input = createReadStream(path, { encoding: 'utf8', signal });
  const lines = createInterface({ input, crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      const entry = reader.line(line);
      if (entry !== null) entries.push(entry);
    }
    return { heading: reader.heading, entries };
  } finally {
    lines.close();
    input.destroy();
  }
}

/** The newest transcripts of a folder, newest first; none when the folder is not there yet. */
export async function listTranscripts(folder: string, limit: number): Promise<TranscriptFile[]> {
  const suffix = transcriptFile('');
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = await Promise.all(
    names
      .filter((name) => name.endsWith(suffix))
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
    for (const line of buffer.toString('utf8', 0, bytesRead).split('\n')) {
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
