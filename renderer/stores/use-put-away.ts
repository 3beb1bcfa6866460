import { useEffect, useState } from 'react';
import { saveFile } from './save-file.ts';
import { timeText } from './time-text.ts';
import { t } from '#shared/language/t.ts';

/** How something that is shown once is taken away from the screen. */
export interface PutAway {
  /** `Saved at 14:32:07`; null while it was neither printed, saved nor copied. */
  readonly how: string | null;
  readonly print: () => void;
  readonly save: () => void;
  /** After a copy button has done it. */
  readonly copied: () => void;
}

/** Prints what the page marks with `data-print`, or saves `text`: with Ctrl P and Ctrl S, too, while the caller is on screen. */
export function usePutAway({ text, file }: { readonly text: string; readonly file: string }): PutAway {
  const [how, setHow] = useState<string | null>(null);
  const done = (what: string): void => setHow(t`${what} at ${timeText(Date.now())}`);
  const print = (): void => {
    window.print();
    done(t`Sent to print`);
  };
  const save = (): void => {
    saveFile(file, text);
    done(t`Saved`);
  };
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.altKey || event.shiftKey) return;
      if (event.key === 'p') print();
      else if (event.key === 's') save();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  });
  return { how, print, save, copied: () => done(t`Copied`) };
}
