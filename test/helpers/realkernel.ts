import { readFileSync } from 'node:fs';

/** The kernels whose raw entries are in test/fixtures/realkernel, and the profile of each. */
export const REAL_KERNELS = [
  { folder: '6.1.0-56-amd64', kernel: 'debian-6.1' },
  { folder: '6.12.117+deb12-amd64', kernel: 'debian-6.12' },
  { folder: '7.3.4+deb13-amd64', kernel: 'debian-7.3' },
] as const;

/** A line of a JSON Lines file of the fixtures; values of other types are left out. */
export type FixtureRow = ReadonlyMap<string, string | number>;

/** Reads a JSON Lines file of one kernel. */
export function readFixture(folder: string, file: string): FixtureRow[] {
  const path = new URL(`../fixtures/realkernel/${folder}/${file}`, import.meta.url);
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row: unknown = JSON.parse(line);
      const pairs = typeof row === 'object' && row !== null ? Object.entries(row) : [];
      return new Map(
        pairs.flatMap(([key, value]): [string, string | number][] =>
          typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [],
        ),
      );
    });
}

/** A number of a fixture row, or undefined. */
export function hex(row: FixtureRow, key: string): bigint | undefined {
  const value = row.get(key);
  return value === undefined ? undefined : BigInt(value);
}
