import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rpcClient, type RpcClient } from './vxi11.fixture.ts';
import { record, RecordError, RecordReader } from './vxi11-records.ts';
import { callMessage } from './vxi11-rpc.ts';
import { serveRpc } from './vxi11-rpc-server.ts';
import { xdr, XdrError, xdrOpaque, XdrReader } from './vxi11-xdr.ts';

const program = { number: 0x2000_0001, version: 3 };

const start = async (): Promise<RpcClient> => {
  const server = await serveRpc('127.0.0.1', 0, () => [
    {
      ...program,
      procedures: new Map([[1, (args: XdrReader) => xdrOpaque(args.opaque(8))]]),
    },
  ]);
  onTestFinished(() => server.close());
  return rpcClient(server.port);
};
const echo = (text: string, xid = 7): Buffer =>
  callMessage(xid, program.number, program.version, 1, xdrOpaque(Buffer.from(text)));

describe('calls (RFC 5531, 9)', () => {
  test('unknown programs, versions and procedures, and arguments that are none', async () => {
    const rpc = await start();
    const state = async (...call: Parameters<RpcClient['call']>) => (await rpc.call(...call)).state;
    expect(await state(1, 1, 1)).toBe(1);
    const { state: mismatch, results } = await rpc.call(program.number, 4, 1);
    expect([mismatch, results.unsigned(), results.unsigned()]).toEqual([2, 3, 3]);
    expect(await state(program.number, 3, 99)).toBe(3);
    expect(await state(program.number, 3, 0)).toBe(0);
    // Too long, longer than the record, and nothing at all: garbage.
    expect(await state(program.number, 3, 1, xdrOpaque(Buffer.alloc(9)))).toBe(4);
    expect(await state(program.number, 3, 1, xdr(8, 0))).toBe(4);
    expect(await state(program.number, 3, 1, xdr(0x7fff_ffff))).toBe(4);
    expect(await state(program.number, 3, 1)).toBe(4);
    expect(await state(program.number, 3, 1, xdrOpaque(Buffer.from('abc')))).toBe(0);
  });

  test('another version of RPC is denied; a reply is no call', async () => {
    const rpc = await start();
    rpc.send(record(xdr(9, 0, 3, program.number, 3, 1, 0, 0, 0, 0)));
    expect(await rpc.reply()).toEqual(xdr(9, 1, 1, 0, 2, 2));
    rpc.send(record(xdr(9, 1, 0, 0, 0, 0)));
    rpc.send(record(echo('still here')));
    expect((await rpc.reply()).readUInt32BE()).toBe(7);
  });

  test('credentials of other kinds are read over', async () => {
    const rpc = await start();
    const head = xdr(7, 0, 2, program.number, 3, 1, 1);
    const unix = xdrOpaque(Buffer.alloc(27));
    rpc.send(record(Buffer.concat([head, unix, xdr(0, 0), xdrOpaque(Buffer.from('ok'))])));
    expect(await rpc.reply()).toEqual(Buffer.concat([xdr(7, 1, 0, 0, 0, 0), xdrOpaque(Buffer.from('ok'))]));
  });

  test('calls come in bundles and in pieces, and are answered in their order', async () => {
    const rpc = await start();
    rpc.send(Buffer.concat([record(echo('one', 1)), record(echo('two', 2)), record(echo('three', 3))]));
    for (const xid of [1, 2, 3]) expect((await rpc.reply()).readUInt32BE()).toBe(xid);
    for (const byte of record(echo('four', 4))) rpc.send(Buffer.from([byte]));
    expect((await rpc.reply()).readUInt32BE()).toBe(4);
  });

  test.each([
    ['a fragment of 2 GB', xdr(0x7fff_ffff)],
    ['a last fragment of 2 GB', xdr(0xffff_ffff)],
    ['fragments without a byte', xdr(0)],
    [
      'many fragments that make too much',
      Buffer.concat(Array(5).fill(Buffer.concat([xdr(4000), Buffer.alloc(4000)]))),
    ],
    ['a record too short for a call', record(xdr(1, 0, 2))],
    [
      'a credential that is too long',
      record(Buffer.concat([xdr(1, 0, 2, 3, 4, 5, 0), xdrOpaque(Buffer.alloc(401))])),
    ],
  ])('%s ends the connection (R-23)', async (_name, bytes) => {
    const rpc = await start();
    rpc.send(bytes);
    await expect(rpc.closed).resolves.toBeUndefined();
  });
});

describe('records (RFC 5531, 11)', () => {
  test('any split of any fragments gives the same records', () => {
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 5 }), fc.array(fc.nat(30)), (records, sizes) => {
        const wire = Buffer.concat(
          records.flatMap((fragments) =>
            fragments.flatMap((bytes, at) => [
              xdr((at === fragments.length - 1 ? 0x8000_0000 : 0) + bytes.length),
              Buffer.from(bytes),
            ]),
          ),
        );
        const reader = new RecordReader(100);
        const got: Buffer[] = [];
        let at = 0;
        for (const size of [...sizes, wire.length]) {
          reader.add(wire.subarray(at, at + size));
          at += size;
          for (let each = reader.take(); each !== null; each = reader.take()) got.push(each);
        }
        expect(got).toEqual(records.map((fragments) => Buffer.concat(fragments)));
        expect(reader.waiting).toBe(0);
      }),
    );
  });

  test('exactly as long as allowed is a record; a byte more is none', () => {
    const reader = new RecordReader(8);
    reader.add(record(Buffer.alloc(8)));
    expect(reader.take()).toHaveLength(8);
    reader.add(xdr(4, 0, 0x8000_0005));
    expect(() => reader.take()).toThrow(RecordError);
  });
});

describe('values (RFC 4506)', () => {
  test('numbers, booleans, opaque data with its padding', () => {
    const reader = new XdrReader(
      Buffer.concat([xdr(-1, 0xffff_ffff, 1), xdrOpaque(Buffer.from('abcde')), xdr(5)]),
    );
    expect([reader.signed(), reader.unsigned(), reader.boolean()]).toEqual([-1, 0xffff_ffff, true]);
    expect([reader.string(5), reader.unsigned()]).toEqual(['abcde', 5]);
    expect(() => reader.unsigned()).toThrow(XdrError);
    expect(() => new XdrReader(xdr(2)).boolean()).toThrow(XdrError);
    // The padding is missing.
    expect(() => new XdrReader(Buffer.concat([xdr(1), Buffer.from('a')])).opaque(8)).toThrow(XdrError);
    expect(xdrOpaque(Buffer.from('abcde')).toString('hex')).toBe('000000056162636465000000');
  });
});
