import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { connectBridge } from '#renderer/bridge/bridge.ts';
import { StoresContext } from '#renderer/stores/context.ts';
import { openStores } from '#renderer/stores/open-stores.ts';
import { startDecimal } from '#renderer/ui/decimal-choice.ts';
import { windowLanguage } from '#renderer/ui/language.ts';
import { startTheme } from '#renderer/ui/theme.ts';
import { App } from './App.tsx';

/** Draws the window. Once, after its language is set. */
export function startWindow(): void {
  startTheme();
  startDecimal();
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no #root.');
  // Once a window, outside of React: drawing twice must not connect twice.
  const stores = openStores(connectBridge(), window);
  const language = windowLanguage();
  // The region that somebody prefers, where it is of this language.
  const locale = navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale={locale}>
        <StoresContext value={stores}>
          <App />
        </StoresContext>
      </I18nProvider>
    </StrictMode>,
  );
}
