import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropped, sayPlace, stepped } from './rail-order.ts';

const ids = ['a', 'b', 'c'];

describe('stepped', () => {
  it('goes up and down by one, and not beyond an end', () => {
    expect(stepped(ids, 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(stepped(ids, 'b', 1)).toEqual(['a', 'c', 'b']);
    expect(stepped(ids, 'a', -1)).toBeNull();
    expect(stepped(ids, 'c', 1)).toBeNull();
    expect(stepped(ids, 'd', 1)).toBeNull();
  });
});

describe('dropped', () => {
  it('stands where it was dropped', () => {
    expect(dropped(ids, 'a', 'c', true)).toEqual(['b', 'c', 'a']);
    expect(dropped(ids, 'a', 'c', false)).toEqual(['b', 'a', 'c']);
    expect(dropped(ids, 'c', 'a', false)).toEqual(['c', 'a', 'b']);
  });
  it('changes nothing on itself, beside itself, or off the list', () => {
    expect(dropped(ids, 'a', 'a', true)).toBeNull();
    expect(dropped(ids, 'a', 'b', false)).toBeNull();
    expect(dropped(ids, 'b', 'a', true)).toBeNull();
    expect(dropped(ids, 'd', 'a', true)).toBeNull();
    expect(dropped(ids, 'a', 'd', true)).toBeNull();
  });
});

it('whatever is moved: nothing is lost and nothing is twice', () => {
  const list = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      list,
      fc.nat(),
      fc.nat(),
      fc.boolean(),
      fc.constantFrom(1 as const, -1 as const),
      (all, a, b, behind, step) => {
        const [id, target] = [all[a % all.length]!, all[b % all.length]!];
        for (const moved of [stepped(all, id, step), dropped(all, id, target, behind)]) {
          const others = (moved ?? all).filter((each) => each !== id);
          expect((moved ?? all).toSorted()).toEqual(all.toSorted());
          expect(others).toEqual(all.filter((each) => each !== id));
        }
        // There and back again.
        const there = stepped(all, id, step);
        expect(there === null ? all : stepped(there, id, step === 1 ? -1 : 1)).toEqual(all);
      },
    ),
  );
});

it('says where it stands', () => expect(sayPlace('Load', ids, 'b')).toBe('Load: place 2 of 3.'));
