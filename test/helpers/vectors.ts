import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One line of a vector file: numbers as `0x…` strings, booleans as booleans. */
export type VectorRow = Readonly<Record<string, string | boolean>>;

/** The vector sets, and the kernel that each was evaluated with. */
export const VECTOR_SETS = [
  { stem: 'seed-5.11', kernel: 'uffd-wp-special' },
  { stem: 'debian-6.1', kernel: 'debian-6.1' },
  { stem: 'debian-6.12', kernel: 'debian-6.12' },
  { stem: 'debian-7.3', kernel: 'debian-7.3' },
  { stem: 'extra/debian-6.1-device-private', kernel: 'debian-6.1,CONFIG_DEVICE_PRIVATE=y' },
  { stem: 'extra/debian-6.12-device-private', kernel: 'debian-6.12,CONFIG_DEVICE_PRIVATE=y' },
] as const;

/** The options that reach each variant of a key: the part after `@`. */
export const VARIANTS: Readonly<Record<string, string>> = {
  'la57=0': 'paging=4',
  'la57=1': 'paging=5',
  'shstk=1': 'CPU_SHADOW_STACK=y',
  'wp=n': 'CONFIG_HAVE_ARCH_USERFAULTFD_WP=n',
  'uffd=n': 'CONFIG_USERFAULTFD=n',
};

/** Whether a line of a vector file is one. */
function isRow(value: unknown): value is VectorRow {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((item) => typeof item === 'string' || typeof item === 'boolean')
  );
}

/** The lines of a vector file. */
export function vectorLines(bytes: Uint8Array): readonly string[] {
  return Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** What a line of a vector file says. */
export function vectorRow(line: string): VectorRow {
  const row: unknown = JSON.parse(line);
  if (!isRow(row)) throw new Error(`not a vector: ${line}`);
  return row;
}

/** Reads one vector file; `kind` is `decode` or `encode`. */
export function readVectors(stem: string, kind: 'decode' | 'encode'): readonly VectorRow[] {
  const path = new URL(`../vectors/${stem}.${kind}.jsonl.gz`, import.meta.url);
  return vectorLines(gunzipSync(readFileSync(path))).map(vectorRow);
}
