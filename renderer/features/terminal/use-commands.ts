import { useEffect, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Understood } from '#shared/contract/program.ts';
import { said } from '#shared/language/said.ts';
import { type Listed, listed } from './meaning.ts';

const saidHelp = (command: Understood): Understood => ({ ...command, help: said(command.help) });

/** The commands that the driver of an instrument lists; null while they are not known. Asked anew when another driver is chosen. */
export function useCommands({ id, driver }: Instrument): readonly Listed[] | null {
  const client = useClient();
  const key = `${id} ${driver}`;
  const [known, setKnown] = useState<{ readonly key: string; readonly list: readonly Listed[] } | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    client.instruments.commands({ id }, { signal: abort.signal }).then(
      (commands) => setKnown({ key, list: listed(commands.map(saidHelp)) }),
      // Not known then: nothing is said about what a command does, and completion is off.
      () => setKnown((before) => (abort.signal.aborted ? before : null)),
    );
    return () => abort.abort();
  }, [client, id, key]);
  return known?.key === key ? known.list : null;
}
