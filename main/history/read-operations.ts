import type { ReadableDb, ReadOperations } from '#main/database/operations.ts';
import { detail } from './detail.ts';
import { tags } from './marks/mark.ts';
import { names } from './names.ts';
import { page, type PageQuestion } from './page.ts';
import { calendar } from './search/counts.ts';
import { sessions } from './search/sessions.ts';
import { stretchReads } from './stretches/read-operations.ts';
import { storedTrend } from './trend.ts';
import { signingReads } from './signing/operations.ts';
import { verifyChain } from './verify.ts';

/** What the history asks of the reader threads. */
export const historyReads = {
  page: (db: ReadableDb, question: PageQuestion) => page(db, question),
  detail,
  names,
  tags,
  calendar,
  sessions,
  ...stretchReads,

  totals(db: ReadableDb, _input: null): { rows: number; since: number | null; interrupted: number } {
    const head = db.prepare('SELECT line FROM record ORDER BY seq DESC LIMIT 1').get() as
      | { line: number }
      | undefined;
    const first = db.prepare('SELECT at FROM record ORDER BY seq LIMIT 1').get() as
      | { at: number }
      | undefined;
    const { count } = db.prepare('SELECT count(*) AS count FROM interrupted').get() as { count: number };
    return { rows: head?.line ?? 0, since: first?.at ?? null, interrupted: count };
  },

  trend: storedTrend,
  verifyChain,
  ...signingReads,
} satisfies ReadOperations;
