import { expect, onTestFinished } from 'vitest';
import { codeAt, goodPassword } from '#main/accounts/accounts.fixture.ts';
import { startSimulatedSupply } from '#main/simulator/supply.ts';
import { lineClient } from '#main/simulator/client.fixture.ts';
import type { AccountState } from '#shared/contract/accounts.ts';
import {
  type Desk,
  firstRun,
  newestOf,
  openDesk,
  rowsWith,
  stopped,
  testFolder,
  until,
} from './fault-desk.fixture.ts';

/** A data folder that somebody has worked with, and the supply that stands on its desk with output 1 on at 3.3 V. */
export interface Lived {
  readonly folder: string;
  readonly secret: string;
  /** Asks the supply itself, past the console. */
  readonly ask: (text: string) => Promise<string>;
}

/** Works a little: an account, a supply, a setpoint, an output on. With `desk` it stays open; else it is closed. */
export async function livedDesk(
  folder: string = testFolder(),
): Promise<Lived & { readonly desk: Desk; readonly id: string }> {
  const supply = await startSimulatedSupply();
  onTestFinished(() => supply.close());
  const other = await lineClient(supply.port);
  onTestFinished(() => other.close());
  const desk = await openDesk({ folder, seat: 'nobody' });
  const { secret } = await firstRun(desk);
  const { id } = await desk.client.instruments.connect({ address: supply.address });
  await desk.client.instruments.set({ id, channel: 1, point: 'voltage', value: 3.3 });
  await desk.client.instruments.output({ id, channel: 1, on: true, withoutEnvelope: true });
  return { folder, secret, ask: (text) => other.ask(text), desk, id };
}

/** The same, closed again with the output on. */
export async function livedFolder(folder?: string): Promise<Lived> {
  const { desk, ...lived } = await livedDesk(folder);
  await desk.close();
  return lived;
}

/** Why nobody can sign in, as the window shows it. Fails when somebody can. */
export async function unavailable({ client }: Desk): Promise<NonNullable<AccountState['trouble']>> {
  const { phase, trouble } = await newestOf(client.accounts.state({}));
  expect(phase).toBe('unavailable');
  return trouble!;
}

/** the supply of the desk is reached, and the stop switches its output off and reads that back. */
export async function stopWorks(desk: Desk, { ask }: Lived): Promise<void> {
  await until(desk.client.safety.state({}), ({ live }) => live.some(({ state }) => state === 'on'));
  expect(await ask(':OUTP1?')).toBe('1');
  const { report, latched } = await stopped(desk);
  expect(report?.lines.map(({ result }) => result)).toEqual(['off']);
  expect(latched).toBe(true);
  expect(await ask(':OUTP1?')).toBe('0');
}

/** Everything that was acknowledged before is there: the account with its authenticator, and the history. */
export async function nothingWasLost(desk: Desk, { secret }: Lived): Promise<void> {
  const { accounts } = desk.client;
  expect((await newestOf(accounts.state({}))).phase).toBe('signed-out');
  await accounts.signInPassword({ name: 'Ada', password: goodPassword });
  // The step of the first run is used; the next one is allowed before its time.
  await accounts.signInCode({ code: codeAt(secret, Date.now() + 30_000) });
  const requests = (await rowsWith(desk, '')).map(({ request }) => request.trim());
  for (const each of ['accounts.firstRunFinish', 'instruments.connect', ':SOUR1:VOLT 3.3', ':OUTP1:STAT ON'])
    expect(requests).toContain(each);
}
