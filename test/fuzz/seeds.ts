import { readdirSync, readFileSync } from 'node:fs';

/** The inputs of a target from which all others are made, in order of their names. */
export function seedsOf(folder: URL, target: string): readonly Uint8Array[] {
  const path = new URL(`${target}/`, folder);
  return readdirSync(path)
    .sort()
    .map((name) => readFileSync(new URL(name, path)));
}
