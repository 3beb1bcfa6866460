import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import type { Address } from './address.ts';
import { looksLikeAddress, parseAdapter, parseAddress, printAddress } from './parse.ts';
import { writeVisa } from './visa.ts';

/** How many addresses; the fuzzing command asks for a million. */
const fuzzed = Number(process.env['LABLINK_FUZZ'] ?? 20_000);

/** A generator of 32-bit numbers that begins the same way each time. source: Marsaglia, Xorshift RNGs (2003), 3. */
function generator(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

const right = [
  'tcp://192.168.1.20:5025',
  'tcp://[fe80::1]:5025',
  'vxi11://dmm.local/inst0',
  'hislip://scope.local:4880/hislip0',
  'usb://1ab1:04ce/DS1ZA1?interface=0',
  'serial:///dev/ttyUSB0?baud=9600&data=8&parity=none&stop=1&flow=none',
  'serial://COM3',
  'serial://COM0',
  'prologix://10.0.0.3:1234/22/96',
  'gpib://0/22',
  'replay://run-1',
  'TCPIP0::10.0.0.3::inst0::INSTR',
  'TCPIP::10.0.0.3::hislip0,4880::INSTR',
  'TCPIP::10.0.0.3::5025::SOCKET',
  'USB0::0x1AB1::0x04CE::DS1ZA1::0::INSTR',
  'ASRL/dev/ttyUSB0::INSTR',
  'GPIB0::22::96::INSTR',
];
const alphabet = '0123456789abcxyzINSTR:/?&=.,%[]@#-_+ \t\0\\\u00e4\u{1f50c}';

function typed(roll: (sides: number) => number): string {
  let text = right[roll(right.length)] ?? '';
  for (let changes = roll(5); changes > 0; changes--) {
    const at = roll(text.length + 1);
    const put = roll(3) === 0 ? '' : (alphabet[roll(alphabet.length)] ?? '');
    text = text.slice(0, at) + put + text.slice(at + roll(3));
  }
  if (roll(20) === 0) text += alphabet[roll(alphabet.length)]?.repeat(roll(300)) ?? '';
  return text;
}

/** Null for what is refused in words; anything else is thrown on. */
function read<T>(reader: (text: string) => T, text: string): T | null {
  try {
    return reader(text);
  } catch (error) {
    if (error instanceof Fault && error.code === 'ADDRESS_INVALID') return null;
    throw error;
  }
}

test(`${fuzzed} addresses, as URLs and as VISA writes them: read or refused; what is read is printed and read again`, {
  timeout: 10_000 + fuzzed / 5,
}, () => {
  const roll = generator(20_261_125);
  let got = 0;
  let refused = 0;
  const wrong: string[] = [];
  const differs = (address: Address, text: string): boolean =>
    JSON.stringify(read(parseAddress, text)) !== JSON.stringify(address);
  for (let each = 0; each < fuzzed; each++) {
    const text = typed(roll);
    looksLikeAddress(text);
    read(parseAdapter, text);
    const address = read(parseAddress, text);
    if (address === null) {
      refused++;
      continue;
    }
    got++;
    const printed = printAddress(address);
    const visa = writeVisa(address);
    if (differs(address, printed) || !looksLikeAddress(printed)) wrong.push(text);
    if (visa !== null && differs(address, visa)) wrong.push(text);
  }
  expect(wrong).toEqual([]);
  expect(got).toBeGreaterThan(fuzzed / 10);
  expect(refused).toBeGreaterThan(fuzzed / 10);
});
