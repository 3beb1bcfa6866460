import { ipcRenderer } from 'electron';
import { handshake } from '#shared/rpc/handshake.ts';

// All that a page gets from Electron: when it asks, one end of a channel whose other end is in the main process, which
// looks at who asks before it listens. Everything else is in the contract.
window.addEventListener('message', (event) => {
  if (event.source !== window || event.origin !== location.origin || event.data !== handshake.ask) return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(handshake.connect, null, [port2]);
  window.postMessage(handshake.port, location.origin, [port1]);
});
