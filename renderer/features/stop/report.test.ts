import { describe, expect, it } from 'vitest';
import type { StopLine, StopReport } from '#shared/contract/safety.ts';
import { reportIsOpen, sayReport, viewReport } from './report.ts';

const line = (name: string, result: StopLine['result'], outputs = 1): StopLine => ({
  instrument: name,
  name,
  model: 'M',
  result,
  outputs,
  wireMs: 4,
  readBackMs: 9,
  note: null,
});
const report = (...lines: StopLine[]): StopReport => ({
  at: 0,
  by: 'tech-02',
  origin: 'keys',
  complete: true,
  lines,
  recorded: true,
});

describe('a stop report', () => {
  it('counts outputs, not instruments, and names what may be live', () => {
    const view = viewReport(report(line('A', 'off', 2), line('B', 'unknown', 1), line('Scope', 'none', 0)));
    expect(view.outputs).toEqual({ off: 2, all: 3 });
    expect(view.mayBeLive.map(({ name }) => name)).toEqual(['B']);
  });
  it('never says all while one is awaited or unknown', () => {
    expect(sayReport(report(line('A', 'off'), line('B', 'pending')))).toContain('1 of 2');
    expect(sayReport(report(line('A', 'off'), line('B', 'unknown')))).toContain('May still be live: B');
  });
  it('says so when there was nothing', () => {
    expect(sayReport(report())).toBe('No instrument was connected.');
    expect(sayReport(report(line('Scope', 'none', 0)))).toBe('There was nothing to turn off.');
  });
  it('opens by itself, unless a restart brought it back and all is off', () => {
    const restored = (result: StopLine['result']): StopReport => ({
      ...report(line('A', result)),
      origin: 'restored',
    });
    expect(reportIsOpen(report(line('A', 'off')), null)).toBe(true);
    expect(reportIsOpen(restored('off'), null)).toBe(false);
    expect(reportIsOpen(restored('unknown'), null)).toBe(true);
    expect(reportIsOpen(restored('pending'), null)).toBe(true);
  });
  it('stays as the person chose, until there is a newer one', () => {
    expect(reportIsOpen(report(line('A', 'unknown')), { at: 0, open: false })).toBe(false);
    expect(reportIsOpen({ ...report(line('A', 'off')), at: 1 }, { at: 0, open: false })).toBe(true);
  });
  it('says all when all are off', () => {
    expect(sayReport(report(line('A', 'off', 2), line('B', 'off')))).toBe(
      'All 3 outputs were read back off.',
    );
  });
});
