import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instrument } from '#shared/contract/instruments.ts';
import { instrument, panel } from './dock.fixture.ts';
import { findInstrument, rememberInstrument, settlePanel } from './match.ts';

const a = instrument('a');
const of = rememberInstrument(a);

describe('an instrument is found again', () => {
  it('under another id and another name, as after it was removed and connected anew', () =>
    expect(findInstrument(of, [instrument('b'), { ...a, id: 'new', name: 'PSU' }])?.id).toBe('new'));
  it('at another address, where it says that it is the same', () =>
    expect(findInstrument(of, [{ ...a, id: 'new', address: 'tcp://10.0.0.9:1' }])?.id).toBe('new'));
  it('at its address while it has not said who it is, as at a start', () =>
    expect(findInstrument(of, [{ ...a, model: '', serial: '' }])?.id).toBe('a'));
  it('that had not said who it was, at its address', () =>
    expect(findInstrument({ ...of, model: '', serial: '' }, [instrument('b'), a])?.id).toBe('a'));
});

describe('it is not taken for another', () => {
  it('at the same address', () => expect(findInstrument(of, [{ ...a, serial: 'other' }])).toBeNull());
  it('of the same model', () =>
    expect(
      findInstrument({ ...of, serial: '' }, [{ ...a, serial: '', address: 'tcp://10.0.0.9:1' }]),
    ).toBeNull());
  it('with the same serial number and another model', () =>
    expect(findInstrument(of, [{ ...a, model: 'SIM-EL1', address: 'tcp://10.0.0.9:1' }])).toBeNull());
  it('where two elsewhere say that they are it', () =>
    expect(
      findInstrument(of, [
        { ...a, id: 'x', address: 'tcp://10.0.0.8:1' },
        { ...a, id: 'y', address: 'tcp://10.0.0.9:1' },
      ]),
    ).toBeNull());
  it('and the one at its own address goes before one elsewhere', () =>
    expect(findInstrument(of, [{ ...a, id: 'x', address: 'tcp://10.0.0.8:1' }, a])?.id).toBe('a'));
});

const word = (from: string) => fc.constantFrom(...from.split(' '), '');
const anyInstrument: fc.Arbitrary<Instrument> = fc
  .record({
    id: fc.uuid(),
    address: fc.constantFrom('tcp://1', 'tcp://2', 'tcp://3'),
    model: word('PS EL'),
    serial: word('1 2'),
  })
  .map((part) => instrument('a', part));

it('whatever stands on the desk: what is found is there or is the very one, and never another that has said who it is', () => {
  fc.assert(
    fc.property(anyInstrument, fc.array(anyInstrument, { maxLength: 6 }), (remembered, desk) => {
      const known = rememberInstrument(remembered);
      const found = findInstrument(known, desk);
      const same = (each: Instrument): boolean =>
        each.model === known.model &&
        each.serial === known.serial &&
        (known.model !== '' || known.serial !== '');
      const unnamed = (each: { model: string; serial: string }) => each.model === '' && each.serial === '';
      const mayBe = (each: Instrument): boolean =>
        each.address === known.address && (unnamed(each) || unnamed(known));
      expect(found === null || same(found) || mayBe(found)).toBe(true);
      // The very one where it was is always found.
      const exact = desk.find((each) => same(each) && each.address === known.address);
      expect(found).toBe(exact ?? found);
    }),
  );
});

describe('a panel that was opened before its instrument had said who it is', () => {
  const early = { ...panel('a'), of: { ...of, model: '', serial: '', name: 'tcp://10.0.0.1' } };
  it('remembers it once it has', () => {
    expect(settlePanel(early, [{ ...a, model: '', serial: '' }])).toBeNull();
    expect(settlePanel(early, [a])?.of).toEqual(of);
    expect(settlePanel(panel('a'), [{ ...a, name: 'Other' }])).toBeNull();
  });
});
