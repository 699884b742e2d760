import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files of one test file; `remove` deletes it. */
export function temporaryFolder(): {
  write: (name: string, bytes: Uint8Array) => string;
  path: string;
  remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), 'pte-decode-test-'));
  return {
    path,
    write(name, bytes) {
      const file = join(path, name);
      writeFileSync(file, bytes);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
