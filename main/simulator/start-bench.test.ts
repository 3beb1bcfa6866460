import { expect, test } from 'vitest';
import { lineClient } from './client.fixture.ts';
import { simulatedKeys } from './keys.ts';
import { startSimulatedBench } from './start-bench.ts';

test('the bench answers from its own thread; closing it ends its links', async () => {
  const bench = await startSimulatedBench();
  try {
    expect(bench.instruments.map(({ key }) => key)).toEqual([...simulatedKeys]);
    const address = new URL(bench.instruments[0]?.address ?? '');
    expect(address.href).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    const client = await lineClient(Number(address.port));
    expect(await client.ask('*IDN?')).toBe('LabLink,SIM-PS2,SIM0001,1.0.0');
    client.send('APPL 1,3.3,0.5;:OUTP ON\n');
    expect(await client.ask('MODE?')).toBe('CC');

    await bench.close();
    await client.closed;
    await expect(lineClient(Number(address.port))).rejects.toThrow('not connected');
  } finally {
    await bench.close();
  }
});

test('two benches do not meet', async () => {
  const [one, two] = await Promise.all([startSimulatedBench(), startSimulatedBench()]);
  try {
    expect(one.instruments[0]?.address).not.toBe(two.instruments[0]?.address);
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
});
