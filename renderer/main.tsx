import '#renderer/ui/global.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '#renderer/app/App.tsx';
import { connectBridge } from '#renderer/bridge/bridge.ts';
import { StoresContext } from '#renderer/stores/context.ts';
import { openStores } from '#renderer/stores/open-stores.ts';
import { startTheme } from '#renderer/ui/theme.ts';

startTheme();
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
// Once a window, outside of React: drawing twice must not connect twice.
const stores = openStores(connectBridge(), window);
createRoot(root).render(
  <StrictMode>
    <StoresContext value={stores}>
      <App />
    </StoresContext>
  </StrictMode>,
);
