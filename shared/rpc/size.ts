import { maxDepth } from './scan.ts';

/**
 * Whether plain data takes at most about `limit` bytes, by its strings, typed arrays and number of values. Stops looking as
 * soon as it knows; false as well when it nests too deeply. For wires that carry values and cannot bound them in bytes.
 */
export function fits(value: unknown, limit: number): boolean {
  let left = limit;
  const count = (each: unknown, depth: number): boolean => {
    left -= 8;
    if (left < 0 || depth > maxDepth) return false;
    if (typeof each === 'string') left -= each.length;
    else if (ArrayBuffer.isView(each)) left -= each.byteLength;
    else if (each instanceof ArrayBuffer) left -= each.byteLength;
    else if (Array.isArray(each)) return left >= each.length && each.every((item) => count(item, depth + 1));
    else if (typeof each === 'object' && each !== null) {
      // A Map or a Set of a structured clone has no keys of its own: it belongs to no contract.
      if (each instanceof Map || each instanceof Set) return false;
      for (const [key, item] of Object.entries(each)) {
        left -= key.length;
        if (!count(item, depth + 1)) return false;
      }
    }
    return left >= 0;
  };
  return count(value, 0);
}
