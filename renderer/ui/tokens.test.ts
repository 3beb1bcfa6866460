import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const renderer = new URL('../', import.meta.url);
const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(css|tsx?)$/u.test(name) && !name.endsWith('.test.ts'))
  .map((name) => [name, readFileSync(new URL(name, renderer), 'utf8')] as const);
const tokens = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Hex, functions and the common names. `transparent`, `currentColor` and `inherit` are not colours of their own. */
const rawColour =
  /#[0-9a-f]{3,8}\b(?!-)|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch|color-mix)\(|(?:^|[\s:,(])(?:white|black|red|green|blue|orange|yellow|gray|grey)(?=[;,)\s])/iu;

/** Colours on lines of CSS, or of code inside quotes. */
function coloured(name: string, text: string): string[] {
  return text.split('\n').filter((line) => {
    const style = line.replace(/\/\*.*?\*\/|\/\/.*$/gu, '');
    if (name.endsWith('.css')) return rawColour.test(style);
    return /#[0-9a-f]{3,8}['"`]|['"`](?:rgba?|hsla?|oklch)\(/iu.test(style);
  });
}

describe('tokens', () => {
  it('are the only home of colours', () => {
    const found = files
      // Paper is white and its ink black in both themes, and so is a QR code (ux.md, 02): the two exceptions.
      .filter(([name]) => !name.endsWith('tokens.css') && !/(QrCode\.(css|tsx)|print\.css)$/u.test(name))
      .flatMap(([name, text]) => coloured(name, text).map((line) => `${name}: ${line.trim()}`));
    expect(files.length).toBeGreaterThan(40);
    expect(found).toEqual([]);
  });

  it('would be found elsewhere', () => {
    for (const line of ['color: #fff;', 'background: rgba(0, 0, 0, .5);', 'border: 1px solid white;'])
      expect(coloured('x.css', line)).toHaveLength(1);
    expect(coloured('x.tsx', `stroke="#FF0000"`)).toHaveLength(1);
    expect(coloured('x.css', 'white-space: nowrap; background: transparent; color: var(--ink);')).toEqual([]);
  });

  it('are all that is used', () => {
    const declared = new Set([...tokens.matchAll(/(--[\w-]+)\s*:/gu)].map((match) => match[1]));
    const missing = files
      .filter(([name]) => name.endsWith('.css') && !name.endsWith('tokens.css'))
      .flatMap(([name, text]) => {
        const own = new Set([...text.matchAll(/(--[\w-]+)\s*:/gu)].map((match) => match[1]));
        return [...text.matchAll(/var\((--[\w-]+)\)/gu)]
          .map((match) => match[1] ?? '')
          .filter((token) => !declared.has(token) && !own.has(token) && !setByComponents.has(token))
          .map((token) => `${name}: ${token}`);
      });
    expect(missing).toEqual([]);
  });

  it('have both themes complete', () => {
    const [dark, light] = ['[data-theme=dark]', '[data-theme=light]'].map((selector) => {
      const start = tokens.replace(/["']/gu, '').lastIndexOf(`${selector} {`);
      const block = tokens
        .replace(/["']/gu, '')
        .slice(start, tokens.replace(/["']/gu, '').indexOf('}', start));
      return [...block.matchAll(/(--[\w-]+)\s*:/gu)]
        .map((match) => match[1] ?? '')
        .sort((a, b) => a.localeCompare(b));
    });
    expect(dark?.length).toBeGreaterThan(30);
    expect(light).toEqual(dark);
  });
});

/** Given by a component through its `style` prop, or by react-aria. */
const setByComponents = new Set(
  files
    .filter(([name]) => name.endsWith('.tsx'))
    .flatMap(([, text]) => [...text.matchAll(/'(--[\w-]+)':/gu)].map((match) => match[1] ?? ''))
    .concat('--trigger-width', '--c'),
);
