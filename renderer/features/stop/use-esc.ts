import { useEffect } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { type Arming, armMs, pressEsc } from './arming.ts';
import { fireStop, sendLateStops } from './fire.ts';

const dialogs = '[role="dialog"], [role="alertdialog"]';

/**
 * The first Esc closes what is open wherever the focus is: a dialog listens only to keys pressed inside it, and whoever has just
 * pressed the stop button is outside.
 */
function closeDialog(target: EventTarget | null): void {
  if (target instanceof Element && target.closest(dialogs) !== null) return;
  const top = [...document.querySelectorAll(dialogs)].at(-1);
  top?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
}

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
      // What `closeDialog` sends is no press.
      if (event.key !== 'Escape' || !event.isTrusted) return;
      const step = pressEsc(armed, { at: event.timeStamp, repeat: event.repeat });
      armed = step.armed;
      if (step.act === 'nothing') return;
      clearTimeout(timer);
      if (step.act === 'fire') return fireStop(stores, 'keys');
      stores.ui.setState({ armed: true });
      closeDialog(event.target);
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
