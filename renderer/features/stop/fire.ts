import type { Stores } from '#renderer/stores/open-stores.ts';
import { faultShape } from '#shared/faults.ts';

/**
 * Stops everything, now. A stop that does not arrive is not forgotten: it is sent again as soon as the console answers,
 * and until then the window says that nothing was stopped.
 */
export function fireStop(stores: Stores, origin: 'button' | 'keys'): void {
  const { dialog } = stores.ui.getState();
  stores.ui.setState({
    armed: false,
    report: null,
    stop: { kind: 'sending', origin },
    // A reset that is being thought about is overtaken.
    dialog: dialog === 'reset' ? null : dialog,
  });
  void send(stores, origin);
}

async function send(stores: Stores, origin: 'button' | 'keys'): Promise<void> {
  try {
    await stores.client().safety.stop({ origin });
    stores.ui.setState({ stop: null });
  } catch (error) {
    stores.ui.setState({ stop: { kind: 'failed', origin, fault: faultShape(error) } });
  }
}

/** Sends a stop that failed on the lost connection once there is a new one. Answers with what ends it. */
export function sendLateStops(stores: Stores): () => void {
  return stores.connection.subscribe(({ status }, before) => {
    const { stop } = stores.ui.getState();
    if (status === 'open' && before.status !== 'open' && stop?.kind === 'failed')
      fireStop(stores, stop.origin);
  });
}
