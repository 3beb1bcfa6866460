import { families } from '#main/drivers/choose.ts';
import { understoodBy } from '#main/drivers/understood.ts';
import { remedies } from '#shared/faults.ts';
import { phraseKey } from '#shared/language/t.ts';
import { type Node, type PhraseFound, look, readEach } from './phrases.ts';

/** What the drivers call things, and what they say of commands. */
function driverTexts(): PhraseFound[] {
  const texts = families.flatMap((family) => [
    ...(family.selector?.words ?? []).map(({ label }) => label),
    ...Object.values(family.choices).flatMap(({ label, words }) => [
      label,
      ...words.map((each) => each.label),
    ]),
    ...(family.protection?.trips ?? []).map(({ label }) => label),
    ...understoodBy(family).map(({ help }) => help),
  ]);
  return texts.map((key) => ({ key, file: 'main/drivers', line: 1 }));
}

const defaultRemedies = (): PhraseFound[] =>
  Object.values(remedies).map((key) => ({ key, file: 'shared/faults.ts', line: 1 }));

/** The text of a literal, or of a template with its places numbered; null for anything else. */
function textOf(node: Node | undefined): string | null {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node?.type === 'TemplateLiteral'
    ? phraseKey(node.quasis!.map(({ value }) => value.cooked ?? ''))
    : null;
}

/** Messages and remedies that are written where a fault is made. Those that are put together elsewhere are not among them. */
export function faultTextsIn(file: string, source: string): PhraseFound[] {
  const found: PhraseFound[] = [];
  look(file, source, (node, line) => {
    if (node.type !== 'NewExpression' || node.callee?.name !== 'Fault') return;
    const [, message, more] = node.arguments ?? [];
    const remedy = more?.properties?.find(({ key }) => key?.name === 'remedy')?.value as Node | undefined;
    for (const key of [textOf(message), textOf(remedy)])
      if (key !== null && /\p{L}{2}/u.test(key.replace(/\{\d\}/gu, ''))) found.push({ key, file, line });
  });
  return found;
}

/** What the core says to people and the window shows: every language has it in its second file. */
export const coreTexts = (): PhraseFound[] => [
  ...driverTexts(),
  ...defaultRemedies(),
  ...readEach(['main/**/*.ts', 'shared/**/*.ts'], faultTextsIn),
];
