import { readdirSync } from 'node:fs';
import { defineConfig, type OxlintOverride } from 'oxlint';
import { homes, mainRooms, testGlobs } from './tools/rooms.ts';

type Pattern = { group: string[]; message: string };

/** Relative imports stay inside their folder: what crosses folders is written from its world (`#main/...`). */
const upward: Pattern = {
  group: ['../*', '../**'],
  message: 'Write #main/, #shared/ or #renderer/ across folders.',
};

const outsideHomes = (file: string): { name: string; message: string }[] =>
  Object.entries(homes)
    .filter(([, places]) => !places.includes(file))
    .map(([name, places]) => ({ name, message: `Its home is ${places.join(', ')}.` }));

const restrict = (
  files: string[],
  paths: { name: string; message: string }[],
  patterns: Pattern[],
  excludeFiles: string[] = [],
): OxlintOverride => ({
  files,
  excludeFiles: [...testGlobs, ...excludeFiles],
  rules: { 'no-restricted-imports': ['error', { paths, patterns: [upward, ...patterns] }] },
});

/** `main/<room>/**`: may import the rooms of its row, and nothing else of main. */
const room = (name: string, may: readonly string[]) =>
  restrict([`main/${name}/**/*.ts`], outsideHomes(`main/${name}/**`), [
    {
      group: ['#main/**', `!#main/${name}/**`, ...may.map((each) => `!#main/${each}/**`)],
      message: `main/${name} may import ${may.join(', ') || 'no other room'} (tools/rooms.ts).`,
    },
    { group: ['#renderer/**'], message: 'main never imports the renderer.' },
  ]);

/** Every folder of renderer/features is a room of its own. */
const features = readdirSync(new URL('./renderer/features', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const notMain: Pattern = {
  group: ['#main/**'],
  message: 'The renderer knows only the contract, never main.',
};
const nodeModules: Pattern = { group: ['node:*', 'node:*/**'], message: 'There is no Node in this world.' };

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'vitest', 'promise'],
  categories: { correctness: 'error' },
  options: { typeAware: true },
  ignorePatterns: ['dist/**', 'node_modules/**', '.cache/**', 'test-results/**'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: false }],
    'typescript/await-thenable': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'off',
    'typescript/consistent-type-imports': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'no-empty': ['error', { allowEmptyCatch: false }],
    'no-var': 'error',
    'prefer-const': 'error',
    eqeqeq: 'error',
    'no-console': 'error',
    'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    'react/rules-of-hooks': 'error',
    'react/exhaustive-deps': 'error',
    'unicorn/no-array-sort': 'off',
    'vitest/no-focused-tests': 'error',
    'vitest/no-disabled-tests': 'error',
    'vitest/valid-expect': 'off',
    'vitest/require-mock-type-parameters': 'off',
    'no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
    ],
  },
  overrides: [
    { files: ['*.config.ts', '**/*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    {
      files: ['main/shells/**', 'tools/**', 'bench/**', 'e2e/**', '**/*.mjs'],
      rules: { 'no-console': 'off' },
    },
    { files: ['**/*.d.ts'], rules: { 'no-var': 'off', 'no-unused-vars': 'off' } },
    ...Object.entries(mainRooms).map(([name, may]) => room(name, may)),
    restrict(['main/*.ts'], outsideHomes('main/*.ts'), [
      { group: ['#main/shells/**'], message: 'Core never imports a shell.' },
      { group: ['#renderer/**'], message: 'main never imports the renderer.' },
    ]),
    restrict(
      ['main/shells/**/*.ts'],
      outsideHomes('main/shells/**').filter(({ name }) => !['node:net', 'node:http'].includes(name)),
      [{ group: ['#renderer/**'], message: 'main never imports the renderer.' }],
    ),
    restrict(
      ['shared/**/*.ts'],
      outsideHomes('shared/**').filter(({ name }) => name !== 'zod'),
      [{ group: ['#main/**', '#renderer/**'], message: 'shared imports neither world.' }, nodeModules],
    ),
    restrict(['shared/contract/**/*.ts'], outsideHomes('shared/contract/**'), [
      { group: ['#main/**', '#renderer/**'], message: 'shared imports neither world.' },
      nodeModules,
    ]),
    restrict(['renderer/**/*.ts', 'renderer/**/*.tsx'], outsideHomes('renderer/**'), [notMain, nodeModules]),
    restrict(['renderer/ui/**/*.ts', 'renderer/ui/**/*.tsx'], outsideHomes('renderer/ui/**'), [
      notMain,
      nodeModules,
      {
        group: ['#renderer/features/**', '#renderer/stores/**', '#renderer/bridge/**', '#renderer/app/**'],
        message: 'The design system knows no feature and no store.',
      },
    ]),
    ...features.map((name) =>
      restrict(
        [`renderer/features/${name}/**/*.ts`, `renderer/features/${name}/**/*.tsx`],
        outsideHomes('renderer/**'),
        [
          notMain,
          nodeModules,
          {
            group: ['#renderer/features/**', `!#renderer/features/${name}/**`, '#renderer/app/**'],
            message: 'Features never import each other, nor the frame.',
          },
        ],
      ),
    ),
    restrict(['preload/**/*.ts'], outsideHomes('preload/**'), [notMain, nodeModules]),
  ],
});
