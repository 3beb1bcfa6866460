import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, powerMonitor } from 'electron';
import { openCore } from '#main/core.ts';
import { dataFolder, prepareFolder } from '#main/folder/data-folder.ts';
import { electronKeyring } from '#main/vault/electron-keyring.ts';
import { Fault } from '#shared/faults.ts';
import { closeBeforeQuit } from './electron-quit.ts';
import { loadPage, makeWindow, prepareSession, registerScheme } from './electron-window.ts';
import { withControl } from './loopback-control.ts';
import { serveCore } from './serve-core.ts';
import { asksBeforeClose, furtherWindow } from './window-policy.ts';

/** The seat of every window: who signs in at one is signed in at all. It outlives a reload of the page. */
const seat = 'window-1';
/** This file is the entry of the bundle; preload and renderer lie beside it. */
const bundle = import.meta.dirname;

/** Opens the console and its window. Throws a Fault when the data folder cannot be used. */
async function run(folder: string): Promise<void> {
  await app.whenReady();
  const { keyring, why } = await electronKeyring();
  if (why !== null) console.log(why);
  /** The one that had the focus last is the last. */
  const windows = new Set<BrowserWindow>();
  const front = (): BrowserWindow | null => [...windows].at(-1) ?? null;
  const opened = await openCore({
    folder,
    keyring,
    version: app.getVersion(),
    // The window gets its answer first.
    onQuit: () => setTimeout(() => end.now(), 100),
  });
  const core = await withControl(opened, { folder, link: null });
  const end = closeBeforeQuit(core, front);
  prepareSession(bundle);
  // No menu, so no Ctrl+R or Ctrl+W under a busy hand. macOS needs its own for copy and paste.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  // Outputs that could not be switched off are on the screen as unknown; the console goes on.
  powerMonitor.on('suspend', () => {
    core.sleep().catch((error: unknown) => console.error('before the sleep:', error));
  });
  powerMonitor.on('resume', () => core.wake());
  powerMonitor.on('lock-screen', () => core.lock());
  app.on('second-instance', () => {
    const window = front();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  const open = async (hash = ''): Promise<void> => {
    const made = makeWindow(bundle, {
      admit: (wire) => serveCore(core, wire, seat),
      onFurther: (url) => {
        const further = furtherWindow(url, windows.size);
        if (further !== null)
          open(further).catch((error: unknown) => console.error('a further window failed:', error));
      },
    });
    windows.add(made);
    made.on('focus', () => {
      windows.delete(made);
      windows.add(made);
    });
    made.once('closed', () => windows.delete(made));
    // The close of the last window asks the same question as Quit; while it is open, the window stays.
    made.on('close', (event) => {
      if (!asksBeforeClose(windows.size, core.live().length)) return;
      event.preventDefault();
      app.quit();
    });
    // Last: outputs may be live while the page is still coming.
    await loadPage(made, hash);
  };
  app.on('window-all-closed', () => app.quit());
  await open();
}

function fail(error: unknown): void {
  const { message, remedy } =
    error instanceof Fault ? error : new Fault('INTERNAL', 'The console could not start.', { cause: error });
  console.error(error);
  dialog.showErrorBox(message, remedy);
  app.exit(1);
}

app.enableSandbox();
registerScheme();
try {
  const folder = dataFolder();
  prepareFolder(folder);
  // One instance per data folder: the lock lives in Chromium's own folder, which lies inside ours.
  const profile = join(folder, 'window');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  // Not awaited: Electron is ready only after this module has run to its end.
  if (app.requestSingleInstanceLock()) run(folder).catch(fail);
  else app.exit(0);
} catch (error) {
  fail(error);
}
