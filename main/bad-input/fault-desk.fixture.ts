import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { codeAt, goodPassword } from '#main/accounts/accounts.fixture.ts';
import { type Core, openCore } from '#main/core.ts';
import { everything, type HistoryDetail, type HistoryRow } from '#shared/contract/history.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import { Fault, type FaultShape } from '#shared/faults.ts';
import { type Console, windowOf } from './window.fixture.ts';

/** A folder for one test, removed after it. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-bad-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The whole console on a data folder, with one window. */
export interface Desk {
  readonly folder: string;
  readonly core: Core;
  readonly client: Console;
  /** Ends window and core; it is also done when the test ends. */
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly folder?: string;
  /** Who sits there: the owner of the folder before there is any account (the default), or nobody yet. */
  readonly seat?: 'owner' | 'nobody';
  readonly openMs?: number;
}

/** Opens the console as a shell does. */
export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const { folder = testFolder(), seat = 'owner', openMs } = options;
  const core = await openCore({
    folder,
    keyring: null,
    version: 'test',
    onQuit: () => undefined,
    ...(openMs !== undefined && { openMs }),
  });
  if (seat === 'owner') core.admitLocal('desk', 'tester');
  const window = windowOf(core, 'desk');
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => {
    window.close();
    closed ??= core.close({ outputs: 'keep', who: 'test' });
    return closed;
  };
  onTestFinished(close);
  return { folder, core, client: window.client, close };
}

/** Goes through the first run: from then on there is an administrator, who is signed in. */
export async function firstRun({ client }: Desk): Promise<{ readonly secret: string }> {
  const { secret } = await client.accounts.firstRunBegin({ name: 'Ada', password: goodPassword });
  await client.accounts.firstRunConfirm({ code: codeAt(secret, Date.now()) });
  await client.accounts.firstRunFinish({});
  return { secret };
}

/** The fault that a window gets: what a person reads. Fails when there is none. */
export async function faultOf(work: Promise<unknown>): Promise<FaultShape> {
  const answer = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in answer)) throw new Error(`no fault, but ${JSON.stringify(answer.value).slice(0, 200)}`);
  if (answer.error instanceof Fault) return answer.error;
  throw answer.error;
}

/** Sends one program message as typed in the terminal; the answer is its reply as text, or null. */
export async function typed(
  desk: Desk,
  id: string,
  text: string,
  deadlineMs?: number,
  confirm = false,
): Promise<string | null> {
  const { reply } = await desk.client.instruments.send({
    id,
    text,
    confirm,
    ...(deadlineMs !== undefined && { deadlineMs }),
  });
  if (reply === null) return null;
  return reply.kind === 'text' ? reply.text : `${reply.kind}, ${reply.length} bytes`;
}

/** The newest exchange with this request, with its bytes. Waits for it: notes follow in batches. */
export async function recorded({ client }: Desk, text: string): Promise<HistoryDetail> {
  for (let tries = 0; tries < 100; tries++) {
    const { rows } = await client.history.page({ ...everything, text, before: null, limit: 50 });
    const row = rows.find((each) => each.request.trim() === text && each.status !== 'in-flight');
    if (row !== undefined) return await client.history.detail({ seq: row.seq });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the history has no ${text}`);
}

/** Every row whose text contains this, newest first. */
export async function rowsWith({ client }: Desk, text: string): Promise<readonly HistoryRow[]> {
  return (await client.history.page({ ...everything, text, before: null, limit: 200 })).rows;
}

/** The newest item of a stream that a window follows. */
export async function newestOf<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item;
  throw new Error('the stream has ended');
}

/** Waits for an item of a stream that is as wanted; every item of it is a state that a window was shown. */
export async function until<T>(items: AsyncIterable<T>, wanted: (item: T) => boolean): Promise<T> {
  for await (const item of items) if (wanted(item)) return item;
  throw new Error('the stream has ended');
}

/** Presses the emergency stop and answers with what the window is shown when the report is complete. */
export async function stopped({ client }: Desk): Promise<SafetyState> {
  await client.safety.stop({ origin: 'button' });
  return await until(client.safety.state({}), ({ report }) => report?.complete === true);
}
