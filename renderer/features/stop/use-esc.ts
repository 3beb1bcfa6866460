import { useEffect } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { type Arming, armMs, pressEsc } from './arming.ts';
import { fireStop, sendLateStops } from './fire.ts';

/**
 * Esc Esc, everywhere in the window. Listens while the event goes down, before anything on the page can keep it: a
 * dialog that closes on the first Esc still does, and none can swallow the second.
 */
export function useEsc(): void {
  const stores = useStores();
  useEffect(() => {
    let armed: Arming = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listener = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      const step = pressEsc(armed, { at: event.timeStamp, repeat: event.repeat });
      armed = step.armed;
      if (step.act === 'nothing') return;
      clearTimeout(timer);
      if (step.act === 'fire') return fireStop(stores, 'keys');
      stores.ui.setState({ armed: true });
      // For the eye alone; the model goes by the time of the key.
      timer = setTimeout(() => stores.ui.setState({ armed: false }), armMs);
    };
    window.addEventListener('keydown', listener, { capture: true });
    const endLate = sendLateStops(stores);
    return () => {
      window.removeEventListener('keydown', listener, { capture: true });
      clearTimeout(timer);
      endLate();
    };
  }, [stores]);
}
