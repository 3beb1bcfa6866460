import { describe, expect, it } from 'vitest';
import { instrument, panel } from './dock.fixture.ts';
import { rememberInstrument } from './match.ts';
import { homeOf, newcomers, settle } from './newcomers.ts';
import { type DockNode, panelsOf } from './tree.ts';

const [a, b] = [instrument('a'), instrument('b')];
const silent = (letter: string) => instrument(letter, { model: '', serial: '' });

describe('a newcomer', () => {
  it('is who has said who it is since, not who was there first', () => {
    const first = newcomers(null, [a, silent('b')]);
    expect(first.fresh).toEqual([]);
    const second = newcomers(first.known, [a, b]);
    expect(second.fresh).toEqual([b]);
    expect(newcomers(second.known, [a, b]).fresh).toEqual([]);
  });
  it('is not who is asked again after its link was lost', () => {
    const first = newcomers(null, [a]);
    const lost = newcomers(first.known, [silent('a')]);
    expect(newcomers(lost.known, [a]).fresh).toEqual([]);
  });
  it('is who was removed and comes again', () => {
    const gone = newcomers(newcomers(null, [a, b]).known, [a]);
    expect(newcomers(gone.known, [a, b]).fresh).toEqual([b]);
  });
});

describe('a new panel', () => {
  const load = { ...panel('l'), of: { ...panel('l').of, kind: 'dc-load' as const } };
  const tree: DockNode = {
    way: 'row',
    parts: [
      { share: 0.3, node: { id: 1, tabs: [panel('a', 'trend')], chosen: 0 } },
      { share: 0.3, node: { id: 2, tabs: [panel('a')], chosen: 0 } },
      { share: 0.4, node: { id: 3, tabs: [load], chosen: 0 } },
    ],
  };
  it('goes beside the others of its kind, else beside other instruments, else first', () => {
    expect(homeOf(tree, panel('b'))).toBe(2);
    expect(homeOf(tree, { ...load, of: { ...load.of, serial: 'other' } })).toBe(3);
    expect(homeOf(tree, { ...panel('m'), of: { ...panel('m').of, kind: 'multimeter' } })).toBe(3);
    expect(homeOf(tree, panel('b', 'trend'))).toBe(1);
    expect(homeOf({ id: 1, tabs: [], chosen: 0 }, panel('b'))).toBe(1);
  });
});

describe('panels of instruments that had not said who they are', () => {
  const early = { shows: 'instrument', of: rememberInstrument(silent('a')) } as const;
  it('remember them once they have, and only then', () => {
    const tree: DockNode = { id: 1, tabs: [early, panel('b')], chosen: 0 };
    expect(settle(tree, [silent('a'), b])).toBe(tree);
    expect(panelsOf(settle(tree, [a, b]))).toEqual([panel('a'), panel('b')]);
  });
  it('stay as they are where that one is there already', () => {
    const tree: DockNode = { id: 1, tabs: [early, panel('a')], chosen: 0 };
    expect(settle(tree, [a])).toBe(tree);
  });
});
