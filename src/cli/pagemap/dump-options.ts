import { tried, usageError } from '../../core/errors.ts';
import { parseInteger } from '../../core/u64.ts';
import type { Io } from '../../input/bytes/io.ts';
import { isCapture } from '../../pagemap/capture/magic.ts';
import { isPageSize } from '../../pages/page-filter.ts';
import { isGiven } from '../options/meaning.ts';
import { DUMP_OPTIONS, PAGE_SIZE_OPTION } from '../options/memory/dump.ts';
import type { Invocation } from '../spec.ts';

/** The page size that the options give, else the usual one. */
export function pageSizeOf(invocation: Invocation, usual: number): number {
  const text = invocation.value('page-size');
  if (text === undefined) return usual;
  const bytes = Number(parseInteger(text, '--page-size', 1n << 20n));
  if (!isPageSize(bytes)) throw usageError(`--page-size ${bytes}: wanted a power of two from 4096 to 262144`);
  return bytes;
}

/** Whether a file may be no capture: so may one that cannot be looked at without being read. */
function mayBeDump(io: Io, path: string): boolean {
  if (path === '-') return true;
  const magic = tried(() => {
    const file = io.openFile(path);
    try {
      const bytes = new Uint8Array(8);
      file.readAt(0, bytes);
      return bytes;
    } finally {
      file.close();
    }
  });
  return magic === undefined || !isCapture(magic);
}

/**
 * The option that says where the words of a plain dump belong, or how large its pages are, where nothing is read but captures,
 * which say otherwise themselves.
 *
 * @param others the files that are read besides
 * @throws PteDecodeError for a page size that is none
 */
export function lostPlace(
  invocation: Invocation,
  io: Io,
  pageSize: number,
  others: readonly string[],
): string | undefined {
  const option = DUMP_OPTIONS.map(({ long }) => long).find((name) =>
    name === PAGE_SIZE_OPTION.long
      ? pageSizeOf(invocation, pageSize) !== pageSize
      : isGiven(invocation, name),
  );
  return option !== undefined && others.some((path) => mayBeDump(io, path)) ? undefined : option;
}
