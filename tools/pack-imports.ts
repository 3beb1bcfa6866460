import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { Archive } from './pack-archive.ts';

/** Modules of Node that CommonJS packages still name without `node:`. */
const builtin = new Set(builtinModules);

/**
 * What a text imports by a name that stands in it: static imports (vite writes one a line), `import("x")`, and `require("x")`, which
 * vite calls `__require` in a module. Without Node's own modules and Electron.
 */
function importsOf(text: string): string[] {
  const found = [
    ...text.matchAll(/^(?:import|export)\b[^;'"]*?["']([^"']+)["'];?$/gm),
    ...text.matchAll(/(?<![\w.$])(?:(?:__)?require|import)\(\s*(?:\/\*[^*]*\*\/\s*)?["'`]([^"'`$]+)["'`]/g),
  ].map((match) => match[1]!);
  // A type is named in comments alone: nothing at run time asks for its declaration.
  const asked = found.filter((name) => !name.endsWith('.d.ts'));
  return asked.filter((name) => name !== 'electron' && !name.startsWith('node:') && !builtin.has(name));
}

/** What a package asks for and does without: the colours of `debug`, and all libraries of usb but the target's (see pack-libraries.ts). */
const optional: readonly (readonly [RegExp, RegExp])[] = [
  [/node_modules\/debug\/src\/node\.js$/, /^supports-color$/],
  [/node_modules\/usb\/index\.js$/, /^(\.\/usb\.|@node-usb\/usb-)/],
];

const isOptional = (from: string, name: string): boolean =>
  optional.some(([files, names]) => files.test(from) && names.test(name));

function fileAt(archive: Archive, path: string): string | null {
  const tries = [path, `${path}.js`, `${path}.json`, `${path}.node`, `${path}/index.js`];
  return tries.find((each) => archive.files.has(each)) ?? null;
}

const mainOf = (archive: Archive, folder: string): string =>
  (JSON.parse(archive.read(`${folder}/package.json`).toString('utf8')) as { main?: string }).main ??
  'index.js';

/** The file that a file of the archive gets by a name, as Node looks for it; null when there is none. */
function resolve(archive: Archive, from: string, name: string): string | null {
  if (name.startsWith('.')) return fileAt(archive, posix.join(posix.dirname(from), name));
  const [, own, inside] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(name) ?? [];
  if (own === undefined) return null;
  for (let at = posix.dirname(from); ; at = posix.dirname(at)) {
    const folder = posix.join(at, 'node_modules', own);
    if (archive.files.has(`${folder}/package.json`))
      return fileAt(archive, posix.join(folder, inside ?? mainOf(archive, folder)));
    if (at === '.') return null;
  }
}

/** What the bundles of a package need, themselves and through what they import. */
export interface Needs {
  /** The files of node_modules that are reached, with `package.json` and licence of their packages. */
  readonly files: ReadonlySet<string>;
  /** What is imported and not there. */
  readonly missing: readonly { readonly from: string; readonly name: string }[];
}

const packageOf = (path: string): string | undefined =>
  /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
const isLicence = /^licen[cs]e(\.\w+)?$/i;

/** Follows every import from the bundles on. */
export function needsOf(archive: Archive): Needs {
  const reached = new Set([...archive.files.keys()].filter((path) => /^dist\/main\/.*\.c?js$/.test(path)));
  const missing: { from: string; name: string }[] = [];
  // A set is walked to its end, with what is added on the way.
  for (const from of reached) {
    if (!/\.c?js$/.test(from)) continue;
    for (const name of importsOf(archive.read(from).toString('utf8'))) {
      const path = resolve(archive, from, name);
      if (path !== null) reached.add(path);
      else if (!isOptional(from, name)) missing.push({ from, name });
    }
  }
  const packages = new Set([...reached].map(packageOf));
  const papers = [...archive.files.keys()].filter((path) => {
    const folder = packageOf(path);
    if (folder === undefined || !packages.has(folder)) return false;
    const name = path.slice(folder.length + 1);
    return name === 'package.json' || isLicence.test(name);
  });
  return {
    files: new Set([...reached, ...papers].filter((path) => path.startsWith('node_modules/'))),
    missing,
  };
}

/** Packages without their licence. Those of @node-usb/ bring none: they are parts of usb, and under its licence. */
export function unlicensed(archive: Archive): string[] {
  const paths = [...archive.files.keys()];
  const folders = new Set(paths.map(packageOf).filter((each) => each !== undefined));
  const licensed = new Set(
    paths.filter((path) => isLicence.test(posix.basename(path))).map((path) => posix.dirname(path)),
  );
  return [...folders].filter(
    (folder) =>
      !licensed.has(folder) && !(folder.includes('/@node-usb/') && licensed.has('node_modules/usb')),
  );
}
