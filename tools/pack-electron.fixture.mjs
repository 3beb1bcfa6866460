// Stands for Electron's main process, so that what was packed can be started by Node: the file is copied to
// node_modules/electron of an unpacked package. It does what Electron promises of each call that the shell uses, plays a
// window that loads the page, asks the console through the port, and quits; then it says what it saw.
import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { MessageChannel } from 'node:worker_threads';

const appFolder = join(import.meta.dirname, '../..');
// Nothing of the project that the test was started in may be found.
process.chdir(appFolder);
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

/** A port as Electron hands it over: it has `on` and no `addEventListener`. Answers with what asks through it. */
function connect(window) {
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
  let id = 0;
  return async (domain, method, input = {}) => {
    const answered = once(port2, 'message');
    port2.postMessage({ t: 'ask', id: ++id, domain, method, input });
    const [answer] = await answered;
    if (answer.t === 'value') return answer.value;
    throw Object.assign(new Error(JSON.stringify(answer)), { fault: answer.fault });
  };
}

/** What an authenticator app shows now. source: RFC 4226, 5.3; RFC 6238, 4. */
function codeOf(secret) {
  const bits = [...secret]
    .map((each) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(each))
    .map((value) => value.toString(2).padStart(5, '0'));
  const key = Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      .map((byte) => Number.parseInt(byte, 2)),
  );
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(step).digest();
  const number = digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The native libraries in this process, from the folder of the package. */
const librariesLoaded = () =>
  process.report
    .getReport()
    .sharedObjects.filter((path) => path.endsWith('.node'))
    .map((path) => relative(appFolder, path))
    .toSorted();

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
  /** Enough to have been in the database, the vault, the thread of the passwords, and the modules for serial ports and USB. */
  async use() {
    const ask = connect(this);
    const enrolment = await ask('accounts', 'firstRunBegin', {
      name: 'probe',
      password: 'seven grey kettles hum',
    });
    seen.account = enrolment.account;
    seen.version = app.getVersion();
    // Nobody is signed in, so nothing changes; what listens must not fail.
    powerMonitor.emit('lock-screen');
    await ask('accounts', 'firstRunConfirm', { code: codeOf(enrolment.secret) });
    await ask('accounts', 'firstRunFinish');
    seen.ports = await ask('links', 'ports');
    // No such device: the module has to be loaded to find that out.
    const refused = (address) =>
      ask('instruments', 'connect', { address }).then(
        () => null,
        ({ fault }) => fault,
      );
    seen.usb = await refused('usb://ffff:fffe/none');
    seen.serial = await refused('serial:///dev/lablink-none');
    seen.libraries = librariesLoaded();
    app.quit();
  }
}
