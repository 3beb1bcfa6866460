import { type ReactNode, useEffect, useState } from 'react';
import { Ruler } from '#renderer/ui/Ruler.tsx';
import { formatFixed } from '#shared/quantity/format.ts';
import type { Running } from './terminals.ts';
import { t } from '#shared/language/t.ts';

/** Shorter runs are over before they can be read. ms */
const quietMs = 250;

/** What is under way, on the ruler of its deadline. It stands where the hint stands, so that nothing moves. */
export function RunLine({ running }: { readonly running: Running }): ReactNode {
  const { since, deadlineMs, line, of } = running;
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  const elapsed = Math.max(now - since, 0);
  const several = of > 1;
  if (elapsed < quietMs && !several) return <p className="terminal-hint" />;
  const seconds = (ms: number): string => formatFixed(ms / 1000, ms < 10_000 ? 1 : 0);
  return (
    <div className="terminal-hint terminal-run">
      <span>
        {several && t`Line ${line} of ${of}. `}
        {t`Waiting ${seconds(elapsed)} s, at most ${formatFixed(deadlineMs / 1000, 0)} s`}
      </span>
      <div className="terminal-run-ruler">
        <Ruler slim to={deadlineMs / 1000} value={Math.min(elapsed, deadlineMs) / 1000} />
      </div>
    </div>
  );
}
