import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A command line that is not understood: exit code 2. The message begins small and has no full stop. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Node's own text says which option and why, and goes on with advice about `--`. */
function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const [first = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageError(first.replace(/\.$/, ''));
  }
}

/** `parseArgs` of Node, strict, without positionals; what it refuses becomes a UsageError. */
export const parseOptions = <const T extends Options>(args: string[], options: T) =>
  understood(() => parseArgs({ args, options, strict: true, allowPositionals: false }).values);

/** The same with positionals, after which nothing is an option any more where `--` stands. */
export const parseCommand = <const T extends Options>(args: string[], options: T) =>
  understood(() => parseArgs({ args, options, strict: true, allowPositionals: true }));

/** A TCP port from 0 to 65535; `undefined` stays so. */
export function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new UsageError(`"${text}" is not a port from 0 to 65535`);
  return Number(text);
}

/** A whole number from `min` to `max`; `undefined` stays so. */
export function parseWhole(
  text: string | undefined,
  what: string,
  min: number,
  max: number,
): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) < min || Number(text) > max)
    throw new UsageError(`"${text}" is not ${what} from ${min} to ${max}`);
  return Number(text);
}
