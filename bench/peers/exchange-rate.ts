import { replaceSpans } from '../without-spans/hooks.ts';

/**
 * Exchanges over loopback TCP through a session, in a process of its own: `without` spans, with them (`normal`), or with traces
 * kept (`deep`). Told `{ exchanges }`, it does so many, one after the other, and tells how many there were in a second.
 */
const [mode = 'normal', port = ''] = process.argv.slice(2);
const replaced = mode === 'without' ? replaceSpans() : null;

// After the hooks: these are what they replace, or what uses it.
const { batchedJournal, operator, startSession } = await import('../instrument.fixture.ts');
const { allMeters } = await import('#main/profiling/meters.ts');
const { keepSlices } = await import('#main/profiling/slices.ts');
const { keptTraces, setTracing, trace } = await import('#main/profiling/trace.ts');

const book = batchedJournal();
const session = await startSession(Number(port), book.journal);
const stopSlices = keepSlices();
setTracing(mode === 'deep');

const options = { lane: 'person', operator, effects: [{ kind: 'none' }], reply: true } as const;
const ask = () => session.exchange('MEAS1:VOLT?', options);

process.on('message', ({ exchanges }: { exchanges: number }) => {
  void (async () => {
    const start = performance.now();
    // As a call of a window does it: with traces, each has its own.
    for (let count = 0; count < exchanges; count++)
      await trace('person', 'bridge', 'instruments.send', {}, ask);
    const seconds = (performance.now() - start) / 1000;
    let counted = 0;
    for (const { count } of allMeters()) counted += count;
    process.send?.({
      rate: exchanges / seconds,
      counted,
      traces: keptTraces().length,
      replaced: [...(replaced ?? [])],
    });
  })();
});
process.once('disconnect', () => {
  stopSlices();
  void session.close().then(() => process.exit(0));
});
process.send?.({ ready: true });
