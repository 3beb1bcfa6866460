import { Tag } from '#shared/contract/history.ts';
import { t } from '#shared/language/t.ts';

/** Tags of one row at most. */
export const tagsMax = 10;

/** A tag as it was typed, with one more, or why that cannot be. Tags differ by their letters alone, not by their case. */
export function addTag(
  tags: readonly string[],
  typed: string,
): { readonly tags: readonly string[] } | { readonly problem: string } {
  const read = Tag.safeParse(typed);
  if (!read.success) return { problem: t`A tag has 1 to 40 characters and no comma.` };
  const same = (other: string): boolean => other.toLowerCase() === read.data.toLowerCase();
  if (tags.some(same)) return { tags };
  if (tags.length >= tagsMax) return { problem: t`A row has ${tagsMax} tags at most. Take one away first.` };
  return { tags: [...tags, read.data] };
}

/** Tags in use that a row does not have yet and that begin so, or hold it; at most `count`. */
export function suggestTags(
  used: readonly string[],
  tags: readonly string[],
  typed: string,
  count: number,
): readonly string[] {
  const has = new Set(tags.map((tag) => tag.toLowerCase()));
  const words = typed.trim().toLowerCase();
  const fits = used.filter((tag) => !has.has(tag.toLowerCase()) && tag.toLowerCase().includes(words));
  const begins = (tag: string): boolean => tag.toLowerCase().startsWith(words);
  return [...fits.filter(begins), ...fits.filter((tag) => !begins(tag))].slice(0, count);
}
