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

/** The seat of the one window: it outlives a reload of the page. */
const seat = 'window-1';
/** This file is the entry of the bundle; preload and renderer lie beside it. */
const bundle = import.meta.dirname;

/** Opens the console and its window. Throws a Fault when the data folder cannot be used. */
async function run(folder: string): Promise<void> {
  await app.whenReady();
  const { keyring, why } = await electronKeyring();
  if (why !== null) console.log(why);
  let window: BrowserWindow | null = null;
  const opened = await openCore({
    folder,
    keyring,
    version: app.getVersion(),
    // The window gets its answer first.
    onQuit: () => setTimeout(() => end.now(), 100),
  });
  const core = await withControl(opened, { folder, link: null });
  const end = closeBeforeQuit(core, () => window);
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
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  const open = async (): Promise<void> => {
    const made = makeWindow(bundle, (wire) => serveCore(core, wire, seat));
    window = made;
    made.once('closed', () => {
      window = null;
    });
    // The close of the window asks the same question as Quit; while it is open, the window stays.
    made.on('close', (event) => {
      if (core.live().length === 0) return;
      event.preventDefault();
      app.quit();
    });
    // Last: outputs may be live while the page is still coming.
    await loadPage(made);
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
