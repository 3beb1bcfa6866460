import { expect } from 'vitest';
import { allLines, call, openedHistory, verified } from './history.fixture.ts';

/** What a console that did nothing but write had acknowledged, by the lines that history-writer.fixture.ts prints. */
export class Acknowledged {
  readonly intents = new Map<number, string>();
  readonly outcomes = new Set<number>();
  readonly audits = new Set<string>();

  take(line: string): void {
    const [what, id, ...text] = line.split(' ');
    if (what === 'intent') this.intents.set(Number(id), text.join(' '));
    else if (what === 'outcome') this.outcomes.add(Number(id));
    else if (what === 'audit') this.audits.add(id!);
  }
}

/**
 * Opens what is left as the next console does: the chain holds, everything acknowledged is there, and whatever has no outcome
 * says that it was in flight. `before`: what was found so at the starts before. Answers with what is in flight now.
 */
export async function expectKept(
  file: string,
  acknowledged: Acknowledged,
  before: ReadonlySet<number>,
): Promise<Set<number>> {
  const { history, database, close } = await openedHistory(file);
  expect(await verified(database, 500)).toMatchObject({ broken: null, done: true });
  const lines = await allLines(history, { limit: 200 });
  const bySeq = new Map(lines.map((line) => [line.seq, line]));
  for (const [id, text] of acknowledged.intents)
    if (bySeq.get(id)?.request !== text) expect.fail(`intent ${id} ${text} was acknowledged and is lost`);
  for (const id of acknowledged.outcomes)
    if (bySeq.get(id)?.status !== 'ok') expect.fail(`outcome of ${id} was acknowledged and is lost`);
  const audits = new Set(lines.filter(({ kind }) => kind === 'audit').map(({ request }) => request));
  for (const action of acknowledged.audits)
    if (!audits.has(action)) expect.fail(`audit row ${action} was acknowledged and is lost`);
  const inFlight = new Set(lines.filter(({ status }) => status === 'in-flight').map(({ seq }) => seq));
  expect(new Set(lines.filter(({ interrupted }) => interrupted).map(({ seq }) => seq))).toEqual(inFlight);
  const newlyFound = [...inFlight].filter((seq) => !before.has(seq)).length;
  const opened = lines.find(({ request }) => request === 'history.opened');
  expect(opened).toMatchObject({ reply: `inFlight: ${newlyFound}` });
  expect(await history.handlers.totals({}, call())).toMatchObject({ interrupted: inFlight.size });
  await close();
  return inFlight;
}
