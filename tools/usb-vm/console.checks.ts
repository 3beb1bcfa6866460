import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { equal } from './checks.ts';
import type { Gadget } from './gadget.ts';
import { checkGadget, identity, type Link, openLink, within } from './link.ts';

const run = promisify(execFile);
const rules = '/run/udev/rules.d/60-lablink-usbtmc.rules';
const nobody = 65_534;
/** Debian's. */
const plugdev = 46;

type Console = ChildProcessByStdio<null, Readable, null>;

/** Starts a console of its own; answers with it and the first line that it prints. */
async function startConsole(
  args: readonly string[],
  user?: { uid: number; gid: number },
): Promise<{ readonly child: Console; readonly line: string }> {
  const child = spawn(process.execPath, ['tools/usb-vm/ask.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the console ended with ${code ?? signal} before it said anything`);
  });
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [
    string,
  ];
  ended.catch(() => undefined);
  return { child, line };
}

/** Other processes: one that dies, one that may not. */
export async function checkConsoles(gadget: Gadget): Promise<void> {
  // Whoever comes after a crash cannot know of the request that is still under way.
  await checkGadget(
    gadget,
    'a console that is killed in the middle of a block: the next one never gets a wrong answer',
    async (signal) => {
      await gadget.order('fault STOPSENDING');
      const { child, line } = await startConsole(['BLOCK? 1000000', 'stay']);
      equal(line.startsWith('#71000000'), true, 'the beginning of the block');
      const over = once(child, 'exit');
      child.kill('SIGKILL');
      await over;
      let link: Link = await openLink(signal);
      const answer = await link.ask('*IDN?', within(3000)).catch(() => null);
      if (answer !== null) equal(answer, identity);
      else link = await link.heal();
      await link.tell('VOLT 6');
      equal(await link.ask('VOLT?'), '6.000');
    },
    'any',
  );

  await checkGadget(gadget, 'a user who may not is told what to do, and after it may', async () => {
    const { line: refusal } = await startConsole([], { uid: nobody, gid: nobody });
    equal(/^INSTRUMENT_UNREACHABLE .*may not .*udev/.test(refusal), true, refusal);
    mkdirSync('/run/udev/rules.d', { recursive: true });
    cpSync('packaging/linux/60-lablink-usbtmc.rules', rules);
    // The rule for a PC where nobody sits: nobody sits at this one.
    const text = readFileSync(rules, 'utf8');
    writeFileSync(rules, text.replace(/^# (ENV.*GROUP=)/m, '$1'));
    await run('udevadm', ['control', '--reload']);
    try {
      await gadget.unplug();
      await gadget.plug();
      const { line } = await startConsole([], { uid: nobody, gid: plugdev });
      equal(line, identity, 'a member of the group');
    } finally {
      rmSync(rules);
      await run('udevadm', ['control', '--reload']);
      await gadget.unplug();
    }
  });
}
