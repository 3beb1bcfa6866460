import type { ReactNode } from 'react';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { useDatabaseHealth } from './use-disk.ts';
import { diskWords } from './words.ts';

/** A word about the disk of the data folder while it is nearly full, or full; nothing otherwise. In the status bar of every screen. */
export function DiskState(): ReactNode {
  const { health } = useDatabaseHealth();
  const words = health === null || health.warning === null ? null : diskWords(health);
  return words === null ? null : (
    <span role={words.kind === 'fault' ? 'alert' : 'status'}>
      <StateWord kind={words.kind}>{words.short}</StateWord>
    </span>
  );
}
