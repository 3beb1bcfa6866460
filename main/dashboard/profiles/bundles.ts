import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ModuleAt } from './frame-rooms.ts';

/** What the bundler writes where the code of a source file begins. source: Rolldown, `experimental.attachDebugInfo`, "simple". */
const begins = /^\/\/ (?:\.\.\/)*((?:main|shared|preload|node_modules)\/[^\s*]+)$/u;

/** Where each source file begins in a bundle, line by line from 0, in rising order. */
function modulesIn(text: string): readonly { readonly line: number; readonly module: string }[] {
  return text.split('\n').flatMap((each, line) => {
    const module = begins.exec(each)?.[1];
    return module === undefined ? [] : [{ line, module }];
  });
}

/**
 * The source files in the bundles of this console, for a worker at `from`. Only files of its own folder are read, whatever a profile names: one
 * that comes from elsewhere must not choose what is opened here. Nothing is known when it runs from its sources.
 */
export function ownBundles(from: string): ModuleAt {
  if (!/\/workers\/[^/]+\.js$/u.test(from)) return () => null;
  const folder = new URL('../', from).href;
  const known = new Map<string, ReturnType<typeof modulesIn>>();
  return (url, line) => {
    const name = url.startsWith(folder) ? url.slice(folder.length) : '';
    if (!/^(?:(?:chunks|workers)\/)?[\w.-]+\.js$/u.test(name) || line < 0) return null;
    let modules = known.get(url);
    if (modules === undefined) {
      modules = readModules(url);
      known.set(url, modules);
    }
    return modules.findLast((each) => each.line <= line)?.module ?? null;
  };
}

function readModules(url: string): ReturnType<typeof modulesIn> {
  try {
    return modulesIn(readFileSync(fileURLToPath(url), 'utf8'));
  } catch {
    // The bundle is gone: its frames stay without a room.
    return [];
  }
}
