/** Controls, fillers without ink, and what else cannot be seen. */
const invisible = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const maxLength = 58;

/** What the records call the owner of the data folder while there is no account: `local:` and the system's user. */
export function localName(osUser: string): string {
  const shown = osUser.normalize('NFKC').replace(/\s+/gu, ' ').replace(invisible, '').trim();
  // By characters, so that none is cut in half.
  return `local:${Array.from(shown).slice(0, maxLength).join('') || 'unknown'}`;
}
