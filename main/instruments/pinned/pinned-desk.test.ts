import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  callOf,
  closeAll,
  closeLater,
  code,
  desk,
  first,
  supply,
  type TestDesk,
} from '#main/instruments/bench.fixture.ts';
import { FrontPanel } from '#main/simulator/language/front-panel.ts';
import { Status } from '#main/simulator/language/status.ts';
import { serveSimulated } from '#main/simulator/simulated.ts';
import { openHislip } from '#main/simulator/wires/hislip-server.ts';
import { type Instrument, Live } from '#shared/contract/instruments.ts';
import type { Pin, PinReading } from '#shared/contract/pins.ts';
import { Scripted } from './scripted.fixture.ts';

afterEach(closeAll);

const pin = (query: string, more: Partial<Pin> = {}): Pin => ({ query, label: query, unit: '', ...more });
const setPins = async (room: TestDesk, id: string, pins: Pin[]) =>
  await room.handlers.instruments.setPins({ id, pins }, room.call());
/** The first live state in which the readings of these queries are as wished. */
const readings = async (
  room: TestDesk,
  id: string,
  wished: (...readings: PinReading[]) => boolean,
): Promise<PinReading[]> => {
  const live = await room.live(id, ({ pins = [] }) => pins.length > 0 && wished(...pins));
  return live.pins ?? [];
};
const known = ({ at }: PinReading): boolean => at !== null;
const unknown = { value: null, text: null, overload: false, at: null };

test('numbers, words and an overload are shown as what they are; the history has readings, and no line for each poll', async () => {
  const scripted = await Scripted.start({ 'MEAS:VOLT?': '3.3002', 'MODE?': 'CV', 'MEAS:RES?': '9.9E37' });
  const room = await desk();
  const id = await room.connect(scripted.address);
  const [instrument] = await first<Instrument[]>(
    room.handlers.instruments.list({}, callOf('viewer')),
    () => true,
  );
  expect(instrument).toMatchObject({ kind: 'generic', channels: [] });
  await setPins(room, id, [
    pin('MEAS:VOLT?', { label: 'Rail', unit: 'V', scale: 10, decimals: 2 }),
    pin('MODE?'),
    pin('MEAS:RES?', { unit: 'Ω' }),
  ]);
  const live = await room.live(id, ({ pins = [] }) => pins.length === 3 && pins.every(known));
  expect(Live.parse(live)).toEqual(live);
  expect(live.pins).toMatchObject([
    // As the instrument wrote it: the scale is for whoever draws it.
    { pin: { label: 'Rail', scale: 10 }, value: 3.3002, text: null, overload: false, fault: null },
    { value: null, text: 'CV', overload: false },
    { value: null, text: null, overload: true },
  ]);
  expect(live.periodMs, 'of one reading: three turns').toBeGreaterThanOrEqual(60);
  await expect.poll(() => scripted.count('MODE?')).toBeGreaterThan(3);
  const { readings: kept, intents, notes } = room.journal;
  expect(kept.length).toBeGreaterThan(2);
  expect(kept[0]).toMatchObject({ channel: 1, quantity: 'query MEAS:VOLT?', unit: 'V', value: 3.3002 });
  expect(new Set(kept.map(({ quantity }) => quantity)).size, 'numbers alone').toBe(1);
  expect([...intents, ...notes.map(({ request }) => request)].map(({ text }) => text)).not.toContain(
    'MEAS:VOLT?',
  );
});

test('one that fails says why and stops no other; the third time in a row it is paused, until the pins are set again', async () => {
  const scripted = await Scripted.start({ 'A?': '1', 'LATE?': 'silent', 'B?': '2' });
  const room = await desk();
  const id = await room.connect(scripted.address);
  const pins = [pin('A?'), pin('LATE?'), pin('B?')];
  await setPins(room, id, pins);
  const [, failed] = await readings(room, id, (_, late) => late?.fault !== null);
  expect(failed).toMatchObject({ ...unknown, paused: false });
  expect(failed?.fault?.message).toBe('The instrument did not answer "LATE?" within 2000 ms.');
  const paused = await readings(room, id, (a, late, b) => late?.paused === true && known(a!) && known(b!));
  expect(paused[1]).toMatchObject({ ...unknown, fault: { message: expect.stringContaining('LATE?') } });
  const asked = scripted.count('LATE?');
  const others = scripted.count('A?');
  // The link rests for as long as the last question took.
  await expect.poll(() => scripted.count('A?'), { timeout: 8000 }).toBeGreaterThan(others + 5);
  expect(scripted.count('LATE?')).toBe(asked);
  scripted.manners.set('LATE?', '3');
  await setPins(room, id, pins);
  expect((await readings(room, id, (_, late) => known(late!)))[1]).toMatchObject({ value: 3, paused: false });
}, 30_000);

test('one whose instrument hangs up on it is paused, too: the link is not lost for ever', async () => {
  const scripted = await Scripted.start({ 'A?': '1', 'BAD?': 'closes' });
  const room = await desk();
  const id = await room.connect(scripted.address);
  await setPins(room, id, [pin('A?'), pin('BAD?')]);
  const [good] = await readings(room, id, (a, bad) => bad?.paused === true && known(a!));
  expect(good?.value).toBe(1);
  expect(scripted.count('BAD?')).toBe(3);
}, 30_000);

test('R-4: with the emergency stop set, what no table knows is not asked, and its answer is not known any more', async () => {
  const scripted = await Scripted.start({ 'MEAS:VOLT?': '3.3', '*STB?': '0' });
  const room = await desk();
  const id = await room.connect(scripted.address);
  await setPins(room, id, [pin('MEAS:VOLT?'), pin('*STB?')]);
  await readings(room, id, (...all) => all.every(known));
  await room.handlers.safety.stop({ origin: 'button' }, room.call());
  const [held, allowed] = await readings(room, id, (volts) => volts?.at === null && volts.fault !== null);
  expect(held).toMatchObject({ ...unknown, paused: false });
  expect(held?.fault?.message).toContain('The emergency stop is set. MEAS:VOLT? may switch an output on');
  expect(allowed?.fault).toBeNull();
  const sent = scripted.count('MEAS:VOLT?');
  const others = scripted.count('*STB?');
  await expect.poll(() => scripted.count('*STB?')).toBeGreaterThan(others + 5);
  expect(scripted.count('MEAS:VOLT?')).toBe(sent);
  expect(room.journal.notes.map(({ request }) => request.text)).not.toContain('MEAS:VOLT?');
  await room.handlers.safety.reset({}, room.call());
  expect((await readings(room, id, known))[0]).toMatchObject({ value: 3.3, fault: null });
});

test('R-7: without its link nothing of it is known; it comes back by itself', async () => {
  const scripted = await Scripted.start({ 'A?': '1' });
  const room = await desk();
  const id = await room.connect(scripted.address);
  await setPins(room, id, [pin('A?')]);
  await readings(room, id, known);
  const gone = room.live(id, ({ link }) => link === 'unreachable');
  await scripted.close();
  expect((await gone).pins).toMatchObject([unknown]);
  await Scripted.start({ 'A?': '2' }, scripted.port);
  expect((await readings(room, id, known))[0]?.value).toBe(2);
}, 20_000);

test('R-7: an answer from before a command of unknown effect is not known to hold behind it', async () => {
  const scripted = await Scripted.start({ 'A?': '1' });
  const room = await desk();
  const id = await room.connect(scripted.address);
  await setPins(room, id, [pin('A?')]);
  await readings(room, id, known);
  scripted.manners.set('A?', '2');
  const after = first<Live>(
    room.handlers.instruments.live({ id }, callOf('viewer', room.ending.signal)),
    ({ pins }) => pins?.[0]?.at === null || pins?.[0]?.value === 2,
  );
  await room.send(id, 'VOLT 3');
  expect((await after).pins?.[0]?.value).not.toBe(1);
  expect((await readings(room, id, known))[0]?.value).toBe(2);
});

test('R-28: given back to its front panel it is not asked, and nothing of it is known, until it is taken back', async () => {
  // Over a link that can give it back: nobody knows a command of its own for that.
  const wire = await openHislip();
  closeLater(() => wire.close());
  const asked: string[] = [];
  const run = (message: string): string => {
    asked.push(message);
    return message === '*IDN?' ? 'Acme,FX-1,7,1.0' : '1';
  };
  const make = () => ({ run, status: new Status(), panel: new FrontPanel() });
  const instrument = await serveSimulated(make, '7', { wires: [wire] });
  closeLater(() => instrument.close());
  const room = await desk();
  const id = await room.connect(instrument.wires[0]?.url ?? '');
  await setPins(room, id, [pin('A?')]);
  await readings(room, id, known);
  await room.handlers.instruments.release({ id }, room.call());
  expect(await readings(room, id, () => true)).toMatchObject([unknown]);
  const count = asked.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(asked).toHaveLength(count);
  expect(await readings(room, id, () => true)).toMatchObject([unknown]);
  await room.handlers.instruments.take({ id }, room.call());
  expect(await readings(room, id, known)).toMatchObject([{ value: 1 }]);
});

test('a slow instrument is asked for no more than half of its time', async () => {
  const slow = { answer: '1', afterMs: 50 };
  const scripted = await Scripted.start({ 'A?': slow, 'B?': slow });
  const room = await desk();
  const id = await room.connect(scripted.address);
  await setPins(room, id, [pin('A?'), pin('B?')]);
  const { periodMs } = await room.live(id, ({ pins = [], periodMs: ms }) => pins.every(known) && ms > 150);
  expect(periodMs, 'two turns of 100 ms').toBeGreaterThan(180);
  const before = scripted.lines.length;
  const begun = performance.now();
  await expect.poll(() => scripted.lines.length).toBeGreaterThan(before + 8);
  expect(performance.now() - begun, 'at least 100 ms for each').toBeGreaterThan(7 * 95);
});

test('pins are kept: in the file of the desk, whose version an older console takes for what it is', async () => {
  const scripted = await Scripted.start({ 'A?': '1' });
  const room = await desk();
  const id = await room.connect(scripted.address);
  const file = async (): Promise<{ version: number; instruments: { pins?: unknown }[] }> =>
    JSON.parse(await readFile(join(room.folder, 'bench.json'), 'utf8'));
  expect(await file()).toMatchObject({ version: 1 });
  const pins = [pin('A?', { label: 'One', unit: 'V', scale: 0.5, decimals: 3 })];
  await setPins(room, id, pins);
  expect(await file()).toMatchObject({ version: 2, instruments: [{ pins }] });
  await room.restart();
  expect(await readings(room, id, known)).toMatchObject([{ pin: pins[0], value: 1 }]);
  await setPins(room, id, []);
  expect(await file()).toMatchObject({ version: 1 });
  expect((await file()).instruments[0]).not.toHaveProperty('pins');
});

test('what is not one query, and an instrument with a driver, are refused, and nothing is changed', async () => {
  const scripted = await Scripted.start({ 'A?': '1' });
  const room = await desk();
  const id = await room.connect(scripted.address);
  await setPins(room, id, [pin('A?')]);
  for (const bad of ['OUTP ON', 'A?;OUTP ON', '*TST?'])
    await expect(setPins(room, id, [pin('B?'), pin(bad)])).rejects.toEqual(code('INPUT_INVALID'));
  expect(await readings(room, id, known)).toMatchObject([{ pin: { query: 'A?' } }]);
  expect(scripted.lines).not.toContain('OUTP ON');
  const driven = await room.connect((await supply()).address);
  await expect(setPins(room, driven, [pin('A?')])).rejects.toEqual(code('POINT_UNKNOWN'));
  await expect(setPins(room, 'nobody', [pin('A?')])).rejects.toEqual(code('INSTRUMENT_UNKNOWN'));
  expect((await room.live(driven, () => true)).pins).toBeUndefined();
});

test('what somebody wrote into the file by hand is looked at as well: it is never sent', async () => {
  const scripted = await Scripted.start({ 'A?': '1' });
  const room = await desk();
  const id = await room.connect(scripted.address);
  await setPins(room, id, [pin('A?'), pin('B?')]);
  const path = join(room.folder, 'bench.json');
  await room.instruments.close();
  await writeFile(path, (await readFile(path, 'utf8')).replace('"query": "B?"', '"query": "OUTP ON"'));
  await room.start();
  const [, bad] = await readings(room, id, (a, b) => known(a!) && b?.paused === true);
  expect(bad?.fault?.message).toContain('"OUTP ON" is not asked by itself: it is no query.');
  expect(scripted.lines).not.toContain('OUTP ON');
});
