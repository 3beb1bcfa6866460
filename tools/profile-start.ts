import { PathRunner, type RunnerOptions } from '#main/critical-paths/runner.ts';
import { recordProfiles } from './profile-record.ts';

/** One fresh start of the critical paths, in a process of its own: what `profile` asks of it, one thing after the other. */
export type StartQuestion =
  | { readonly ask: 'begin'; readonly options: RunnerOptions }
  | { readonly ask: 'open'; readonly id: string }
  | { readonly ask: 'round'; readonly id: string }
  | { readonly ask: 'prove'; readonly id: string }
  /** Rounds of a path while V8 samples every thread; the profiles go to this folder. */
  | { readonly ask: 'record'; readonly id: string; readonly rounds: number; readonly folder: string }
  | { readonly ask: 'close' };

let runner: PathRunner | null = null;

async function answer(question: StartQuestion): Promise<unknown> {
  if (question.ask === 'begin') {
    runner = new PathRunner(question.options);
    return null;
  }
  const running = runner!;
  if (question.ask === 'open') return await running.open(question.id);
  if (question.ask === 'round') return await running.round(question.id);
  if (question.ask === 'prove') return await running.prove(question.id);
  if (question.ask === 'close') return await running.close();
  const { id, rounds, folder } = question;
  return await recordProfiles(folder, id, async () => {
    for (let round = 0; round < rounds; round++) await running.round(id);
  });
}

let turn: Promise<unknown> = Promise.resolve();
process.on('message', (question: StartQuestion) => {
  turn = turn
    .then(() => answer(question))
    .then(
      (value) => void process.send!({ value: value ?? null }),
      (error: unknown) =>
        void process.send!({
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    );
});
// Whoever asked is gone: nobody needs an answer.
process.on('disconnect', () => process.exit(1));
