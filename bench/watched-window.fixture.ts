import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from 'playwright';
import { decodeMessage } from '#shared/rpc/codec.ts';
import { SignInPage } from '../e2e/pages/sign-in.page.ts';
import { findBrowser } from '../tools/browser.ts';

/** Processor time of the browser's processes of each kind in a time, in cores. */
export interface BrowserCores {
  /** Of the page: its script, layout and painting. */
  readonly renderer: number;
  /** Of putting it on the screen; without a graphics card that is done by the processor, too. */
  readonly gpu: number;
}

/** A window of the console in a real browser, signed in. */
export interface WatchedWindow {
  readonly page: Page;
  /** What the browser takes in so many seconds. */
  cores(seconds: number): Promise<BrowserCores>;
  /** Readings that reach the page in so many seconds: for each instrument, the moments at which they were read. */
  readings(seconds: number): Promise<ReadonlyMap<string, ReadonlySet<number>>>;
  /** Memory of the page's script that is in use after a collection, bytes. */
  heap(): Promise<number>;
  close(): Promise<void>;
}

/** What of an item of `instruments.live` is counted. */
interface LiveItem {
  readonly id: string;
  readonly periodMs: number;
  readonly channels: readonly { readonly channel: number; readonly at: number | null }[];
}
const isLive = (value: unknown): value is LiveItem =>
  typeof value === 'object' && value !== null && 'periodMs' in value && 'channels' in value;

/** Opens one at an address of the console and signs in. Throws where there is no browser. */
export async function openWatchedWindow(address: string, code: string): Promise<WatchedWindow> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('no Chromium, Chrome or Edge was found');
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath, args: root ? ['--no-sandbox'] : [] });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(address);
  await new SignInPage(page).signIn(code);
  const whole = await browser.newBrowserCDPSession();
  const one = await page.context().newCDPSession(page);
  const seconds = async (): Promise<{ renderer: number; gpu: number }> => {
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
    const of = (type: string): number =>
      processInfo
        .filter((each) => each.type.toLowerCase() === type)
        .reduce((sum, each) => sum + each.cpuTime, 0);
    return { renderer: of('renderer'), gpu: of('gpu') };
  };
  return {
    page,
    async cores(time) {
      const before = await seconds();
      const start = performance.now();
      await sleep(time * 1000);
      const after = await seconds();
      const took = (performance.now() - start) / 1000;
      return {
        renderer: (after.renderer - before.renderer) / took,
        gpu: (after.gpu - before.gpu) / took,
      };
    },
    async readings(time) {
      const found = new Map<string, Set<number>>();
      const onFrame = ({ response }: { response: { opcode: number; payloadData: string } }): void => {
        if (response.opcode !== 2) return;
        const { value } = decodeMessage(new Uint8Array(Buffer.from(response.payloadData, 'base64'))) as {
          value?: unknown;
        };
        const at = isLive(value) ? value.channels[0]?.at : null;
        if (!isLive(value) || at === null || at === undefined) return;
        found.set(value.id, (found.get(value.id) ?? new Set()).add(at));
      };
      one.on('Network.webSocketFrameReceived', onFrame);
      await one.send('Network.enable');
      await sleep(time * 1000);
      await one.send('Network.disable');
      one.off('Network.webSocketFrameReceived', onFrame);
      return found;
    },
    async heap() {
      await one.send('HeapProfiler.collectGarbage');
      const { usedSize } = await one.send('Runtime.getHeapUsage');
      return usedSize;
    },
    close: () => browser.close(),
  };
}
