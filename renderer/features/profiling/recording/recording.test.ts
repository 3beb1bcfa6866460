import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { settle } from '#renderer/stores/fake-console.fixture.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import type { ProfileSummary } from '#shared/contract/profiles.ts';
import { Fault } from '#shared/faults.ts';
import { openRecording } from './recording.ts';

const summary: ProfileSummary = {
  id: 'p1',
  kind: 'cpu',
  thread: 'main',
  imported: false,
  at: 1,
  seconds: 10,
  samples: 1,
  bytes: 1,
};
const progress = { stage: 'Recording', done: 1, of: 10, unit: 'seconds', rate: null, leftS: 9 } as const;

/** A console that records when the test says so. */
function desk(may: readonly Permission[] = ['profiling:run']) {
  const permissions = createStore<ReadonlySet<Permission>>()(() => new Set(may));
  const asked: { readonly input: unknown; readonly signal: AbortSignal }[] = [];
  let next = Promise.withResolvers<unknown>();
  const tell = async (item: unknown): Promise<void> => {
    const waiting = next;
    next = Promise.withResolvers();
    if (item instanceof Fault) waiting.reject(item);
    else waiting.resolve(item);
    await settle();
  };
  async function* record(input: unknown, { signal }: { signal: AbortSignal }): AsyncGenerator<unknown> {
    asked.push({ input, signal });
    for (;;) {
      const item = await next.promise;
      if (item === null) return;
      yield item;
    }
  }
  const client = (() => ({ profiles: { record } })) as unknown as Parameters<
    typeof openRecording
  >[0]['client'];
  return { recording: openRecording({ permissions, client }), permissions, asked, tell };
}

test('one at a time: what was wanted, how far it is, and what was kept', async () => {
  const { recording, asked, tell } = desk();
  recording.start();
  recording.start();
  await settle();
  expect(asked.map(({ input }) => input)).toEqual([{ kind: 'cpu', seconds: 10, threads: [] }]);
  expect(recording.store.getState().running?.progress).toBeNull();
  await tell({ kind: 'progress', progress });
  expect(recording.store.getState().running?.progress).toEqual(progress);
  await tell({ kind: 'result', result: { profiles: [summary], missed: [] } });
  expect(recording.store.getState()).toMatchObject({
    running: null,
    end: { what: 'kept', profiles: [summary] },
    kept: 1,
  });
  await tell(null);
  expect(recording.store.getState().end?.what).toBe('kept');
});

test('cancel ends it at the console, and what comes later counts no more', async () => {
  const { recording, asked, tell } = desk();
  recording.start();
  await settle();
  recording.cancel();
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(recording.store.getState()).toMatchObject({ running: null, end: { what: 'cancelled' }, kept: 0 });
  await tell({ kind: 'result', result: { profiles: [summary], missed: [] } });
  expect(recording.store.getState()).toMatchObject({ end: { what: 'cancelled' }, kept: 0 });
  recording.putAside();
  expect(recording.store.getState().end).toBeNull();
});

test('a fault is kept until the next one begins', async () => {
  const { recording, tell } = desk();
  recording.start();
  await settle();
  await tell(new Fault('PROFILE_BUSY', 'Another one is being recorded.'));
  expect(recording.store.getState().end).toMatchObject({ what: 'fault', fault: { code: 'PROFILE_BUSY' } });
  recording.start();
  expect(recording.store.getState()).toMatchObject({ end: null, running: { progress: null } });
});

test('whoever may not record begins none, and ends the one that goes on', async () => {
  const viewer = desk([]);
  viewer.recording.start();
  await settle();
  expect(viewer.asked).toEqual([]);
  const { recording, permissions, asked } = desk();
  recording.start();
  await settle();
  permissions.setState(new Set(), true);
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(recording.store.getState()).toMatchObject({ running: null, end: null });
});
