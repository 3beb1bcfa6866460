/**
 * The validation of a record as a page does it, where a strict policy forbids compiled parsers: zod interprets. In a process of its
 * own, since zod is one or the other from its first import on. Each message asks for a round of so many ms; the answer is ms for one.
 */
(globalThis as { document?: unknown }).document = {};
const { z } = await import('#shared/schema.ts');
const { openPath } = await import('../baseline/path-round.ts');
if (z.config().jitless !== true) throw new Error('zod compiles its parsers');
const path = await openPath('validation.record', {
  data: '',
  folder: process.argv[2]!,
  sizes: { historyLines: 0, backupBytes: 0, backups: 0 },
});
process.on('message', () => {
  void path.round().then((ms) => process.send?.({ ms }));
});
process.once('disconnect', () => process.exit(0));
process.send?.({ ready: true });
