import { describe, expect, it } from 'vitest';
import { commandOf, type DockCommand, runCommand } from './commands.ts';
import { panel, troubleOf } from './dock.fixture.ts';
import { choosePanel } from './edit.ts';
import { type DockNode, groupOf, groupsOf, isGroup, panelKey } from './tree.ts';

const [a, b, c] = [panel('a'), panel('b'), panel('c')];
const tabs: DockNode = { id: 1, tabs: [a, b, c], chosen: 0 };
const draw = (node: DockNode): string =>
  isGroup(node)
    ? node.tabs.map(({ of }) => of.serial.slice(1)).join('')
    : `[${node.parts.map((part) => draw(part.node)).join(node.way === 'row' ? '|' : '/')}]`;
/** Commands one after the other, each to the group of the panel that has the focus then. */
function run(tree: DockNode, from: typeof a, ...commands: DockCommand[]): string {
  let focus = panelKey(from);
  let now = choosePanel(tree, focus);
  for (const command of commands) {
    const done = runCommand(now, groupOf(now, focus)?.id ?? 1, command);
    if (done === null) return `${draw(now)} stays`;
    expect(troubleOf(done.tree)).toBeNull();
    [now, focus] = [done.tree, done.focus ?? focus];
  }
  return draw(now);
}

describe('a command', () => {
  it.each<[DockCommand[], string]>([
    [['split-right'], '[bc|a]'],
    [['split-below'], '[bc/a]'],
    [['left'], '[a|bc]'],
    [['left', 'right'], 'bca'],
    [['right', 'left', 'top'], '[a/bc]'],
    [['right', 'right'], '[bc|a] stays'],
    [['close'], 'bc'],
    [['close', 'close', 'close'], ''],
    [['close', 'close', 'close', 'close'], ' stays'],
  ])('%j', (commands, drawn) => expect(run(tabs, a, ...commands)).toBe(drawn));
  it('takes one of two tabs out of them, as one of many', () =>
    expect(run({ id: 1, tabs: [a, b], chosen: 0 }, a, 'left')).toBe('[a|b]'));
  it('goes round the tabs', () => {
    const next = runCommand(tabs, 1, 'next-tab');
    expect(next?.focus).toBe(panelKey(b));
    expect(runCommand(tabs, 1, 'previous-tab')?.focus).toBe(panelKey(c));
    expect(runCommand({ id: 1, tabs: [a], chosen: 0 }, 1, 'next-tab')).toBeNull();
  });
  it('makes bigger and smaller, where there is something beside it', () => {
    expect(runCommand(tabs, 1, 'bigger')).toBeNull();
    const split = runCommand(tabs, 1, 'split-right')!.tree;
    const bigger = runCommand(split, 1, 'bigger')!.tree;
    expect(isGroup(bigger) ? [] : bigger.parts.map(({ share }) => share)).toEqual([
      0.55,
      expect.closeTo(0.45),
    ]);
    const own = groupsOf(split)[1]!.id;
    const smaller = runCommand(split, own, 'smaller')!.tree;
    expect(isGroup(smaller) ? [] : smaller.parts.map(({ share }) => share)).toEqual([
      0.55,
      expect.closeTo(0.45),
    ]);
  });
  it('to a group that is not there does nothing', () => expect(runCommand(tabs, 7, 'close')).toBeNull());
});

describe('a key', () => {
  const alt = { altKey: true, shiftKey: false, ctrlKey: false, metaKey: false, code: '' };
  it.each([
    [{ ...alt, key: 'ArrowLeft', shiftKey: true }, 'left'],
    [{ ...alt, key: 'ArrowLeft' }, null],
    [{ ...alt, key: 'PageDown' }, 'next-tab'],
    [{ ...alt, key: '+', shiftKey: true, code: 'Equal' }, 'bigger'],
    [{ ...alt, key: '=', code: 'Equal' }, 'bigger'],
    [{ ...alt, key: '+', code: 'BracketRight' }, 'bigger'],
    [{ ...alt, key: '-', code: 'Minus' }, 'smaller'],
    // Alt writes another letter on a Mac.
    [{ ...alt, key: '∑', code: 'KeyW' }, 'close'],
    [{ ...alt, key: 'w', code: 'KeyW', ctrlKey: true }, null],
    [{ ...alt, key: 'w', code: 'KeyW', altKey: false }, null],
    [{ ...alt, key: '1', code: 'Digit1' }, null],
  ])('%j', (facts, command) => expect(commandOf(facts)).toBe(command));
});
