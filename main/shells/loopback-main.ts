import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openCore } from '#main/core.ts';
import { dataFolder } from '#main/folder/data-folder.ts';
import { Fault } from '#shared/faults.ts';
import { openLoopback } from './loopback.ts';
import { withControl } from './loopback-control.ts';
import { hasDisplay, openInBrowser } from './loopback-open.ts';
import { describeOutputs } from './outputs.ts';
import { serveCore } from './serve-core.ts';

const root = join(import.meta.dirname, '../..');
const renderer = join(root, 'dist/renderer');
/** Everything has to be closed within this. */
const closeDeadlineMs = 10_000;
/** On one Ctrl-C a terminal and a launcher may both send the signal: only a later one means "now". */
const secondSignalMs = 1500;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What becomes of outputs when the console ends by a signal: kept, unless `--outputs=off` says otherwise. */
const outputsAtEnd = process.argv.includes('--outputs=off') ? 'off' : 'keep';

/** `LABLINK_POLL_MS`: how often instruments are read, 20 to 60,000 ms; anything else counts as not given. */
const pollEvery = (text = ''): { readonly pollMs?: number } =>
  /^\d{2,5}$/.test(text) && Number(text) >= 20 && Number(text) <= 60_000 ? { pollMs: Number(text) } : {};

async function run(): Promise<void> {
  if (!existsSync(join(renderer, 'index.html')))
    throw new Fault('INTERNAL', 'The renderer is not built.', {
      remedy: 'Start with npm start, which builds it.',
    });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const folder = dataFolder();
  const ending = Promise.withResolvers<void>();
  const opened = await openCore({
    folder,
    keyring: null,
    version,
    ...pollEvery(process.env['LABLINK_POLL_MS']),
    // The window gets its answer first.
    onQuit: () => setTimeout(ending.resolve, 100),
  });
  if (opened.trouble !== null) say(`${opened.trouble.message} ${opened.trouble.remedy}`);
  const loopback = await openLoopback({
    renderer,
    admit: (wire, seat) => serveCore(opened, wire, seat),
  });
  const core = await withControl(opened, { folder, link: () => loopback.mintUrl() });

  const forget: (() => void)[] = [];
  if (hasDisplay()) {
    const door = await openInBrowser(folder, loopback.mintUrl());
    forget.push(() => door.forget());
    say(door.opened ? 'Opening in your browser. If nothing opens, use this address:' : 'Open this address:');
  } else say('Open this address in a browser on this machine (it works once, for 10 minutes):');
  say(loopback.mintUrl());
  if (process.stdin.isTTY) say('Ctrl-C ends the console. Enter makes another address, for another window.');
  // Also from a pipe: whoever holds the other end started the console.
  createInterface({ input: process.stdin }).on('line', () => say(loopback.mintUrl()));

  const firstSignal = { at: 0 };
  const onSignal = (): void => {
    if (firstSignal.at === 0) firstSignal.at = Date.now();
    else if (Date.now() - firstSignal.at > secondSignalMs) process.exit(130);
    ending.resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  await ending.promise;
  const timer = setTimeout(() => {
    console.error(`The console did not close within ${closeDeadlineMs / 1000} s and is ended.`);
    process.exit(1);
  }, closeDeadlineMs);
  timer.unref();
  const live = core.live();
  if (live.length > 0)
    say(
      `Outputs that are on:\n${describeOutputs(live)}\n${
        outputsAtEnd === 'off'
          ? 'They are switched off.'
          : 'They stay as they are; this is written to the history.'
      }`,
    );
  for (const each of forget) each();
  await loopback.close();
  await core.close({ outputs: outputsAtEnd, who: 'console' });
  say('LabLink Console has ended.');
  process.exit(0);
}

try {
  await run();
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  // A person reads this: what happened and what to do, not where in the program.
  console.error(`${error.message} ${error.remedy}`);
  process.exit(1);
}
