import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of an input that once broke the program: test/fixtures/hostile/README.md. */
export function hostilePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/hostile/${name}`, import.meta.url));
}

/** Its bytes. */
export function hostileBytes(name: string): Uint8Array {
  return readFileSync(hostilePath(name));
}

/** Whatever moves a cursor, starts a terminal sequence, ends a line or reorders text. */
export const UNSAFE_TEXT = /[\p{Cf}\p{Cs}\u2028\u2029]|(?![\t\n])\p{Cc}/u;
