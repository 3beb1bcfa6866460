import { guessableWords, normalPassword, passwordMinScore, passwordTrouble } from '#shared/passwords.ts';
import { t } from '#shared/language/t.ts';

/** How a password stands against the policy; `score` is zxcvbn's 0 to 4. */
export interface Strength {
  readonly score: number;
  /** Why it would be refused; null when it would be taken. */
  readonly trouble: string | null;
}

type Judge = (password: string, words: readonly string[]) => number;
let judge: Promise<Judge> | undefined;

/** The dictionaries are large: they are loaded when somebody begins to choose a password, never before. */
async function loadJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return (password, words) => zxcvbn.check(password, [...words]).score;
}

/** A hint while typing; main judges again and has the last word. Only the first 100 characters are looked up in dictionaries. */
export async function judgeStrength(name: string, password: string): Promise<Strength> {
  judge ??= loadJudge();
  const score = (await judge)(normalPassword(password).slice(0, 100), guessableWords(name));
  const trouble = passwordTrouble(name, password);
  if (trouble !== null) return { score: Math.min(score, passwordMinScore - 1), trouble };
  return { score, trouble: score < passwordMinScore ? t`The password is easy to guess.` : null };
}
