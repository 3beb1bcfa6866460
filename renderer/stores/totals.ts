import type { history } from '#shared/contract/history.ts';
import type { z } from '#shared/schema.ts';

/** How much the history holds, and since when. */
export type HistoryTotals = z.infer<(typeof history)['totals']['output']>;
