// Stands for Electron's main process, so that what was packed can be started by Node: the file is copied to
// node_modules/electron of an unpacked package. It does what Electron promises of each call that the shell uses, plays a
// window that loads the page, asks the console through the port, and quits; then it says what it saw.
import { EventEmitter, once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';

const appFolder = join(import.meta.dirname, '../..');
const seen = { scheme: '', preload: false, assets: 0 };
let serve;

function end(text, code) {
  console.log(text);
  process.exit(code);
}

class App extends EventEmitter {
  isPackaged = true;
  enableSandbox() {}
  setPath() {}
  requestSingleInstanceLock = () => true;
  getVersion = () => JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')).version;
  whenReady = () => new Promise((resolve) => setImmediate(resolve));
  quit() {
    let stays = false;
    this.emit('before-quit', { preventDefault: () => (stays = true) });
    if (!stays) this.exit(0);
  }
  exit(code) {
    end(code === 0 ? `packed shell works: ${JSON.stringify(seen)}` : `ended with ${code}`, code);
  }
}
export const app = new App();
export const Menu = { setApplicationMenu() {} };
export const ipcMain = new EventEmitter();
export const powerMonitor = new EventEmitter();
export const dialog = { showErrorBox: (title, text) => end(`error box: ${title} ${text}`, 1) };
export const protocol = {
  registerSchemesAsPrivileged: ([{ scheme }]) => {
    seen.scheme = scheme;
  },
};
export const safeStorage = {
  getSelectedStorageBackend: () => 'basic_text',
  isAsyncEncryptionAvailable: async () => false,
};

class Session extends EventEmitter {
  protocol = { handle: (_, handler) => (serve = handler) };
  setPermissionRequestHandler() {}
  setPermissionCheckHandler() {}
  setDevicePermissionHandler() {}
}
export const session = { defaultSession: new Session() };

async function load(url) {
  const response = await serve({ method: 'GET', url });
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** One call through a port as Electron hands it over: it has `on` and no `addEventListener`. */
async function ask(window, frame) {
  const { port1, port2 } = new MessageChannel();
  const port = {
    postMessage: (message) => port1.postMessage(message),
    start: () => port1.start(),
    close: () => port1.close(),
    on: (type, listener) =>
      port1.on(type, (data) => listener(type === 'message' ? { data, ports: [] } : undefined)),
  };
  ipcMain.emit('lablink:connect', {
    sender: window.webContents,
    senderFrame: window.webContents.mainFrame,
    ports: [port],
  });
  const answered = once(port2, 'message');
  port2.postMessage({ t: 'ask', id: 1, ...frame });
  const [answer] = await answered;
  if (answer.t !== 'value') throw new Error(JSON.stringify(answer));
  return answer.value;
}

export class BrowserWindow extends EventEmitter {
  webContents = Object.assign(new EventEmitter(), {
    mainFrame: { url: 'app://console/' },
    setWindowOpenHandler() {},
  });
  constructor({ webPreferences }) {
    super();
    seen.preload = existsSync(webPreferences.preload);
    seen.devTools = webPreferences.devTools;
  }
  show() {}
  isMinimized = () => false;
  async loadURL(url) {
    const page = await (await load(url)).text();
    for (const [, path] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      await load(`app://console${path}`);
      seen.assets++;
    }
    setImmediate(() => this.use().catch((error) => end(`the window failed: ${error.stack}`, 1)));
  }
  /** Enough to have been in the database, the vault and the thread of the passwords. */
  async use() {
    const input = { name: 'probe', password: 'seven grey kettles hum' };
    const { account } = await ask(this, { domain: 'accounts', method: 'firstRunBegin', input });
    seen.account = account;
    seen.version = app.getVersion();
    // Nobody is signed in, so nothing changes; what listens must not fail.
    powerMonitor.emit('lock-screen');
    app.quit();
  }
}
