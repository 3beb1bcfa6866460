import { afterEach, expect, test } from 'vitest';
import { parseAddress, printAddress } from '#shared/address/parse.ts';
import { writeVisa } from '#shared/address/visa.ts';
import { lineClient } from '#main/simulator/client.fixture.ts';
import { simulatedKeys } from '#main/simulator/keys.ts';
import { type OpenBench, openBench } from '#main/simulator/open-bench.ts';
import { wireKinds } from './open-wire.ts';
import { link, rpcClient, type Vxi11Client } from './vxi11.fixture.ts';

const opened: OpenBench[] = [];
afterEach(() => Promise.all(opened.splice(0).map((bench) => bench.close())));

const start = async (...wires: (typeof wireKinds)[number][]): Promise<OpenBench> => {
  const bench = await openBench({ wires });
  opened.push(bench);
  return bench;
};

test('each instrument is on each wire, at an address that the console reads and writes the same', async () => {
  const { instruments } = await start(...wireKinds);
  expect(instruments.map(({ key }) => key)).toEqual([...simulatedKeys]);
  for (const { wires } of instruments) {
    expect(wires.map(({ url }) => parseAddress(url).scheme)).toEqual([...wireKinds]);
    for (const { url, visa } of wires) {
      expect(printAddress(parseAddress(url))).toBe(url);
      expect(writeVisa(parseAddress(url))).toBe(visa);
    }
  }
  const urls = instruments.flatMap(({ wires }) => wires.map(({ url }) => url));
  expect(new Set(urls).size).toBe(urls.length);
});

test('one instrument on all its wires: what is set over VXI-11 is read on the socket, and its faults are on both', async () => {
  const { instruments, faults } = await start('vxi11');
  const [supply] = instruments;
  const port = Number(new URL(supply?.address ?? '').port);
  const raw = await lineClient(port);
  const address = parseAddress(supply?.wires[0]?.url ?? '');
  if (address.scheme !== 'vxi11') throw new Error(address.scheme);
  // The portmapper of this host may be another one's: its core port is asked for where the address has none.
  const mapper = address.port === null ? await rpcClient(111) : null;
  const found = await mapper?.call(100_000, 2, 3, Buffer.from('000607af000000010000000600000000', 'hex'));
  const vxi11 = (await link(await rpcClient(address.port ?? found?.results.unsigned() ?? 0))) as Vxi11Client;
  expect(await vxi11.ask('VOLT 4;VOLT?')).toBe('4.000\n');
  expect(await raw.ask('VOLT?')).toBe('4.000');
  faults.supply.garbled = true;
  expect(await vxi11.ask('*IDN?')).not.toContain('LabLink');
  expect(await raw.ask('*IDN?')).not.toContain('LabLink');
  raw.close();
});

test('closing the bench ends its wires', async () => {
  const bench = await start('vxi11', 'hislip', 'prologix');
  const ports = bench.instruments[0]?.wires.map(({ url }) => new URL(url.replace(/^\w+/, 'http')).port) ?? [];
  await bench.close();
  for (const port of ports.filter((each) => each !== ''))
    await expect(rpcClient(Number(port))).rejects.toThrow('not connected');
});
