import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { servePortmap } from './portmap.ts';
import { rpcClient } from './vxi11.fixture.ts';
import { xdr } from './vxi11-xdr.ts';

const mapping = { program: 0x06_07_af, version: 1, port: 0x1234 };
const mapper = 100_000;

const start = async () => {
  const served = await servePortmap('127.0.0.1', [mapping], 0);
  if (served === null) throw new Error('no portmapper');
  onTestFinished(() => served.close());
  return { port: served.port, rpc: await rpcClient(served.port) };
};

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** GETPORT of the core channel over TCP, written from RFC 5531, 9 and RFC 1833, 3. */
const call = hex(
  '12345678 00000000 00000002 000186a0 00000002 00000003 00000000 00000000 00000000 00000000 000607af 00000001 00000006 00000000',
);
const answer = hex('12345678 00000001 00000000 00000000 00000000 00000000 00001234');

describe('the portmapper (RFC 1833)', () => {
  test('GETPORT byte for byte, over TCP with a record mark and over UDP without', async () => {
    const { port, rpc } = await start();
    rpc.send(Buffer.concat([hex('80000038'), call]));
    expect(await rpc.reply()).toEqual(answer);
    const udp = createSocket('udp4');
    onTestFinished(() => void udp.close());
    const got = once(udp, 'message');
    // Neither noise nor a reply is answered.
    udp.send(hex('00'), port, '127.0.0.1');
    udp.send(answer, port, '127.0.0.1');
    udp.send(call, port, '127.0.0.1');
    expect((await got)[0]).toEqual(answer);
  });

  test.each([
    ['another program', [0x06_07_b0, 1, 6, 0]],
    ['another version', [0x06_07_af, 2, 6, 0]],
    ['UDP', [0x06_07_af, 1, 17, 0]],
  ])('%s is not registered: port 0', async (_name, args) => {
    const { rpc } = await start();
    const { state, results } = await rpc.call(mapper, 2, 3, xdr(...args));
    expect([state, results.unsigned()]).toEqual([0, 0]);
  });

  test('nobody else registers; DUMP lists what there is; procedure 0 does nothing', async () => {
    const { rpc } = await start();
    for (const procedure of [1, 2]) {
      const { results } = await rpc.call(mapper, 2, procedure, xdr(1, 1, 6, 9));
      expect(results.unsigned()).toBe(0);
    }
    const { results } = await rpc.call(mapper, 2, 4);
    expect(Array.from({ length: 6 }, () => results.unsigned())).toEqual([1, 0x06_07_af, 1, 6, 0x1234, 0]);
    expect((await rpc.call(mapper, 2, 0)).state).toBe(0);
  });

  test('a port that is taken: none, and nothing is left open', async () => {
    const { port } = await start();
    expect(await servePortmap('127.0.0.1', [mapping], port)).toBeNull();
    expect(await servePortmap('192.0.2.1', [mapping], 0)).toBeNull();
    // UDP alone is taken: the TCP port is given back.
    const udp = createSocket('udp4');
    onTestFinished(() => void udp.close());
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    expect(await servePortmap('127.0.0.1', [mapping], udp.address().port)).toBeNull();
    await expect(rpcClient(udp.address().port)).rejects.toThrow('not connected');
  });
});
