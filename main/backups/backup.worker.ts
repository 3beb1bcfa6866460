import { serveThread, threadData } from '#main/threads/serve.ts';
import { compareBytes } from './check/compare.ts';
import { readBack } from './check/read-back.ts';
import { chainPart } from './check/whole-chain.ts';
import type { Job, Jobs, Step } from './jobs.ts';
import { writeBackup } from './make/write.ts';

/** How long one step goes on, ms: in between it can be cancelled. */
const stepMs = 200;

const jobs: { readonly [K in keyof Jobs]: (input: Jobs[K]['input']) => Job<Jobs[K]['answer']> } = {
  write: writeBackup,
  check: readBack,
  chain: chainPart,
  compare: compareBytes,
};

/** One job: snapshots, compresses, encrypts, reads back, checks. The thread that talks to instruments is only told how far it is. */
const { name, input } = threadData() as { readonly name: keyof Jobs; readonly input: never };
let stage = '';
const running = jobs[name](input) as Job<unknown>;

serveThread(
  {
    async step(): Promise<Step> {
      for (const until = performance.now() + stepMs; ; ) {
        const next = await running.next();
        if (next.done === true) return { over: true, answer: next.value };
        const { value } = next;
        if (value.stage === stage && performance.now() < until) continue;
        ({ stage } = value);
        return { over: false, reached: value };
      }
    },
  },
  async () => void (await running.return(undefined)),
);
