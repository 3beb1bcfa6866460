import { speakForCore } from '#shared/language/said.ts';
import { speak } from '#shared/language/t.ts';
import { keptChoice } from './kept-choice.ts';

/** English is written in the code; the others have a file of phrases each. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];
export type LanguageChoice = 'system' | Language;

/** What each is called in itself. */
export const languageNames = { en: 'English', de: 'Deutsch' } as const satisfies Record<Language, string>;

const kept = keptChoice('lablink.language', languages);
export const chosenLanguage = (): LanguageChoice => kept.chosen();

/** The language that fits a choice: of those that somebody prefers the first that there is, else English. */
export const languageFor = (choice: LanguageChoice, preferred: readonly string[]): Language =>
  choice === 'system'
    ? (preferred.map((tag) => languages.find((each) => each === tag.split('-')[0])).find(Boolean) ?? 'en')
    : choice;

/** The language of this window: it was set before its first draw. */
export const windowLanguage = (): Language =>
  languages.find((each) => each === document.documentElement.lang) ?? 'en';

/**
 * Sets the language of the page. Call once, and load what has phrases only after it: some of them are read while they load. Phrases that
 * cannot be loaded stay English.
 */
export async function startLanguage(): Promise<void> {
  const language = languageFor(chosenLanguage(), navigator.languages);
  try {
    if (language === 'de') {
      const [own, core] = await Promise.all([
        import('#renderer/language/de.json', { with: { type: 'json' } }),
        import('#renderer/language/de-core.json', { with: { type: 'json' } }),
      ]);
      speak(own.default);
      speakForCore(core.default);
    }
    document.documentElement.lang = language;
  } catch {
    document.documentElement.lang = 'en';
  }
}

/** Chooses for good. The window is loaded anew where its language changes. */
export function chooseLanguage(choice: LanguageChoice): void {
  if (kept.keep(choice) && languageFor(choice, navigator.languages) !== windowLanguage())
    window.location.reload();
}
