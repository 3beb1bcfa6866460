import { expect, test } from 'vitest';
import { type Draft, emptyDraft, readDraft } from './draft.ts';

const reading = (part: Partial<Draft>) => readDraft({ ...emptyDraft, ...part });
const address = (part: Partial<Draft>): string | null => {
  const read = reading(part);
  return 'address' in read ? read.address : read.problem;
};

test.each<[Partial<Draft>, string]>([
  [{ host: '10.0.0.5' }, 'tcp://10.0.0.5:5025'],
  [{ host: ' Scope.lan ', port: '5555' }, 'tcp://scope.lan:5555'],
  [{ host: 'fe80::1' }, 'tcp://[fe80::1]:5025'],
  [{ host: '10.0.0.5', protocol: 'vxi11', port: '99' }, 'vxi11://10.0.0.5/inst0'],
  [{ host: 'gw', protocol: 'vxi11', device: 'gpib0,22' }, 'vxi11://gw/gpib0,22'],
  [{ host: '10.0.0.5', protocol: 'hislip' }, 'hislip://10.0.0.5:4880/hislip0'],
  [{ host: 'TCPIP::10.0.0.5::hislip0::INSTR' }, 'hislip://10.0.0.5:4880/hislip0'],
  [{ way: 'serial', serial: 'serial:///dev/ttyUSB0' }, 'serial:///dev/ttyUSB0'],
  [
    {
      way: 'serial',
      serial: 'serial://0403:6001/A1',
      baud: '115200',
      line: { ...emptyDraft.line, parity: 'even', dtr: false },
    },
    'serial://0403:6001/A1?baud=115200&parity=even&dtr=off',
  ],
  [{ way: 'usb', usb: 'usb://1ab1:04ce/DS1Z' }, 'usb://1ab1:04ce/DS1Z'],
  [{ way: 'gpib', adapterHost: '10.0.0.3', primary: '22' }, 'prologix://10.0.0.3:1234/22'],
  [
    { way: 'gpib', adapterHost: '10.0.0.3:9999', primary: '5', secondary: '2' },
    'prologix://10.0.0.3:9999/5/2',
  ],
  [
    { way: 'gpib', adapter: 'serial', adapterPort: 'serial:///dev/ttyUSB1', primary: '9' },
    'prologix+serial:///dev/ttyUSB1?gpib=9',
  ],
  [{ way: 'recording', recording: 'replay://run' }, 'replay://run'],
  [{ way: 'address', text: 'GPIB0::22::INSTR' }, 'gpib://0/22'],
])('%j stands for %s', (part, written) => {
  expect(address(part)).toBe(written);
});

test('the same address as VISA writes it stands beside it, where VISA has a word for it', () => {
  expect(reading({ host: '10.0.0.5' })).toMatchObject({ visa: 'TCPIP::10.0.0.5::5025::SOCKET' });
  expect(reading({ way: 'gpib', adapterHost: 'gw', primary: '22' })).toMatchObject({ visa: null });
});

test.each<Partial<Draft>>([
  {},
  { way: 'serial' },
  { way: 'usb' },
  { way: 'gpib', primary: '22' },
  { way: 'gpib', adapterHost: 'gw' },
  { way: 'recording' },
  { way: 'address', text: '  ' },
])('%j says nothing yet, and is not blamed for it', (part) => {
  expect(reading(part)).toEqual({ problem: null });
});

test.each<[Partial<Draft>, string]>([
  [{ host: 'a b' }, 'is not an address'],
  [{ host: '10.0.0.5', port: '99999' }, 'a port is a number from 1 to 65535'],
  [{ way: 'serial', serial: 'serial://COM3', baud: 'fast' }, 'baud is a number'],
  [{ way: 'gpib', adapterHost: 'gw', primary: '31' }, 'a primary address is a number from 0 to 30'],
  [{ way: 'address', text: 'hello' }, 'it begins neither like'],
])('%j is told what is wrong: %s', (part, words) => {
  expect(reading(part)).toMatchObject({ problem: expect.stringContaining(words) });
});
