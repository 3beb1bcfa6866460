import { Fault } from '#shared/faults.ts';
import type { AdapterTiming } from './timing.ts';

/** The way to an adapter that may be none. */
export interface Stranger {
  /** Asks for its version. */
  readonly ask: () => Promise<void>;
  /** Everything that comes goes to `listener`, until it is null again. */
  readonly hear: (listener: ((bytes: Uint8Array) => void) | null) => void;
  readonly life: AbortSignal;
  readonly name: string;
  readonly timing: AdapterTiming;
}

/** What is remembered of what a stranger says, bytes. */
const longest = 4096;

/**
 * The line by which an adapter says its version, with its terminator: the last one that came before it was silent, because
 * what an earlier owner asked for may come first. Rejects with INSTRUMENT_UNREACHABLE when it says none.
 */
export async function adapterVersion({ ask, hear, life, name, timing }: Stranger): Promise<string> {
  let heard = '';
  const found = Promise.withResolvers<string>();
  let quiet: NodeJS.Timeout | null = null;
  hear((bytes) => {
    heard = (heard + Buffer.from(bytes).toString('latin1')).slice(-longest);
    const version = lastVersion(heard);
    if (quiet !== null) clearTimeout(quiet);
    quiet = version === null ? null : setTimeout(() => found.resolve(version), timing.quietMs);
  });
  const onOver = (): void => found.reject(life.reason);
  life.addEventListener('abort', onOver, { once: true });
  const again = setInterval(() => void ask().catch(found.reject), timing.againMs);
  const late = setTimeout(() => found.reject(noAdapter(name, heard)), timing.greetMs);
  try {
    await ask();
    return await found.promise;
  } finally {
    life.removeEventListener('abort', onOver);
    hear(null);
    clearInterval(again);
    clearTimeout(late);
    if (quiet !== null) clearTimeout(quiet);
  }
}

/** `Prologix GPIB-ETHERNET Controller version 01.06.06.00`, `AR488 GPIB controller, ver. 0.51.18`. */
function lastVersion(text: string): string | null {
  const lines = text.match(/[^\r\n\0]+(\r\n|\n|\r)/g) ?? [];
  return lines.findLast((line) => /prologix|gpib|488/i.test(line)) ?? null;
}

function noAdapter(name: string, heard: string): Fault {
  const said = /[^\r\n\0]+/.exec(heard)?.[0].slice(0, 60);
  const what = said === undefined ? 'does not answer' : `says ${JSON.stringify(said)}`;
  return new Fault(
    'INSTRUMENT_UNREACHABLE',
    `${name} is open, but ${what} when it is asked whether it is a GPIB adapter.`,
    {
      remedy: 'Check the address of the adapter. Another program may have its only place: close that first.',
      details: { adapter: name },
    },
  );
}
