/** Data, on standard output. */
export const print = (text: string): void => void process.stdout.write(text);
/** What a person should know, on standard error: it is no data. */
export const tell = (text: string): void => void process.stderr.write(`${text}\n`);

/** One object a line. Bytes are written in Base64. */
export const printJson = (value: unknown): void =>
  print(
    `${JSON.stringify(value, (_, each: unknown) => (each instanceof Uint8Array ? Buffer.from(each).toString('base64') : each))}\n`,
  );

/** An instrument's own text for a terminal: a control character could move the cursor, or do worse. Tabs and line ends stay. */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (character) =>
    character === '\t' || character === '\n'
      ? character
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** `visible` where a person looks, and the text as it came where a program reads. */
export const shown = (text: string): string => (process.stdout.isTTY ? visible(text) : text);

/** Rows as columns that stand below each other; the last one is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => Array.from(row[column] ?? '').length)),
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((each, column) => each.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** Resolves when everything that was printed has left this process, or nobody reads it any more. */
export const flushed = (): Promise<void> =>
  new Promise((resolve) => {
    if (process.stdout.destroyed || process.stdout.writableLength === 0) return resolve();
    process.stdout.once('drain', resolve);
    process.stdout.once('close', resolve);
  });
