import { spawnSync } from 'node:child_process';
import { runSeed, seeded } from '#main/database/seeded.fixture.ts';

/** Printed in the titles of tests that draw numbers. */
export const seed = runSeed();

/** Bytes that compress like text: words of a few letters. */
export function textLike(length: number, from = 1): Buffer {
  const next = seeded(from);
  const words = Array.from({ length: 200 }, () =>
    next()
      .toString(36)
      .slice(2, 3 + Math.floor(next() * 9)),
  );
  const out = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const word = `${words[Math.floor(next() * words.length)]} `;
    at += out.write(word, at, 'latin1');
  }
  return out;
}

/** Bytes that do not compress. */
export function noise(length: number, from = 1): Buffer {
  const next = seeded(from);
  const out = Buffer.alloc(length);
  for (let at = 0; at < length; at++) out[at] = next() * 256;
  return out;
}

/** A stream of these bytes in chunks of some size. */
export async function* streamOf(bytes: Uint8Array, chunk = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
}

/** All of a stream. */
export async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

/** Is a program of Debian's there? Where it is not, what needs it skips, and this says so. */
export function hasProgram(name: string): boolean {
  const there = spawnSync(name, ['--version']).error === undefined;
  if (!there) process.stdout.write(`skipped, what ${name} checks: it is not installed (Debian: ${name})\n`);
  return there;
}

/** What a program answers to its input. */
export function piped(program: string, args: readonly string[], input: Uint8Array): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, maxBuffer: 2 ** 28 });
  if (error !== undefined || status !== 0) throw new Error(`${program}: ${error ?? stderr.toString()}`);
  return stdout;
}
