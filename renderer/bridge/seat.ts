const storageKey = 'lablink-secret';
/** Shared by the windows of this browser: it leads a further window to the same seat. Opens nothing by itself. */
const browserKey = 'lablink-browser';

/** What a window has to show: its secret, or why it has none. */
export type Seat =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreachable' };

let token = takeToken();
// A new link typed into a window that is open changes only its fragment: starting over takes it.
if (typeof location !== 'undefined')
  addEventListener('hashchange', () => {
    if (location.hash.startsWith('#token=')) location.reload();
  });

/** The one-time token of the link, taken out of the address so that it stays neither there nor in the history. */
function takeToken(): string | null {
  if (typeof location === 'undefined') return null;
  const found = new URLSearchParams(location.hash.slice(1)).get('token');
  if (found !== null) history.replaceState(null, '', location.pathname);
  return found;
}

async function redeem(given: string): Promise<Seat> {
  let granted: { readonly secret: string; readonly browser: string };
  const browser = localStorage.getItem(browserKey);
  try {
    const response = await fetch('/seat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: given, ...(browser === null ? {} : { browser }) }),
    });
    if (!response.ok) {
      token = null;
      return { kind: 'none' };
    }
    granted = (await response.json()) as typeof granted;
  } catch {
    // Not reached, or the answer broke off: if the token was used up by that, the next try will be told so.
    return { kind: 'unreachable' };
  }
  token = null;
  sessionStorage.setItem(storageKey, granted.secret);
  localStorage.setItem(browserKey, granted.browser);
  return { kind: 'secret', secret: granted.secret };
}

/** This window's secret: for the token of its link, or the one it was given before it was reloaded. */
export async function findSeat(): Promise<Seat> {
  if (token !== null) {
    const seat = await redeem(token);
    if (seat.kind !== 'none') return seat;
  }
  const secret = sessionStorage.getItem(storageKey);
  return secret === null ? { kind: 'none' } : { kind: 'secret', secret };
}

/** The console does not take this secret any more. */
export const forgetSecret = (): void => sessionStorage.removeItem(storageKey);

/** Whether the console is there and does not know this browser. False when it cannot be asked. */
export async function isUnknown(): Promise<boolean> {
  try {
    const response = await fetch('/seat');
    return response.ok && !((await response.json()) as { known: boolean }).known;
  } catch {
    // Not there: that is no refusal.
    return false;
  }
}
