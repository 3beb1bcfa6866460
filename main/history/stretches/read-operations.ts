import type { ReadOperations } from '#main/database/operations.ts';
import { compare } from './compare.ts';
import { pollRun } from './poll-run.ts';
import { scriptOf } from './script.ts';
import { transcriptOf } from './transcript.ts';

/** What stretches of the history ask of the reader threads. */
export const stretchReads = { compare, scriptOf, transcriptOf, pollRun } satisfies ReadOperations;
