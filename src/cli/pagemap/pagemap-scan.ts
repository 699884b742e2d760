import { release } from 'node:os';
import { usageError } from '../../core/errors.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';
import { parseVersion } from '../../core/version.ts';
import type { Io } from '../../input/bytes/io.ts';
import { findProcess } from '../../pagemap/sources/process.ts';
import { categoryNames, type ScanList } from '../../pagemap/ioctl/scan-regions.ts';
import { readMappings } from '../../pages/maps.ts';
import { clipRange } from '../../pages/page-filter.ts';
import { recordLine } from '../../records/schema-number.ts';
import { BufferedOutput } from '../buffered-output.ts';
import { EXIT } from '../exit.ts';
import type { Invocation } from '../spec.ts';
import { tell } from '../../input/bytes/safe-io.ts';
import { scanProcess } from './kernel-scan.ts';
import { filterFromOptions, livePageSize } from './session.ts';

/** The mapping that no page tables of the process hold: the ioctl refuses its address. */
const NOT_SCANNED = '[vsyscall]';

/** What the running kernel says of the pages that the options pick, and what the options picked nothing by. */
export async function scanFromOptions(
  invocation: Invocation,
  io: Io,
): Promise<{ readonly list: ScanList; readonly problems: readonly string[] }> {
  const pageSize = await livePageSize(invocation, io);
  const pid = findProcess(io, invocation.value('pid') ?? '');
  const filter = filterFromOptions(invocation, pageSize);
  const size = BigInt(pageSize);
  const ranges = readMappings(io, `/proc/${pid}/maps`, pageSize)
    .filter((vma) => vma.name !== NOT_SCANNED && (filter.vma?.(vma) ?? true))
    .flatMap(({ start, end }) => clipRange(start, end, filter))
    .map(({ start, end }) => ({ start: BigInt(start) * size, end: BigInt(end) * size }));
  const list = scanProcess(pid, ranges, parseVersion(release()));
  return { list, problems: filter.unmatched().map(({ text }) => text) };
}

/** `--pagemap-scan`: the regions of PAGEMAP_SCAN, as `scan-compare --scan` reads them. */
export async function showPagemapScan(invocation: Invocation, io: Io): Promise<number> {
  if (invocation.value('pid') === undefined)
    throw usageError('--pagemap-scan asks the running kernel: wanted --pid');
  const { list, problems } = await scanFromOptions(invocation, io);
  const mask = formatHex(BigInt(list.returnMask ?? 0));
  const isJson = invocation.has('json') || invocation.value('format') === 'json';
  const output = new BufferedOutput(io.stdout);
  for (const { start, end, categories } of list.regions) {
    const names = categoryNames(categories);
    const bits = formatHex(BigInt(categories));
    output.add(
      isJson
        ? recordLine({
            vaddr: formatU64(start),
            end: formatU64(end),
            categories: bits,
            names,
            return_mask: mask,
          })
        : `${formatU64(start)} ${formatU64(end)} ${bits} mask ${mask} # ${names.join('|')}\n`,
    );
  }
  output.flush();
  for (const text of problems) tell(io, text);
  return problems.length > 0 ? EXIT.unanswered : EXIT.ok;
}
