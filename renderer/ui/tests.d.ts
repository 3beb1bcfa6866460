// What tests of this world use of Node, and no more: the renderer itself has no Node types and must not get them.
declare module 'node:fs' {
  export function readFileSync(path: URL, encoding: 'utf8'): string;
  export function readdirSync(path: URL, options: { recursive: true; encoding: 'utf8' }): string[];
}
