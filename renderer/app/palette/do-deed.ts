import { goTo } from '#renderer/app/route.ts';
import { benchViewOf, showLayout } from '#renderer/features/bench/dock/bench-view.ts';
import { command, revealInstrument } from '#renderer/features/bench/dock/reveal.ts';
import { openSecondWindow } from '#renderer/features/bench/dock/second-window.ts';
import { remember } from '#renderer/features/bench/undo.ts';
import { undoOf } from '#renderer/features/bench/undo-store.ts';
import { viewOf } from '#renderer/features/history/view.ts';
import { fireStop } from '#renderer/features/stop/fire.ts';
import type { Stores } from '#renderer/stores/open-stores.ts';
import { chooseTheme } from '#renderer/ui/theme.ts';
import type { LabLinkContract } from '#shared/contract/index.ts';
import { everything } from '#shared/contract/history.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import type { Deed } from './acts.ts';

/** Does what a line of the palette says. Rejects as the console does. */
export function deedDoer(stores: Stores, client: Client<LabLinkContract>): (deed: Deed) => Promise<void> {
  return async (deed) => {
    switch (deed.kind) {
      case 'set': {
        const { id, channel, point, value, from } = deed;
        const { readBack } = await client.instruments.set({ id, channel, point, value });
        if (from !== null)
          undoOf(stores, id).setState(
            (stack) => remember(stack, { channel, point, from, to: readBack }),
            true,
          );
        return;
      }
      case 'off':
        await client.instruments.output({ id: deed.id, channel: deed.channel, on: false });
        return;
      case 'all-off':
        await client.instruments.allOff({ id: deed.id });
        return;
      case 'stop':
        fireStop(stores, 'keys');
        return;
      case 'choose': {
        const { id, channel, word, choice } = deed;
        await client.instruments.choose({ id, channel, word, ...(choice !== null && { choice }) });
        return;
      }
      case 'instrument':
        revealInstrument(stores, deed.id);
        goTo('bench');
        return;
      case 'route':
        goTo(deed.route);
        return;
      case 'dialog':
        // The palette is a dialog itself: the other one takes its place.
        stores.ui.setState({ dialog: deed.dialog });
        return;
      case 'theme':
        chooseTheme(deed.theme);
        return;
      case 'layout':
        showLayout(stores, deed.id);
        goTo('bench');
        return;
      case 'arrange':
        command(stores, deed.command);
        goTo('bench');
        return;
      case 'second-window':
        openSecondWindow(benchViewOf(stores).getState().shown);
        return;
      case 'search':
        viewOf(stores).setState({ filter: { ...everything, text: deed.text } });
        goTo('history');
    }
  };
}
