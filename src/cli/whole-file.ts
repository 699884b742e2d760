import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { PteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { errorCode } from '../input/bytes.ts';

/** Writes a file whole or not at all: under another name first. @throws PteDecodeError `ERR_INPUT` */
export function writeWhole(path: string, text: string): void {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, text);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw new PteDecodeError('ERR_INPUT', `cannot write: ${errorCode(error) || String(error)}`, {
      origin: { source: printable(path, 400) },
      cause: error,
    });
  }
}
