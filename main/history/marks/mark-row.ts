import type { Mark } from '#shared/contract/history.ts';

/** The columns of `mark` as a line is joined with them; all null where nobody has added anything. */
interface MarkColumns {
  readonly m_pinned: 0 | 1 | null;
  readonly m_note: string | null;
  readonly m_tags: string | null;
}

/** What people have added to a line; null where nobody has. */
export const markOf = ({ m_pinned, m_note, m_tags }: MarkColumns): Mark | null =>
  m_pinned === null
    ? null
    : { pinned: m_pinned === 1, note: m_note ?? '', tags: JSON.parse(m_tags ?? '[]') as string[] };
