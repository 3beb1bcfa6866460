import type { LabLinkContract } from '#shared/contract/index.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { LayoutNode, LayoutPanel, PanelShows } from '#shared/contract/layouts.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { LayoutsPage } from '../e2e/pages/layouts.page.ts';
import type { WatchedWindow } from './watched-window.fixture.ts';

const name = 'Six';
/** Instruments that are shown in it: the trend is of one that has its panel. */
export const sixPanelsShow = 5;

/** Makes the layout of six panels for whoever is signed in, once so many instruments have said what they are. */
export async function makeSixPanels(client: Client<LabLinkContract>, instruments: number): Promise<void> {
  await client.layouts.create({ name, tree: sixPanels(await identified(client, instruments)) });
}

/** Shows it in a window. */
export async function showSixPanels({ page }: WatchedWindow): Promise<void> {
  const layouts = new LayoutsPage(page);
  await layouts.item(name).click();
  await layouts.expectShown(name);
}

/** The desk, once every instrument has said what it is. */
async function identified(
  client: Client<LabLinkContract>,
  instruments: number,
): Promise<readonly Instrument[]> {
  for await (const desk of client.instruments.list({}, { signal: AbortSignal.timeout(20_000) }))
    if (desk.length === instruments && desk.every(({ model }) => model !== '')) return desk;
  throw new Error('not every instrument has said what it is');
}

/** One panel of each kind and a trend, in three columns. */
function sixPanels(desk: readonly Instrument[]): LayoutNode {
  const panel = (shows: PanelShows, kind: Instrument['kind']): LayoutPanel => {
    const { address, model, serial, name } = desk.find((each) => each.kind === kind)!;
    return { shows, of: { address, model, serial, name, kind } };
  };
  const six = [
    panel('instrument', 'dc-supply'),
    panel('instrument', 'dc-load'),
    panel('instrument', 'multimeter'),
    panel('instrument', 'function-generator'),
    panel('instrument', 'oscilloscope'),
    panel('trend', 'dc-supply'),
  ];
  const column = (at: number) => ({
    share: 1 / 3,
    node: {
      way: 'column' as const,
      parts: six.slice(at, at + 2).map((each) => ({ share: 0.5, node: { tabs: [each], chosen: 0 } })),
    },
  });
  return { way: 'row', parts: [column(0), column(2), column(4)] };
}
