// What a build depends on.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const FOLDERS = ['src', 'scripts'];

/** A digest of all that a build reads, and of the Node that makes it: V8's code cache is good for that one only. */
export function inputsDigest(root) {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(),
  );
  const hash = createHash('sha256').update(`${process.version} ${process.arch}`);
  for (const path of [...FILES.map((file) => join(root, file)), ...below]) {
    const text = readFileSync(path);
    hash.update(`\0${path.slice(root.length)}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}
