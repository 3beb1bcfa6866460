/** What a command of the command line gets beside its arguments. */
export interface Context {
  /** Aborted by Ctrl-C, by the end of the launcher, and when nobody reads what is printed. */
  readonly signal: AbortSignal;
  /** Ctrl-C that came as a character, while a line was read. */
  readonly interrupt: () => void;
}

/** One command of the command line. */
export interface Command {
  /** The first line of its help, and its line in the list: `query [--json] <instrument> <message>...`. */
  readonly usage: string;
  /** One sentence. */
  readonly about: string;
  /** Options and whatever else there is to say, a line each. */
  readonly details: readonly string[];
  /** Resolves with the exit code; rejects with a UsageError or a Fault. */
  readonly run: (args: string[], context: Context) => Promise<number>;
}
