import { expect, test } from 'vitest';
import {
  corePrograms,
  createLinkArgs,
  deviceAbort,
  enableSrqArgs,
  genericArgs,
  interruptChannelArgs,
  procedures,
  readArgs,
  readCreatedLink,
  readPiece,
  readStatusByte,
  readWritten,
  writeArgs,
} from './core.ts';
import { encodeCall, encodeCallRecord, encodeReplyRecord, readCall, readReply } from './rpc-call.ts';
import { XdrReader, type XdrValue } from './xdr.ts';

/** Bytes as the standards lay them out, four to a word. */
const hex = (...words: string[]): string => words.join('').replaceAll(' ', '');
const call = (
  procedure: number,
  args: readonly XdrValue[],
  program: { program: number; version: number } = corePrograms.core,
) => encodeCallRecord(0x01020304, program, procedure, args).toString('hex');
const results = (...words: string[]): XdrReader => new XdrReader(Buffer.from(hex(...words), 'hex'));

/** source: RFC 5531, sections 9 and 11; VXI-11 rev. 1.0, appendix C. */
const header = (mark: string, procedure: string, program = '000607af'): string =>
  hex(
    mark,
    '01020304 00000000 00000002',
    program,
    '00000001',
    procedure,
    '0000000000000000 0000000000000000',
  );

test('create_link', () => {
  expect(call(procedures.createLink, createLinkArgs(0x11223344, 'inst0'))).toBe(
    hex(header('80000040', '0000000a'), '11223344 00000000 00000000', '00000005 696e737430000000'),
  );
  expect(readCreatedLink(results('00000000 80000001 0000c001 00000400'))).toEqual({
    error: 0,
    lid: 0x8000_0001,
    abortPort: 0xc001,
    maxWrite: 1024,
  });
});

test('device_write: link, i/o timeout, lock timeout, flags, data; END with the last part alone', () => {
  expect(call(procedures.write, writeArgs(7, 2000, true, Buffer.from('*IDN?\n')))).toBe(
    hex(header('80000044', '0000000b'), '00000007 000007d0 00000000 00000008', '00000006 2a49444e3f0a0000'),
  );
  expect(writeArgs(7, 2000, false, Buffer.alloc(0))[3]).toBe(0);
  expect(readWritten(results('00000000 00000006'))).toEqual({ error: 0, size: 6 });
});

test('device_read: link, size, i/o timeout, lock timeout, flags, terminating character in a word of its own', () => {
  expect(call(procedures.read, readArgs(7, 0x100000, 2000))).toBe(
    hex(header('80000040', '0000000c'), '00000007 00100000 000007d0 00000000 00000000 00000000'),
  );
  expect(readPiece(results('00000000 00000004 00000003 41420a00'))).toEqual({
    error: 0,
    end: true,
    bytes: Buffer.from('AB\n'),
  });
});

test.each([
  [0, false],
  [1, false],
  [2, true],
  [3, true],
  [4, true],
  [5, true],
])('reason %d of a read ends the answer: %s', (reason, end) => {
  expect(readPiece(results('00000000', `0000000${reason}`, '00000000')).end).toBe(end);
});

test('the generic calls: link, flags, lock timeout, i/o timeout', () => {
  for (const [procedure, number] of [
    [procedures.statusByte, '0000000d'],
    [procedures.trigger, '0000000e'],
    [procedures.clear, '0000000f'],
    [procedures.remote, '00000010'],
    [procedures.local, '00000011'],
  ] as const)
    expect(call(procedure, genericArgs(7, 2000))).toBe(
      hex(header('80000038', number), '00000007 00000000 00000000 000007d0'),
    );
  expect(readStatusByte(results('00000000 00000050'))).toEqual({ error: 0, statusByte: 0x50 });
  expect(readStatusByte(results('00000008'))).toEqual({ error: 8, statusByte: null });
});

test('destroy_link, enable_srq, create_intr_chan, destroy_intr_chan, device_abort', () => {
  expect(call(procedures.destroyLink, [7])).toBe(hex(header('8000002c', '00000017'), '00000007'));
  expect(call(procedures.enableSrq, enableSrqArgs(7, true, Buffer.from('abcde')))).toBe(
    hex(header('8000003c', '00000014'), '00000007 00000001 00000005 6162636465000000'),
  );
  expect(call(procedures.createInterruptChannel, interruptChannelArgs(0x7f000001, 4711))).toBe(
    hex(header('8000003c', '00000019'), '7f000001 00001267 000607b1 00000001 00000000'),
  );
  expect(call(procedures.destroyInterruptChannel, [])).toBe(header('80000028', '0000001a'));
  expect(call(deviceAbort, [7], corePrograms.abort)).toBe(
    hex(header('8000002c', '00000001', '000607b0'), '00000007'),
  );
});

test('a datagram carries the same call without its mark', () => {
  expect(encodeCall(0x01020304, corePrograms.core, 23, [7]).toString('hex')).toBe(
    call(procedures.destroyLink, [7]).slice(8),
  );
});

test('replies: accepted, with a verifier, refused', () => {
  const accepted = readReply(
    Buffer.from(hex('0000abcd 00000001 00000000 00000000 00000000 00000000 0000002a'), 'hex'),
  );
  expect(accepted.xid).toBe(0xabcd);
  expect(accepted.results instanceof XdrReader && accepted.results.u32()).toBe(42);
  const sealed = readReply(
    Buffer.from(
      hex('0000abcd 00000001 00000000 00000001 00000005 0102030405000000 00000000 0000002a'),
      'hex',
    ),
  );
  expect(sealed.results instanceof XdrReader && sealed.results.u32()).toBe(42);
  expect(
    readReply(Buffer.from(hex('0000abcd 00000001 00000000 00000000 00000000 00000003'), 'hex')).results,
  ).toMatchObject({ code: 'INSTRUMENT_REPLY' });
});

test('what comes as a call is read, and answered', () => {
  const record = encodeCall(0xfeed, corePrograms.interrupt, 30, [Buffer.from('handle')]);
  const read = readCall(record);
  expect(read).toMatchObject({ xid: 0xfeed, program: 0x0607b1, version: 1, procedure: 30 });
  expect(read.args.opaque().toString()).toBe('handle');
  expect(() => readCall(encodeReplyRecord(1, 0).subarray(4))).toThrow('is no call');
  expect(encodeReplyRecord(0xfeed, 1).toString('hex')).toBe(
    hex('80000018 0000feed 00000001 00000000 00000000 00000000 00000001'),
  );
});

test('XDR is never read beyond its record', () => {
  const reader = results('ffffffff 00000005 4142');
  expect(reader.i32()).toBe(-1);
  expect(() => reader.opaque()).toThrow('a field of 5 bytes stands in a record that has 2 left');
  expect(() => results('0000').u32()).toThrow('ends in the middle of a number');
  expect(() => results('ffffffff').opaque()).toThrow('a field of 4294967295 bytes');
  // Without its padding, then with nothing behind it.
  const bare = results('00000003 414243');
  expect(bare.opaque().toString()).toBe('ABC');
  expect(bare.left).toBe(0);
});
