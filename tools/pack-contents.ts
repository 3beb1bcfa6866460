import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { threadFiles } from '#main/threads/names.ts';
import { type Archive, isBeside, openArchive } from './pack-archive.ts';
import { needsOf, type Needs, unlicensed } from './pack-imports.ts';
import { librariesOf, notInstalled, type Target } from './pack-libraries.ts';
import { root } from './steps.ts';

/** What was found in a package. */
export interface Contents {
  /** What is wrong with it, one sentence each; empty when it is as it should be. */
  readonly troubles: readonly string[];
  readonly files: number;
  /** Bytes of the archive's files, and of the libraries beside it. */
  readonly packed: number;
  readonly unpacked: number;
}

/**
 * All that may be in a package, beside what the bundles import of node_modules. The rest has no business there: sources, tests,
 * documents, other packages.
 */
const allowed: readonly RegExp[] = [
  /^package\.json$/,
  /^dist\/main\/(electron\.js|preload\.cjs)$/,
  /^dist\/main\/chunks\/[\w.-]+\.js$/,
  /^dist\/main\/workers\/[\w-]+\.worker\.js$/,
  /^dist\/main\/migrations\/\d{4}-[\w-]+\.sql$/,
  /^dist\/renderer\/index\.html$/,
  /^dist\/renderer\/assets\/[\w.-]+\.(js|css|svg|woff2?)$/,
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

/** What the code of a native module says, which looks for its library from its own folder: in a bundle that is another one. */
const nativeMark = /node-gyp-build|\bprebuilds\b|\bdlopen\b|\.node["'`]/;

/** What a Linux package has beside its archive, for a person to install: neither an AppImage nor a tar.gz can. */
const udevRules = { name: '60-lablink-usbtmc.rules', source: 'packaging/linux/60-lablink-usbtmc.rules' };

function* missing(archive: Archive, target: Target): Generator<string> {
  const expected = [
    'dist/main/electron.js',
    'dist/main/preload.cjs',
    'dist/renderer/index.html',
    ...Object.keys(threadFiles).map((name) => `dist/main/workers/${name}.worker.js`),
    ...readdirSync(join(root, 'main/database/migrations')).map((name) => `dist/main/migrations/${name}`),
    ...librariesOf(target),
  ];
  const lacking = new Set(notInstalled(target));
  for (const path of expected)
    if (!archive.files.has(path))
      yield lacking.has(path)
        ? `${path} is missing: npm did not install it on this machine. Pack on a ${target.platform}-${target.arch} one.`
        : `${path} is missing.`;
  if (!archive.files.has('dist/renderer/index.html')) return;
  const page = archive.read('dist/renderer/index.html').toString('utf8');
  for (const [, path] of page.matchAll(/(?:src|href)="\/([^"]+)"/g))
    if (!archive.files.has(`dist/renderer/${path}`)) yield `The page needs ${path}, which is missing.`;
}

function* unwanted(archive: Archive, target: Target, needs: Needs): Generator<string> {
  const libraries = librariesOf(target);
  for (const path of archive.files.keys()) {
    const wanted = path.endsWith('.node') ? libraries.includes(path) : needs.files.has(path);
    if (!wanted && !allowed.some((pattern) => pattern.test(path)))
      yield `${path} does not belong in a package.`;
  }
}

function* inModules(archive: Archive, needs: Needs): Generator<string> {
  for (const { from, name } of needs.missing)
    yield `${from} imports ${name}, which is not in the package (see "files" in electron-builder.yml).`;
  for (const folder of unlicensed(archive)) yield `${folder} has no licence with it.`;
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
    if (nativeMark.test(text))
      yield `${path} looks for a native library: its package stays outside (see "external" in tools/build-main.ts).`;
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

const same = (file: string, other: string): boolean =>
  existsSync(file) && existsSync(other) && readFileSync(file).equals(readFileSync(other));

function* beside(file: string, archive: Archive, { platform, arch }: Target): Generator<string> {
  for (const [path, { unpacked }] of archive.files)
    if (unpacked !== path.endsWith('.node'))
      yield `${path} should lie ${unpacked ? 'in' : 'beside'} the archive.`;
  for (const library of librariesOf({ platform, arch }).filter((path) => archive.files.has(path)))
    if (!isBeside(file, library)) yield `${library} does not lie beside the archive.`;
    else if (!same(join(`${file}.unpacked`, library), join(root, library)))
      yield `${library} is not the file that was installed.`;
  if (platform === 'linux' && !same(join(dirname(file), udevRules.name), join(root, udevRules.source)))
    yield `${udevRules.name} does not lie beside the archive as it is in ${dirname(udevRules.source)}.`;
}

/** Looks through the archive of a package (`app.asar`, with its libraries beside it). */
export function inspect(file: string, target: Target): Contents {
  const archive = openArchive(file);
  try {
    const needs = needsOf(archive);
    const troubles = [
      ...missing(archive, target),
      ...unwanted(archive, target, needs),
      ...inModules(archive, needs),
      ...inTexts(archive),
      ...inMetadata(archive),
      ...beside(file, archive, target),
      ...marks(),
    ];
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
