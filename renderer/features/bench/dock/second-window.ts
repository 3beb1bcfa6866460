const address = /^#\/bench\/([\w-]{1,64})$/u;

/** The layout that an address names (`#/bench/<id>`); null: none. `focus` is Focus. */
export const layoutOf = (hash: string): string | null => address.exec(hash)?.[1] ?? null;

/** The address that opens the bench with this layout; null: Focus. */
export const addressOf = (layout: string | null): string => `#/bench/${layout ?? 'focus'}`;

/** The layout that this window was opened for. It is taken once: from then on the window goes its own way. */
export function takeLayoutOfAddress(): string | null {
  if (typeof location === 'undefined') return null;
  const found = layoutOf(location.hash);
  if (found !== null) history.replaceState(null, '', `${location.pathname}#/bench`);
  return found;
}

/**
 * Opens one more window of the console, at this seat: who is signed in here is signed in there, and is locked and signed out in both.
 * The page takes the way of the shell that it runs in: a browser copies what the window knows (its secret among it), Electron makes
 * a window of its own and gives it to the same seat. False where the browser did not let it.
 */
export function openSecondWindow(layout: string | null): boolean {
  const opened = window.open(`/${addressOf(layout)}`, '_blank', 'popup,width=1280,height=800');
  return opened !== null || location.protocol === 'app:';
}
