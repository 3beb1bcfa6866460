import fc from 'fast-check';
import { supply } from '#renderer/features/bench/channel.fixture.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { type LayoutNode, type LayoutPanel, panelShows } from '#shared/contract/layouts.ts';
import { rememberInstrument } from './match.ts';
import { type DockNode, groupsOf, isGroup, panelKey, panelsOf } from './tree.ts';

/** An instrument of the desk, by a letter. */
export const instrument = (letter: string, part: Partial<Instrument> = {}): Instrument => ({
  ...supply,
  id: letter,
  name: `Supply ${letter}`,
  address: `tcp://10.0.0.1:${5000 + letter.charCodeAt(0)}`,
  model: 'SIM-PS2',
  serial: `S${letter}`,
  ...part,
});

export const panel = (letter: string, shows: LayoutPanel['shows'] = 'instrument'): LayoutPanel => ({
  shows,
  of: rememberInstrument(instrument(letter)),
});

const letters = 'abcdefgh'.split('');
export const anyPanel: fc.Arbitrary<LayoutPanel> = fc
  .tuple(fc.constantFrom(...letters), fc.constantFrom(...panelShows))
  .map(([letter, shows]) => panel(letter, shows));

/** Anything that the contract takes: also what no window would make. */
export const anySaved: fc.Arbitrary<LayoutNode> = fc.letrec<{ node: LayoutNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      tabs: fc.array(anyPanel, { maxLength: 4 }),
      chosen: fc.nat({ max: 6 }),
    }),
    fc.record({
      way: fc.constantFrom('row' as const, 'column' as const),
      parts: fc.array(
        fc.record({ share: fc.double({ min: 0.01, max: 1, noNaN: true }), node: tie('node') }),
        { minLength: 2, maxLength: 4 },
      ),
    }),
  ),
})).node;

/** What holds of every arrangement on screen; the first thing that does not. */
export function troubleOf(tree: DockNode): string | null {
  const keys = panelsOf(tree).map(panelKey);
  if (new Set(keys).size !== keys.length) return 'a panel is there twice';
  const ids = groupsOf(tree).map(({ id }) => id);
  if (new Set(ids).size !== ids.length) return 'two groups have one id';
  return look(tree, true);
}
function look(node: DockNode, root: boolean): string | null {
  if (isGroup(node)) {
    if (node.tabs.length === 0) return !root ? 'an empty group' : node.chosen === 0 ? null : 'chosen in none';
    return Number.isInteger(node.chosen) && node.chosen >= 0 && node.chosen < node.tabs.length
      ? null
      : 'no tab is chosen';
  }
  if (node.parts.length < 2) return 'a split of one part';
  if (Math.abs(node.parts.reduce((sum, { share }) => sum + share, 0) - 1) > 1e-9)
    return 'shares do not make 1';
  if (node.parts.some(({ share }) => !(share > 0))) return 'a part without room';
  if (node.parts.some((part) => !isGroup(part.node) && part.node.way === node.way))
    return 'a split within one of the same way';
  return node.parts.map((part) => look(part.node, false)).find((each) => each !== null) ?? null;
}
