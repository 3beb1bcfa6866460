import { type Check, type Finding, notChecked } from './check.ts';

/** A finding with what it is about. */
export interface Examined extends Finding {
  readonly subject: string;
}

const defaultDeadlineMs = 10_000;

/** Runs one check. Never rejects: a check that fails or takes too long is a finding. */
async function one({ subject, look, deadlineMs = defaultDeadlineMs }: Check): Promise<Examined[]> {
  const abort = new AbortController();
  const limit = Promise.withResolvers<Finding>();
  const timer = setTimeout(() => {
    limit.resolve(notChecked(`It took longer than ${deadlineMs / 1000} s.`));
    abort.abort();
  }, deadlineMs);
  try {
    const found = await Promise.race([look(abort.signal), limit.promise]);
    return [found].flat().map((each) => ({ subject, ...each }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ subject, ...notChecked(`It could not be looked at: ${why}.`) }];
  } finally {
    clearTimeout(timer);
  }
}

/** Runs every check, all at once and each by itself, and answers in their order. Never rejects. */
export async function examine(checks: readonly Check[]): Promise<Examined[]> {
  return (await Promise.all(checks.map(one))).flat();
}
