import { onTestFinished } from 'vitest';
import { Faults } from '#main/simulator/faults.ts';
import { command, query } from '#main/simulator/language/command.ts';
import { commonCommands } from '#main/simulator/language/common.ts';
import { FrontPanel } from '#main/simulator/language/front-panel.ts';
import { Interpreter } from '#main/simulator/language/interpreter.ts';
import { Status } from '#main/simulator/language/status.ts';
import { systemCommands } from '#main/simulator/language/system.ts';
import { Device } from './device.ts';

/** An instrument with few commands, and one client of it. */
export const makeDevice = () => {
  const status = new Status();
  const panel = new FrontPanel();
  const faults = new Faults();
  let triggers = 0;
  const interpreter = new Interpreter(
    [
      ...commonCommands(status, {
        identity: 'LabLink,TEST,1,1',
        reset: () => {},
        save: () => {},
        recall: () => {},
        selfTest: () => 0,
        trigger: () => {
          triggers++;
        },
      }),
      ...systemCommands(status, panel),
      query('LONG', [], () => '0123456789'),
      query('BLOCk', [], () => '#15\n\n\n\n\n'),
      command('NOTHing', [], () => {}),
    ],
    status,
  );
  const instrument = { status, panel, run: (message: string) => interpreter.run(message) };
  const another = (): Device => {
    const made = new Device(instrument, faults);
    onTestFinished(() => made.close());
    return made;
  };
  const device = another();
  const write = (text: string, end = true) => device.write(Buffer.from(text, 'latin1'), end);
  const read = (max = 1000, terminator: number | null = null) => {
    const reply = device.read(max, terminator);
    return reply === null ? null : { ...reply, bytes: String(reply.bytes) };
  };
  const ask = (text: string) => {
    write(text);
    return read()?.bytes;
  };
  return { status, panel, faults, another, device, write, read, ask, triggers: () => triggers };
};
