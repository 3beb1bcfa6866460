import { families } from '#main/drivers/choose.ts';
import { understoodBy } from '#main/drivers/understood.ts';
import { remedies } from '#shared/faults.ts';
import { phraseKey } from '#shared/language/t.ts';
import { type Node, type PhraseFound, look, phrasesIn, readEach } from './phrases.ts';

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

/** The texts that an expression may come to: its own, and those of both ways of a choice. */
function textsOf(node: Node | undefined): string[] {
  if (node?.type === 'ConditionalExpression')
    return [...textsOf(node.consequent), ...textsOf(node.alternate)];
  if (node?.type === 'LogicalExpression') return textsOf(node.right);
  const text = textOf(node);
  return text === null ? [] : [text];
}

/** Fields that hold a sentence for a person, whatever they belong to. */
const spokenFields = new Set(['message', 'remedy', 'trouble', 'why']);
const isSentence = (text: string): boolean => /\p{L}{2}.* /su.test(text.replace(/\{\d\}/gu, ''));

/**
 * Messages and remedies that are written where a fault or an answer is made. What is put together elsewhere is a phrase there: `t` of
 * the core speaks English, and has the window find the phrase again.
 */
export function faultTextsIn(file: string, source: string): PhraseFound[] {
  const found: PhraseFound[] = [];
  look(file, source, (node, line) => {
    const take = (texts: readonly string[]): void => {
      for (const key of texts) if (isSentence(key)) found.push({ key, file, line });
    };
    if (node.type === 'NewExpression' && node.callee?.name === 'Fault') take(textsOf(node.arguments?.[1]));
    if (node.type === 'Property' && spokenFields.has(node.key?.name ?? '')) take(textsOf(node.value as Node));
  });
  return found;
}

/** What the core says to people and the window shows: every language has it in its second file. */
export const coreTexts = (): PhraseFound[] => [
  ...driverTexts(),
  ...defaultRemedies(),
  ...readEach(['main/**/*.ts', 'shared/**/*.ts'], faultTextsIn),
  ...readEach(['main/**/*.ts'], phrasesIn),
];
