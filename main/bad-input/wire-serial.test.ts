import { describe, expect, test } from 'vitest';
import { transportFor } from '#main/transports/open.ts';
import { ptysAvailable } from '#main/transports/serial/pty.fixture.ts';
import { cable } from '#main/transports/serial/serial.fixture.ts';
import { page, unreachable, usualRows, usualSilence } from './rows.fixture.ts';
import { onWire, simulated } from './wires.fixture.ts';

describe.skipIf(!ptysAvailable('bad input on a serial line'))('on a serial line', () => {
  usualRows(simulated.serial, { unplugged: 'serial-unplugged' });

  test('R-10: two consoles on one instrument: the port has one user, and the second one is told', async () => {
    const it = await onWire(simulated.serial);
    const said = await unreachable(it.connectOther);
    expect({ ...said, reads: said.reads.replace(/\/dev\/pts\/\d+/, '/dev/ttyUSB0') }).toEqual(
      page('serial-in-use'),
    );
    expect(await it.ask('NEXT? 1')).toBe('1');
  });

  test('a port that does not exist, and one where nobody answers', async () => {
    expect(await unreachable(transportFor('serial:///dev/lablink-no-such-port'))).toEqual(
      page('serial-none'),
    );
    const pair = await cable();
    expect(await unreachable(transportFor(`serial://${pair.console}`))).toEqual(page(usualSilence));
  });
});
