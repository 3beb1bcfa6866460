import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { answer, ask, linked, never, tell } from './open.fixture.ts';

const off = Buffer.from('OUTP OFF\n');

test('R-1: an emergency message is on the wire in the very tick, past a read that waits', async () => {
  const { server, transport } = await linked();
  server.handle = (line) => (line === 'NEVER?' ? new Promise(() => undefined) : `re ${line}`);
  await tell(transport, 'NEVER?');
  const reading = answer(transport);
  const failed = expect(reading).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  await server.got('read');
  transport.writeNow(off);
  await server.got('write OUTP OFF\n');
  await failed;
  expect(server.aborts).toBe(1);
  expect(server.links).toBe(1);
});

test('R-1: on an idle link, and right behind a message that is being taken', async () => {
  const { server, transport } = await linked();
  server.handle = () => null;
  transport.writeNow(off);
  const writing = tell(transport, 'VOLT 5');
  transport.writeNow(off);
  await writing;
  await server.got('write OUTP OFF\n', 2);
  expect(server.aborts).toBe(0);
});

test('R-1: an emergency message that an abort has hit is sent again', async () => {
  const { server, transport } = await linked();
  let hits = 2;
  server.override = (call) => {
    if (call.procedure !== 11 || hits === 0) return false;
    hits--;
    call.reply(23, 0);
    return true;
  };
  transport.writeNow(off);
  await server.got('write OUTP OFF\n', 3);
  expect(await ask(transport, 'A?')).toBe('re A?');
  expect(server.lines).toEqual(['OUTP OFF', 'A?']);
});

test('R-2: an emergency message that the instrument refuses ends the link, so that nobody takes it for sent', async () => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 11) return false;
    call.reply(11, 0);
    return true;
  };
  const closed = new Promise<string>((resolve) => transport.onClosed(resolve));
  transport.writeNow(off);
  expect(await closed).toBe('The instrument is locked by another program.');
  expect(transport.state).toBe('closed');
});

test('R-2: a link whose write hangs does not take an emergency message: it needs a new one', async () => {
  const { server, transport } = await linked();
  server.override = (call) => call.procedure === 11;
  const writing = tell(transport, 'VOLT 5');
  writing.catch(() => undefined);
  await server.got('write VOLT 5\n');
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(() => transport.writeNow(off)).toThrow('does not take bytes');
  await transport.abort();
  await expect(writing).rejects.toBeInstanceOf(Fault);
});

test('R-2: giving up the link leaves an emergency message the time to arrive', async () => {
  const { server, transport } = await linked();
  const held = Promise.withResolvers<void>();
  server.override = async (call) => {
    if (call.procedure === 13) await held.promise;
    return false;
  };
  const status = transport.statusByte(never);
  status.catch(() => undefined);
  await server.got('readstb');
  transport.writeNow(off);
  const aborting = transport.abort();
  expect(transport.state).toBe('closed');
  held.resolve();
  await aborting;
  expect(server.lines).toEqual(['OUTP OFF']);
});

test('a device clear behind an emergency message comes behind it, also when it was asked for before', async () => {
  const { server, transport } = await linked();
  server.handle = (line) => (line === 'NEVER?' ? new Promise(() => undefined) : null);
  await tell(transport, 'NEVER?');
  const controller = new AbortController();
  const reading = answer(transport, controller.signal);
  await server.got('read');
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  const clearing = transport.clear(never);
  transport.writeNow(off);
  expect(await clearing).toBe(true);
  expect(server.log.slice(-3)).toEqual(['read', 'write OUTP OFF\n', 'clear']);
});
