import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A command line that is not understood: exit code 2. The message begins small and has no full stop. */
export class UsageError extends Error {}

/** `parseArgs` of Node, strict; what it refuses becomes a UsageError. */
export function parseOptions<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's own text says which option and why, and goes on with advice about `--`.
    const [first = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageError(first.replace(/\.$/, ''));
  }
}

/** A TCP port from 0 to 65535; `undefined` stays so. */
export function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new UsageError(`"${text}" is not a port from 0 to 65535`);
  return Number(text);
}
