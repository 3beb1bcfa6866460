import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import type { Registry } from './registry.ts';

/** An instrument for as long as somebody reads the stream: a command line that ends leaves nothing on the desk. */
export function borrowHandler(registry: Registry): DomainHandlers<typeof instruments>['borrow'] {
  return async function* borrow({ target }, { signal }) {
    const { device, onDesk, giveBack } = await registry.borrow(target, signal);
    try {
      yield { id: device.id, onDesk };
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      for (const end of [signal, device.gone.signal]) {
        if (end.aborted) return;
        end.addEventListener('abort', () => resolve(), { once: true });
      }
      await ended;
    } finally {
      await giveBack();
    }
  };
}
