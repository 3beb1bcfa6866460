import { globSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { threadFiles } from '#main/threads/names.ts';
import { type Archive, isBeside, openArchive } from './pack-archive.ts';
import { root } from './steps.ts';

/** What a package is for, in the words of Node: `linux` and `x64`. */
export interface Target {
  readonly platform: string;
  readonly arch: string;
}

/** What was found in a package. */
export interface Contents {
  /** What is wrong with it, one sentence each; empty when it is as it should be. */
  readonly troubles: readonly string[];
  readonly files: number;
  /** Bytes of the archive's files, and of the libraries beside it. */
  readonly packed: number;
  readonly unpacked: number;
}

/** All that may be in a package. What matches none of these has no business there: sources, tests, documents, packages. */
const allowed: readonly RegExp[] = [
  /^package\.json$/,
  /^dist\/main\/(electron\.js|preload\.cjs)$/,
  /^dist\/main\/chunks\/[\w.-]+\.js$/,
  /^dist\/main\/workers\/[\w-]+\.worker\.js$/,
  /^dist\/main\/migrations\/\d{4}-[\w-]+\.sql$/,
  /^dist\/renderer\/index\.html$/,
  /^dist\/renderer\/assets\/[\w.-]+\.(js|css|svg|woff2?)$/,
  /^node_modules\/better-sqlite3\/(package\.json|LICENSE|lib\/([\w-]+\/)*[\w-]+\.js)$/,
];

/**
 * What the loopback shell says and nothing else does: it is never packaged. (An HTTP server alone is no mark of it: the control
 * socket for the owner's command line is one, on a Unix socket or a named pipe.) That they still stand in its sources is checked
 * with every package, or this would go on finding nothing when they are reworded.
 */
const loopbackMarks: readonly string[] = ['HttpOnly; SameSite=Strict', '#token='];

const secrets: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, 'a token of a package registry'],
  [/\bgh[pousr]_[A-Za-z0-9]{36}\b/, 'a token of a code host'],
];

const prebuild = ({ platform, arch }: Target): string =>
  `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`;

/** Packages that bundles import by name: vite writes one import a line, and `require` for CommonJS. */
function importsOf(text: string): string[] {
  const found = [
    ...text.matchAll(/^(?:import|export)\b[^;'"]*?["']([^"'.][^"']*)["'];?$/gm),
    ...text.matchAll(/(?<![\w.])require\(["']([^"'.][^"']*)["']\)/g),
  ].map((match) => match[1]!);
  return found.filter((name) => name !== 'electron' && !name.startsWith('node:'));
}

/** Modules of Node that CommonJS packages still name without `node:`. */
const builtin = new Set(process.getBuiltinModule('node:module').builtinModules);

function* missing(archive: Archive, target: Target): Generator<string> {
  const expected = [
    'dist/main/electron.js',
    'dist/main/preload.cjs',
    'dist/renderer/index.html',
    ...Object.keys(threadFiles).map((name) => `dist/main/workers/${name}.worker.js`),
    ...readdirSync(join(root, 'main/database/migrations')).map((name) => `dist/main/migrations/${name}`),
    prebuild(target),
  ];
  for (const path of expected) if (!archive.files.has(path)) yield `${path} is missing.`;
  if (!archive.files.has('dist/renderer/index.html')) return;
  const page = archive.read('dist/renderer/index.html').toString('utf8');
  for (const [, path] of page.matchAll(/(?:src|href)="\/([^"]+)"/g))
    if (!archive.files.has(`dist/renderer/${path}`)) yield `The page needs ${path}, which is missing.`;
}

function* unwanted(archive: Archive, target: Target): Generator<string> {
  for (const path of archive.files.keys())
    if (path !== prebuild(target) && !allowed.some((pattern) => pattern.test(path)))
      yield `${path} does not belong in a package.`;
}

function* inTexts(archive: Archive): Generator<string> {
  const own = [root, homedir()].filter((path) => path.length > 1);
  for (const path of archive.files.keys()) {
    if (!/^(dist\/|package\.json)/.test(path) || !/\.(c?js|json|css|html|svg|sql)$/.test(path)) continue;
    const text = archive.read(path).toString('utf8');
    for (const folder of own)
      if (text.includes(`${folder}/`)) yield `${path} names a folder of the machine that built it.`;
    for (const [pattern, what] of secrets) if (pattern.test(text)) yield `${path} contains ${what}.`;
    if (!path.startsWith('dist/main/')) continue;
    for (const mark of loopbackMarks)
      if (text.includes(mark)) yield `${path} contains "${mark}": the loopback shell is never packaged.`;
    for (const name of importsOf(text)) {
      const parts = name.split('/');
      const folder = `node_modules/${name.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]}`;
      if (!builtin.has(name) && !archive.files.has(`${folder}/package.json`))
        yield `${path} imports ${name}, which is not in the package (see "files" in electron-builder.yml).`;
    }
  }
}

function* inMetadata(archive: Archive): Generator<string> {
  const packed = JSON.parse(archive.read('package.json').toString('utf8')) as Record<string, unknown>;
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  for (const field of ['name', 'version', 'type', 'main'])
    if (packed[field] !== own[field])
      yield `package.json has another ${field}: ${JSON.stringify(packed[field])}.`;
  if (typeof packed['main'] !== 'string' || !archive.files.has(packed['main']))
    yield 'package.json starts with a file that is missing.';
  for (const field of ['devDependencies', 'scripts'])
    if (packed[field] !== undefined) yield `package.json still has ${field}.`;
}

function* marks(): Generator<string> {
  const sources = globSync('main/shells/loopback*.ts', { cwd: root })
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  for (const mark of loopbackMarks)
    if (!sources.includes(mark))
      yield `"${mark}" is not in the loopback shell any more: choose another mark.`;
}

/** Looks through the archive of a package (`app.asar`, with its libraries beside it). */
export function inspect(file: string, target: Target): Contents {
  const archive = openArchive(file);
  try {
    const library = prebuild(target);
    const troubles = [
      ...missing(archive, target),
      ...unwanted(archive, target),
      ...inTexts(archive),
      ...inMetadata(archive),
      ...marks(),
    ];
    for (const [path, { unpacked }] of archive.files)
      if (unpacked !== path.endsWith('.node'))
        troubles.push(`${path} should lie ${unpacked ? 'in' : 'beside'} the archive.`);
    if (archive.files.has(library)) {
      if (!isBeside(file, library)) troubles.push(`${library} does not lie beside the archive.`);
      else if (!archive.read(library).equals(readFileSync(join(root, library))))
        troubles.push(`${library} is not the file that was installed.`);
    }
    const bytes = (unpacked: boolean): number =>
      [...archive.files.values()].reduce(
        (sum, each) => sum + (each.unpacked === unpacked ? each.size : 0),
        0,
      );
    return { troubles, files: archive.files.size, packed: bytes(false), unpacked: bytes(true) };
  } finally {
    archive.close();
  }
}
