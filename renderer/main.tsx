import '#renderer/ui/global.ts';
import { startLanguage } from '#renderer/ui/language.ts';

// Before anything else of the page is loaded: phrases are also read while it loads.
await startLanguage();
const { startWindow } = await import('#renderer/app/start.tsx');
startWindow();
