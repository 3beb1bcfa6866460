import { accountReads, accountWrites } from '#main/accounts/operations.ts';
import { backupReads, backupWrites } from '#main/backups/service/records.ts';
import { keepingReads, keepingWrites } from '#main/history/keeping/operations.ts';
import { historyReads } from '#main/history/read-operations.ts';
import { historyWrites } from '#main/history/write-operations.ts';
import { layoutReads, layoutWrites } from '#main/layouts/operations.ts';
import { restoreReads, restoreWrites } from '#main/restore/operations.ts';

/** Everything that the database workers can be asked to do. */
export const writeOperations = {
  ...accountWrites,
  ...historyWrites,
  ...keepingWrites,
  ...backupWrites,
  ...layoutWrites,
  ...restoreWrites,
};
export const readOperations = {
  ...accountReads,
  ...historyReads,
  ...keepingReads,
  ...backupReads,
  ...layoutReads,
  ...restoreReads,
};
export type WriteOps = typeof writeOperations;
export type ReadOps = typeof readOperations;
