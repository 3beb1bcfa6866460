import { join } from 'node:path';
import { app, BrowserWindow, type IpcMainEvent, ipcMain, protocol, type Session, session } from 'electron';
import { handshake } from '#shared/rpc/handshake.ts';
import { type Port, portWire } from '#shared/rpc/port-wire.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { RendererFiles } from './renderer-files.ts';
import {
  appOrigin,
  appPath,
  appScheme,
  mayConnect,
  mayNavigate,
  mayUse,
  windowOptions,
} from './window-policy.ts';

/** Time that a page must have lasted to be loaded again after a crash. */
const reviveAgainMs = 5000;

/** Registers the console's own scheme. Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

function guardSession(own: Session): void {
  own.setPermissionRequestHandler((_, permission, answer, { requestingUrl }) =>
    answer(mayUse(permission, requestingUrl)),
  );
  own.setPermissionCheckHandler((_, permission, origin) =>
    mayUse(permission, `${origin.replace(/\/$/, '')}/`),
  );
  own.setDevicePermissionHandler(() => false);
  // Pickers of USB, HID and Bluetooth devices that nobody listens to are cancelled by Electron itself.
  own.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  // The page may save what it made itself (recovery codes), and download nothing.
  own.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${appOrigin}/`)) event.preventDefault();
  });
}

/** Serves the renderer's files under the console's own scheme, and nothing else. */
function serveFiles(own: Session, renderer: string): void {
  const files = new RendererFiles(renderer);
  own.protocol.handle(appScheme, (request) => {
    const path = request.method === 'GET' ? appPath(request.url) : null;
    if (path === null) return new Response('', { status: 404 });
    const { status, headers, body } = files.respond(path, []);
    return new Response(body, { status, headers });
  });
}

/** What a window asks of whoever made it. */
export interface WindowMaking {
  /** A page has a wire to the console. */
  readonly admit: (wire: Wire) => void;
  /** The page asks for one more window, at this address: whether it may, `furtherWindow` says. */
  readonly onFurther: (url: string) => void;
}

function guardWindow(window: BrowserWindow, onFurther: WindowMaking['onFurther']): void {
  const { webContents } = window;
  const deny = (event: { preventDefault(): void; readonly url: string }): void => {
    if (!mayNavigate(event.url)) event.preventDefault();
  };
  webContents.on('will-navigate', deny);
  webContents.on('will-frame-navigate', deny);
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    // Never the window that Chromium would make: one of ours, guarded like this one.
    onFurther(url);
    return { action: 'deny' };
  });
}

/** A page that crashed comes back, because the emergency stop is on it; one that crashes at once again does not. */
function reviveAfterCrash(window: BrowserWindow): void {
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_, { reason }) => {
    console.error(`the page ended: ${reason}`);
    const now = Date.now();
    if (reason !== 'clean-exit' && now - last > reviveAgainMs) window.webContents.reload();
    last = now;
  });
}

/** Gives a window its wire when its page asks for one; a page that was reloaded asks again and the old wire closes. */
function answerHandshake(window: BrowserWindow, admit: (wire: Wire) => void): void {
  let current: Wire | null = null;
  const onConnect = (event: IpcMainEvent): void => {
    const { senderFrame, sender, ports } = event;
    // Another window asks for itself, and is answered by its own.
    if (sender !== window.webContents) return;
    const isMainFrame = senderFrame === window.webContents.mainFrame;
    const [port] = ports;
    if (
      port === undefined ||
      !mayConnect({ isMainFrame, url: senderFrame?.url ?? '', ports: ports.length })
    ) {
      for (const each of ports) each.close();
      return;
    }
    current?.close('the page was loaded again');
    current = portWire(port as unknown as Port);
    admit(current);
  };
  ipcMain.on(handshake.connect, onConnect);
  window.once('closed', () => {
    ipcMain.off(handshake.connect, onConnect);
    current?.close('the window was closed');
  });
}

/** Prepares the session; once, after the app is ready. `bundle`: the folder of the main bundle. */
export function prepareSession(bundle: string): void {
  guardSession(session.defaultSession);
  serveFiles(session.defaultSession, join(bundle, '../renderer'));
}

/** A window of the console, guarded and ready to be served; empty until `loadPage`. */
export function makeWindow(bundle: string, { admit, onFurther }: WindowMaking): BrowserWindow {
  const window = new BrowserWindow(windowOptions(join(bundle, 'preload.cjs'), app.isPackaged));
  guardWindow(window, onFurther);
  answerHandshake(window, admit);
  reviveAfterCrash(window);
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Loads the console's page, with what it shows first (`#/bench/<layout>`, or nothing). Rejects when it cannot be loaded. */
export async function loadPage(window: BrowserWindow, hash = ''): Promise<void> {
  await window.loadURL(`${appOrigin}/${hash}`);
}
