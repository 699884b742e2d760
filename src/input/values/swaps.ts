import type { SwapArea } from '../../core/verdicts/swap-devices.ts';
import { formatError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';

/**
 * Reads text in the format of /proc/swaps: line N after the heading is taken for swap area N, which is so as long as no
 * earlier area was swapped off: the kernel leaves such a one out (v6.12 mm/swapfile.c swap_start). Blanks in a name are
 * `\040` there.
 *
 * @returns the names by the number of the area, which is the type of its swap entries
 * @throws PteDecodeError `ERR_FORMAT` without the heading line
 */
export function parseSwaps(text: string, source: string): ReadonlyMap<number, string> {
  return new Map(swapRows(text, source).map(([name = ''], type) => [type, deviceName(name)]));
}

const deviceName = (name: string): string => printable(name.replaceAll('\\040', ' '));

/** The columns of each line below the heading. */
function swapRows(text: string, source: string): readonly (readonly string[])[] {
  const [heading = '', ...lines] = text.split('\n');
  if (!/^Filename\s+Type\s+Size\s+Used\s+Priority/.test(heading))
    throw formatError('wanted the format of /proc/swaps, which begins with "Filename  Type  Size"', {
      source,
      line: 1,
    });
  return lines.filter((line) => line.trim() !== '').map((line) => line.split(/\s+/));
}

/** Bytes of a swap header in front of its list of bad pages, and behind it: the signature. */
const HEADER_BYTES = { before: 1536, behind: 10 };

/**
 * v6.12 include/linux/swap.h MAX_SWAP_BADPAGES: as many as the header has numbers of four bytes for. Regular files have none
 * (mm/swapfile.c read_swap_header).
 */
function mostBadPages(pageSize: number): bigint {
  return BigInt(Math.floor((pageSize - HEADER_BYTES.before - HEADER_BYTES.behind) / 4));
}

/**
 * Reads names and sizes out of text in the format of /proc/swaps. The size there, in KiB, leaves the header page out.
 *
 * @param pageSize bytes of a page
 * @throws PteDecodeError `ERR_FORMAT` without the heading line, or for a size that is no number
 */
export function parseSwapAreas(
  text: string,
  source: string,
  pageSize: number,
): ReadonlyMap<number, SwapArea> {
  return new Map(
    swapRows(text, source).map(([name = '', kind, size = ''], type) => {
      if (!/^\d{1,15}$/.test(size))
        throw formatError(`size "${printable(size)}": wanted a number of KiB`, { source, line: type + 2 });
      return [
        type,
        {
          name: deviceName(name),
          pages: (BigInt(size) * 1024n) / BigInt(pageSize),
          bad: kind === 'file' ? 0n : mostBadPages(pageSize),
        },
      ];
    }),
  );
}
