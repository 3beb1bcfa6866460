import { createHash } from 'node:crypto';
import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { yardstickPrefix } from '#main/statistics/compare.ts';
import type { CriticalPath } from './path.ts';
import { didNotHappen, timed, timedEach } from './time.ts';

const bytes = Buffer.alloc(64 * 1024, 'lablink');
/** source: sha256sum (GNU coreutils) of the same bytes. */
const digest = '909fbbf92b64732f54ca99aa25889b5fbb4fe43ac3de9a959de0214d62660c3c';

const hashesAtOnce = 10;
const wakesAtOnce = 20;
const page = Buffer.alloc(4096, 'lablink');

const calculate: CriticalPath = {
  id: `${yardstickPrefix}calculate`,
  name: 'Yardstick: calculate',
  what: () => 'SHA-256 of 64 KiB, in C. No build of the console changes it.',
  open() {
    let wrong = 0;
    let done = 0;
    return Promise.resolve({
      batch: hashesAtOnce,
      sample() {
        done += hashesAtOnce;
        return Promise.resolve(
          timedEach(hashesAtOnce, () => {
            if (createHash('sha256').update(bytes).digest('hex') !== digest) wrong++;
          }),
        );
      },
      prove() {
        if (wrong > 0) throw didNotHappen(`${wrong} of ${done} sums are wrong`);
        return Promise.resolve(`${done} sums are the known one.`);
      },
      close: () => Promise.resolve(),
    });
  },
};

const wake: CriticalPath = {
  id: `${yardstickPrefix}wake`,
  name: 'Yardstick: wake a thread',
  what: () =>
    `A question that a thread of Node's own answers (stat of a file), ${wakesAtOnce} one after another. No build of the console changes it.`,
  async open({ folder }) {
    const file = join(folder, 'there');
    await writeFile(file, page);
    let asked = 0;
    let answered = 0;
    return {
      batch: wakesAtOnce,
      async sample() {
        asked += wakesAtOnce;
        const ms = await timed(async () => {
          for (let i = 0; i < wakesAtOnce; i++) if ((await stat(file)).size === page.length) answered++;
        });
        return ms / wakesAtOnce;
      },
      prove() {
        if (answered !== asked) throw didNotHappen(`${asked - answered} of ${asked} answers are wrong`);
        return Promise.resolve(`${answered} answers tell the size of the file.`);
      },
      close: () => Promise.resolve(),
    };
  },
};

const write: CriticalPath = {
  id: `${yardstickPrefix}write`,
  name: 'Yardstick: write to the disk',
  what: () => '4 KiB behind the last ones of a file, synced to the disk. No build of the console changes it.',
  async open({ folder }) {
    const file = join(folder, 'pages');
    const handle = await open(file, 'a', 0o600);
    let written = 0;
    return {
      batch: 1,
      async sample() {
        const ms = await timed(async () => {
          await handle.write(page);
          await handle.datasync();
        });
        written++;
        return ms;
      },
      async prove() {
        const { size } = await stat(file);
        if (size !== written * page.length)
          throw didNotHappen(`the file has ${size} bytes instead of ${written * page.length}`);
        return `The file has the ${written} pages.`;
      },
      close: () => handle.close(),
    };
  },
};

/**
 * What no build of the console changes, measured beside the paths in every start: a computer that shares its processor and its disk with
 * others is at times half as fast, for minutes, and a comparison would take that for the build. See `compareSets`.
 */
export const yardsticks: readonly CriticalPath[] = [calculate, wake, write];
