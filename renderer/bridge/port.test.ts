import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { handshake } from '#shared/rpc/handshake.ts';
import { dialDeadlineMs } from './dial.ts';
import { dialPort } from './port.ts';

/** The page's window, and what its preload sees of it. */
class FakeWindow extends EventTarget {
  readonly posted: { readonly data: unknown; readonly origin: string }[] = [];
  listening = 0;
  postMessage(data: unknown, origin: string): void {
    this.posted.push({ data, origin });
  }
  override addEventListener(...listener: Parameters<EventTarget['addEventListener']>): void {
    this.listening++;
    super.addEventListener(...listener);
  }
  override removeEventListener(...listener: Parameters<EventTarget['removeEventListener']>): void {
    this.listening--;
    super.removeEventListener(...listener);
  }
  /** A message arrives at this window. */
  tell(given: { data?: unknown; origin?: string; source?: unknown; ports?: MessagePort[] }): void {
    const message = { data: handshake.port, origin: 'app://console', source: this, ports: [], ...given };
    this.dispatchEvent(Object.assign(new Event('message'), message));
  }
}

let page: FakeWindow;
let channel: MessageChannel;
beforeEach(() => {
  page = new FakeWindow();
  channel = new MessageChannel();
  vi.stubGlobal('window', page);
  vi.stubGlobal('location', { origin: 'app://console' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  channel.port1.close();
  channel.port2.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('asks for a port, and only this window’s own pages hear it', async () => {
  const trying = dialPort();
  expect(page.posted).toEqual([{ data: handshake.ask, origin: 'app://console' }]);
  page.tell({ ports: [channel.port1] });
  const dialled = await trying;
  if (dialled.kind !== 'open') throw new Error(dialled.kind);
  const arrived = new Promise((resolve) => dialled.wire.onMessage(resolve));
  channel.port2.postMessage({ x: 1 });
  expect(await arrived).toEqual({ x: 1 });
  expect(page.listening).toBe(0);
});

test('R-24: a port from anybody else is not taken', async () => {
  const trying = dialPort();
  const ports = [channel.port1];
  page.tell({ ports, source: null });
  page.tell({ ports, source: new FakeWindow() });
  page.tell({ ports, origin: 'https://example.org' });
  page.tell({ ports, origin: 'null' });
  page.tell({ ports, data: 'something else' });
  page.tell({ ports, data: handshake.ask });
  expect(page.listening).toBe(1);
  vi.advanceTimersByTime(dialDeadlineMs);
  expect(await trying).toEqual({ kind: 'unreachable' });
  expect(page.listening).toBe(0);
});

test('an answer without a port is no connection', async () => {
  const trying = dialPort();
  page.tell({});
  expect(await trying).toEqual({ kind: 'unreachable' });
});
