import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnNames, type ExportRow } from './columns.ts';
import { csvEncoder } from './csv.ts';

const empty = Object.fromEntries(columnNames.map((name) => [name, null])) as unknown as ExportRow;

/** Cells of CSV as RFC 4180 has them, read by a reader of a few lines: Python's reads whole exports in formats.test.ts. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let found = token.exec(csv); found !== null; found = token.exec(csv)) {
    rows.at(-1)!.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

test('whatever text there is comes back, and no spreadsheet would run it', () => {
  const hard = fc.array(fc.constantFrom(...Array.from('=+-@\t\r\n ,;"\'1.eEx＝＋－＠é😀\u2028')), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      fc.array(
        hard.map((letters) => letters.join('')),
        { minLength: 1, maxLength: 5 },
      ),
      (texts) => {
        const encoder = csvEncoder();
        const bytes = encoder.rows(texts.map((note) => ({ ...empty, note })));
        const [, ...rows] = cellsOf(Buffer.from(bytes).toString());
        const cells = rows.map((row) => row[columnNames.indexOf('note')]!);
        expect(cells.map((cell) => (cell.startsWith("'") ? cell.slice(1) : cell))).toEqual(texts);
        for (const cell of cells)
          expect(/^\s*[=@＝＠]|^\s*[+\-＋－]/.test(cell) && Number.isNaN(Number(cell)), cell).toBe(false);
      },
    ),
    { numRuns: 2000 },
  );
});

test('nothing is not the same as empty text; the row of names comes once', () => {
  const encoder = csvEncoder();
  const first = Buffer.from(encoder.rows([{ ...empty, seq: 1, reply: '' }])).toString();
  const second = Buffer.from(encoder.rows([{ ...empty, seq: 2 }])).toString();
  expect(first.startsWith(`${columnNames.join(',')}\r\n1,`)).toBe(true);
  expect(first).toContain(',"",');
  expect(second).toBe(`2${','.repeat(columnNames.length - 1)}\r\n`);
  expect(encoder.end()).toHaveLength(0);
});
