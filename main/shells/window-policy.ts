import type { BrowserWindowConstructorOptions } from 'electron';

/** Scheme and host of the console's own pages in Electron. */
export const appScheme = 'app';
export const appOrigin = 'app://console';

/** Options of a window: sandboxed, isolated, and as small as the design goes. Developer tools: not in the product. */
export function windowOptions(preload: string, packaged: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 1280,
    minHeight: 720,
    show: false,
    title: 'LabLink Console',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      devTools: !packaged,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  };
}

/** The path inside the renderer that an `app:` URL names; null when it is not the console's. Undecoded, as it stands. */
export function appPath(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, username, password, pathname } = new URL(url);
  if (protocol !== `${appScheme}:` || host !== 'console' || username !== '' || password !== '') return null;
  // A path that has to be decoded before it means something is none of ours.
  return pathname.includes('%') || pathname.includes('\\') || pathname.includes('..') ? null : pathname;
}

/** Whether the window may go there: to the console's own page and nowhere else. */
export function mayNavigate(url: string): boolean {
  const path = appPath(url);
  return path === '/' || path === '/index.html';
}

/** The bench with a layout, in an address of ours. */
const benchHash = /^#\/bench\/[\w-]{1,64}$/u;
/** Windows at one console; each is a page of its own with everything on it. */
const mostWindows = 8;

/** What a further window shows that a page asks for (`#/bench/<layout>`); null: it may not open this, or no more. */
export function furtherWindow(url: string, open: number): string | null {
  if (open >= mostWindows || appPath(url) !== '/') return null;
  const { hash, search } = new URL(url);
  return search === '' && benchHash.test(hash) ? hash : null;
}

/** Whether closing a window ends the console while outputs may be live: then the question comes first. */
export const asksBeforeClose = (windows: number, live: number): boolean => windows <= 1 && live > 0;

/** The one permission a page has: to put text on the clipboard (recovery codes, readings). */
export const mayUse = (permission: string, url: string): boolean =>
  permission === 'clipboard-sanitized-write' && appPath(url) !== null;

/** Who asks for the port, as far as the decision needs it. */
export interface Asker {
  /** The frame is the window's main frame. */
  readonly isMainFrame: boolean;
  readonly url: string;
  readonly ports: number;
}
/** Whether a frame may have the console: the main frame of our window, showing our page, with one port. */
export const mayConnect = ({ isMainFrame, url, ports }: Asker): boolean =>
  isMainFrame && ports === 1 && mayNavigate(url);
