import { ScpiError } from './errors.ts';

/** One program message unit: a header and the text of its parameters, not read yet. */
export interface Unit {
  /** As typed, without `?`. */
  readonly header: string;
  readonly query: boolean;
  readonly parameters: string;
}

/** White space is every control character but LF, and the space. source: IEEE 488.2, 7.4.1.2 */
const space = '[\\0-\\x09\\x0b-\\x20]';
const outerSpace = new RegExp(`^${space}+|${space}+$`, 'g');
const unitShape = new RegExp(`^([^?\\0-\\x20]+)(\\??)(?:${space}+([^]*))?$`);
const headerShape = /^(\*[A-Za-z][A-Za-z0-9_]*|:?[A-Za-z][A-Za-z0-9_]*(:[A-Za-z][A-Za-z0-9_]*)*)$/;
/** source: IEEE 488.2, 7.6.1.4.1 */
const longestMnemonic = 12;

/** Takes white space off both ends. */
export function trim(text: string): string {
  return text.replace(outerSpace, '');
}

/**
 * Splits at a separator, but not inside a quoted string, an expression or a definite block. A string that does not end
 * runs to the end of the message; whoever reads it says so.
 */
export function splitOutside(text: string, separator: ';' | ','): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '"' || c === "'") {
      const end = text.indexOf(c, i + 1);
      // A doubled quote ends one string and begins another one at once, which comes to the same here.
      i = end === -1 ? text.length : end;
    } else if (c === '#' && /[1-9]/.test(text[i + 1] ?? '')) {
      const digits = Number(text[i + 1]);
      const length = text.slice(i + 2, i + 2 + digits);
      if (/^\d+$/.test(length) && length.length === digits) i += 1 + digits + Number(length);
    } else if (c === '(') depth++;
    else if (c === ')') depth = Math.max(0, depth - 1);
    else if (c === separator && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Reads one unit. Throws a ScpiError (-101, -102, -111, -112) when it is none. `null` when it is empty. */
export function readUnit(text: string): Unit | null {
  const trimmed = trim(text);
  if (trimmed === '') return null;
  if (/[^\0-\x7f]/.test(trimmed)) throw new ScpiError(-101);
  const [, header, question, parameters] = unitShape.exec(trimmed) ?? [];
  if (header === undefined) throw new ScpiError(/^[^?\s]+\?/.test(trimmed) ? -111 : -102);
  if (!headerShape.test(header)) {
    if (/[^A-Za-z0-9_:*]/.test(header))
      throw new ScpiError(/^[*:A-Za-z]/.test(header) ? headerTrouble(header) : -101, header);
    throw new ScpiError(-102, header);
  }
  if (header.split(/[:*]/).some((mnemonic) => mnemonic.length > longestMnemonic))
    throw new ScpiError(-112, header);
  return { header, query: question === '?', parameters: trim(parameters ?? '') };
}

/** Something that is not part of a header follows it without a space: `VOLT,3` or `VOLT#3`. */
function headerTrouble(header: string): -101 | -111 {
  return /^[*:A-Za-z0-9_]+[,"'#(.+-]/.test(header) ? -111 : -101;
}
