import { usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import type { PhysicalMemory } from '../../../images/memory.ts';
import { openImage } from '../../../images/formats/open.ts';
import { closingOnError, type Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import type { Invocation } from '../../spec.ts';
import { parseAddress } from './address-range.ts';

/** Opens the image that a path and `--memory-base` name. @throws PteDecodeError `ERR_USAGE` for standard input, `ERR_INPUT` */
export function openMemory(invocation: Invocation, io: Io, path: string): Promise<PhysicalMemory> {
  if (path === '-')
    throw usageError(
      '"-": an image is read at any place, which a pipe does not allow: write it to a file and name that',
    );
  const base = invocation.value('memory-base');
  const options = base === undefined ? {} : { base: parseAddress(base, '--memory-base') };
  return openImage(io.openFile(path), options);
}

/** The files that are the memory image, and the arguments that are not one of them. */
interface ImageArguments {
  readonly paths: readonly string[];
  readonly rest: readonly string[];
}

/** The image is `--memory`, or else the first argument. */
export function imageArguments(invocation: Invocation): ImageArguments {
  const { args } = invocation;
  const named = invocation.list('memory');
  return named.length > 0 ? { paths: named, rest: args } : { paths: args.slice(0, 1), rest: args.slice(1) };
}

/**
 * Opens the image of `--memory` or of the first argument; `--memory` given several times: the parts of a split dump.
 *
 * @throws PteDecodeError `ERR_USAGE` when none is named, or when the files are no parts of one dump
 */
export async function openMemoryOption(invocation: Invocation, io: Io): Promise<PhysicalMemory> {
  const { paths } = imageArguments(invocation);
  const [path, ...others] = paths;
  if (path === undefined)
    throw usageError('a memory image is needed: IMAGE as the first argument, or --memory');
  const first = await openNamed(invocation, io, path);
  // That a file which begins as another is read as raw memory: its answers would be those of other addresses.
  const { format, notes } = first.info;
  if (format === 'raw') for (const note of notes) tell(io, `${printable(path, 200)}: ${note}`);
  if (others.length === 0) return first;
  const opened = [first];
  return closingOnError(opened, async () => {
    for (const other of others) opened.push(await openMemory(invocation, io, other));
    const { joinPieces } = await import('../../../images/formats/split.ts');
    return joinPieces(opened);
  });
}

/** Opens the first file; an address in its place is told from a file that is not there. */
async function openNamed(invocation: Invocation, io: Io, path: string): Promise<PhysicalMemory> {
  try {
    return await openMemory(invocation, io, path);
  } catch (error) {
    if (invocation.list('memory').length > 0 || !/^(?:0x[0-9a-f]+|[0-9a-f]{16})$/i.test(path)) throw error;
    throw usageError(
      `"${printable(path)}" is no file: the image comes first (IMAGE VA), or is named by --memory`,
      { cause: error },
    );
  }
}
