import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BenchCircuit } from './bench-circuit.ts';
import { faultWords } from './fault-words.ts';
import { generatorCommands } from './generator-commands.ts';
import { GeneratorInstrument } from './generator-instrument.ts';
import { simulatedKeys } from './keys.ts';
import type { Command } from './language/command.ts';
import { Status } from './language/status.ts';
import { systemCommands } from './language/system.ts';
import { loadCommands } from './load-commands.ts';
import { LoadInstrument } from './load-instrument.ts';
import { meterCommands } from './meter-commands.ts';
import { MeterInstrument } from './meter-instrument.ts';
import { scopeCommands } from './scope-commands.ts';
import { ScopeInstrument } from './scope-instrument.ts';
import { supplyCommands } from './supply-commands.ts';
import { SupplyInstrument } from './supply-instrument.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/simulator.md'), 'utf8');
/** The page from a heading to the next one of its rank. */
const section = (heading: string): string => {
  const from = page.indexOf(`## ${heading}`);
  expect(from, heading).toBeGreaterThan(0);
  return page.slice(from, page.indexOf('\n## ', from));
};

const bench = new BenchCircuit();
const making = { bench, time: bench.time(() => 0), serial: 'S', firmware: '1', seed: 1 };

/** Words of a header that have to be written: `[SOURce#:]VOLTage:PROTection[:LEVel]` has VOLTage and PROTection. */
const words = ({ header }: Command): string[] =>
  header
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll('#', '')
    .split(':')
    .filter((word) => word !== '');

test.each([
  ['What all five understand', systemCommands(new Status())],
  ['The supply', supplyCommands(new SupplyInstrument(making))],
  ['The load', loadCommands(new LoadInstrument(making))],
  ['The meter', meterCommands(new MeterInstrument(making))],
  ['The generator', generatorCommands(new GeneratorInstrument(making))],
  ['The scope', scopeCommands(new ScopeInstrument(making))],
])('the page has every command: %s', (heading, commands) => {
  const text = section(heading);
  expect(commands.length).toBeGreaterThan(8);
  const missing = commands.flatMap((each) => words(each).filter((word) => !text.includes(word)));
  expect(
    [...new Set(missing)].filter((word) => !/^(SINusoid|SQUare|RAMP|PULSe|NOISe|DC)$/.test(word)),
  ).toEqual([]);
});

test('the page has every fault that can be asked for, and every instrument', () => {
  const text = section('Faults');
  expect(faultWords.filter((word) => !text.includes(`\`${word}\``))).toEqual([]);
  expect(simulatedKeys.filter((key) => !page.includes(`\n## The ${key}, LabLink SIM-`))).toEqual([]);
});
