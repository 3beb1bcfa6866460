import { registerHooks } from 'node:module';

const folder = new URL('./', import.meta.url).href;
/** What makes spans, and who stands in for it. */
const replaced: Readonly<Record<string, string>> = {
  '/main/profiling/span.ts': 'span.ts',
  '/main/profiling/meters.ts': 'meters.ts',
  '/main/profiling/trace.ts': 'trace.ts',
  '/main/session/measured.ts': 'measured.ts',
};

/**
 * From here on in this process, the modules that make spans are replaced by ones that do nothing: the same program without its
 * spans, and without a switch in it. Answers with what was replaced so far, so that a bench can see that it was.
 */
export function replaceSpans(): ReadonlySet<string> {
  const done = new Set<string>();
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const { parentURL = '' } = context;
      const path = Object.keys(replaced).find((each) => found.url.endsWith(each));
      // What a replacement takes from the module it replaces is the real one, and so is what that one is made of.
      if (path === undefined || parentURL.startsWith(folder) || parentURL.includes('/main/profiling/'))
        return found;
      done.add(path);
      return { ...found, url: `${folder}${replaced[path]}` };
    },
  });
  return done;
}
