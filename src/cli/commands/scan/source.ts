import { counted } from '../../../core/counted.ts';
import { formatError, usageError } from '../../../core/errors.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { printable } from '../../../core/printable.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import {
  canonicalSpan,
  hasBothHalves,
  isCanonical,
  isKernelHalf,
  withoutTag,
} from '../../../core/rows/virtual-address.ts';
import { type OpenEntries, watchOpen } from '../../../images/scan/open-entries.ts';
import type { TopTables } from '../../../images/walk/roots.ts';
import {
  type EntrySink,
  type Half,
  halfRange,
  pageAddress,
  pageNumber,
  scanTables,
} from '../../../images/scan/scan.ts';
import type { PageRange } from '../../../pages/page-filter.ts';
import { isText } from '../../../input/values/first-bytes.ts';
import { otherThanWords, otherFormat } from '../../../input/bytes/file-formats.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { kernelOfTable, kernelsOfImage } from '../../options/memory/image-kernel.ts';
import { imageKernelName, isAssumedKernel, tableKernelName } from '../../options/memory/image-name.ts';
import { imageArguments, openMemoryOption } from '../../options/memory/memory.ts';
import {
  describeRoot,
  namesTable,
  saidHalf,
  tablesOfHalves,
  tellGuess,
} from '../../options/memory/top-table.ts';
import { parseAddress, parseAddressRange } from '../../options/memory/address-range.ts';
import { isGiven } from '../../options/meaning.ts';
import { ROOT_OPTIONS } from '../../options/memory/memory-specs.ts';
import type { Progress } from '../../progress.ts';
import { kernelHeading } from '../../options/kernel/kernel-heading.ts';
import { levelOf } from '../../options/kernel/level.ts';
import type { Invocation } from '../../spec.ts';

/** Whose entries a scan reads. */
export interface ScanSource {
  readonly kernel: Kernel;
  /** For the first line of the output. */
  readonly kernelText: string;
  /** Nobody chose the kernel, and the input does not say it. */
  readonly isAssumed?: boolean;
  /** For messages. */
  readonly name: string;
  /** The pages whose entries are read. */
  readonly range: PageRange;
  /** Hands every entry asked for to a sink; gives the number of tables read, by level. */
  feed(sink: EntrySink): ReadonlyMap<string, number>;
  close(): void;
}

/** What is said of images, and of whose tables in them are read. */
const OF_IMAGES = [...ROOT_OPTIONS.map(({ long }) => long), 'range', 'user', 'kernel-half'];

/** Opens what `--memory` or `--table` names. @throws PteDecodeError `ERR_USAGE` for options that contradict each other */
export async function openScanSource(invocation: Invocation, io: Io): Promise<ScanSource> {
  const table = invocation.value('table');
  if (table === undefined) return openImageSource(invocation, io);
  const others = OF_IMAGES.filter((name) => isGiven(invocation, name));
  const [other] = [...others.map((name) => `--${name}`), ...invocation.args.map(() => 'IMAGE')];
  if (other !== undefined) throw usageError(`--table and ${other}: one or the other`);
  const kernel = await kernelOfTable(invocation, io);
  const bytes = io.readFile(table);
  const format = otherThanWords(bytes);
  if (format !== undefined) throw otherFormat(format, 'no table of entries', table);
  if (isText(bytes, kernel.entryBits === 64 ? 8 : 4))
    throw formatError('no table of entries but text: pte-decode --file reads values', { source: table });
  const level = levelOf(invocation);
  const vaddr = tableStart(invocation, kernel, io);
  const { scanBareTable } = await import('../../../images/scan/bare-table.ts');
  return {
    kernel,
    kernelText: tableKernelName(invocation, io, kernel),
    isAssumed: kernelHeading(kernel, invocation, io).hint !== undefined,
    name: table,
    range: tableRange(kernel, level, vaddr),
    feed(sink) {
      const { watched, finish } = watchOpen(kernel, sink);
      let pointers = 0;
      const counting: EntrySink = {
        ...watched,
        table(...place) {
          pointers += 1;
          watched.table?.(...place);
        },
      };
      // A buffer of its own: the bytes of a small file may stand anywhere in a shared one.
      scanBareTable(kernel, new Uint8Array(bytes), level, vaddr, table, counting);
      tellOpen(io, finish());
      // A check looks at them too.
      if (pointers > 0 && !['tables', 'check', 'quiet'].some((option) => invocation.has(option)))
        tell(
          io,
          `${counted(pointers, 'entry points to a table', 'entries point to tables')}: --entries --tables lists them`,
        );
      return new Map();
    },
    close() {
      // Nothing is open.
    },
  };
}

/** The address of `--va`, without a tag that the CPU ignores. @throws PteDecodeError `ERR_USAGE` where no table has it */
function tableStart(invocation: Invocation, kernel: Kernel, io: Io): bigint {
  const given = parseAddress(invocation.value('va') ?? '0', '--va');
  const vaddr = withoutTag(kernel.machine, given);
  if (!isCanonical(kernel, vaddr)) throw usageError(`--va ${formatHex(given)}: no table has such addresses`);
  if (vaddr !== given)
    tell(io, `--va ${formatHex(given)}: the CPU ignores the highest byte, read as ${formatHex(vaddr)}`);
  return vaddr;
}

/** Tables after which the clock is looked at. */
const TURN = 64;

/** A source that shows how far a scan of it is: how many tables an address space has is known only at its end. */
export function watchedScan(source: ScanSource, progress: Progress): ScanSource {
  let tables = 0;
  return {
    ...source,
    feed: (sink) =>
      source.feed({
        ...sink,
        entries(geometry, words, first, last, page) {
          if (++tables % TURN === 0)
            progress.show(undefined, `${tables} tables, at ${formatU64(pageAddress(source.kernel, page))}`);
          sink.entries(geometry, words, first, last, page);
        },
      }),
  };
}

/** Tells of entries that are read as those of a process and may be the kernel's. */
function tellOpen(io: Io, open: OpenEntries | undefined): void {
  if (open === undefined) return;
  const symbols = open.builds.map(({ symbol }) => symbol).join('=y, ');
  tell(
    io,
    `${formatU64(open.vaddr)}: read as an entry of a process, and it may be one of the kernel: nothing says where the kernel's addresses begin, from ${formatHex(open.possible)} on or later; --config ${symbols}=y says it`,
  );
}

/** The pages that one table of a level maps. */
function tableRange(kernel: Kernel, level: Level, vaddr: bigint): PageRange {
  const geometry = kernel.levels.find((candidate) => candidate.level === level);
  const start = pageNumber(kernel, vaddr);
  if (geometry === undefined) return { start, end: start };
  return { start, end: start + 2 ** (geometry.shift + geometry.indexBits - kernel.pageShift) };
}

async function openImageSource(invocation: Invocation, io: Io): Promise<ScanSource> {
  if (imageArguments(invocation).rest.length > 0) throw usageError('IMAGE and --memory: one or the other');
  const memory = await openMemoryOption(invocation, io);
  const kernels = await kernelsOfImage(invocation, io, memory);
  const { tables: roots, half } = tablesOfHalves(
    invocation,
    memory,
    kernels,
    halfOf(invocation, kernels.user),
  );
  const kernel = kernels[half];
  const range = rangeFromOptions(invocation, kernel, roots);
  tellGuess(io, roots);
  const parts = partsOf(kernel, roots, range, namesTable(memory, kernel.machine));
  return {
    kernel,
    kernelText: `${imageKernelName(invocation, memory, kernel)}; top table ${describeRoot(kernel, roots)}`,
    isAssumed: isAssumedKernel(invocation, memory.info),
    name: memory.info.path,
    range,
    feed(sink) {
      const tables = new Map<string, number>();
      const { watched, finish } = watchOpen(kernel, sink);
      for (const part of parts) {
        const counts = scanTables(memory, kernel, part.root, part.range, watched);
        for (const [level, count] of counts.tables) tables.set(level, (tables.get(level) ?? 0) + count);
      }
      tellOpen(io, finish());
      return tables;
    },
    close: () => {
      memory.close();
    },
  };
}

/**
 * The top tables to scan, each with its part of the range. With page-table isolation the two halves have top tables of
 * their own, and on some machines always.
 *
 * @param names the options that can name a top table
 * @throws PteDecodeError `ERR_USAGE` when no table is known for a part
 */
export function partsOf(
  kernel: Kernel,
  roots: TopTables,
  range: PageRange,
  names: readonly string[] = ['--pgd PHYS'],
): readonly { readonly root: bigint; readonly range: PageRange }[] {
  if (roots.user !== undefined && roots.user === roots.kernel && hasBothHalves(kernel))
    return [{ root: roots.user, range }];
  const middle = halfRange(kernel, 'user').end;
  const halves = [
    { root: roots.user, half: 'user', range: { start: range.start, end: Math.min(range.end, middle) } },
    { root: roots.kernel, half: 'kernel', range: { start: Math.max(range.start, middle), end: range.end } },
  ];
  return halves.flatMap(({ root, half, range: part }) => {
    if (part.start >= part.end) return [];
    if (root === undefined)
      throw usageError(`no top table of ${half} addresses is known: ${names.join(' or ')} names one`);
    return [{ root, range: part }];
  });
}

/** The half of the addresses that the options ask for, where each half has a top table. */
function halfOf(invocation: Invocation, kernel: Kernel): Half | undefined {
  const said = saidHalf(invocation);
  const text = invocation.value('range');
  if (said !== undefined || text === undefined) return said;
  return isKernelHalf(withoutTag(kernel.machine, parseAddressRange(text).start)) ? 'kernel' : 'user';
}

/** The part of the address space that `--range`, `--user` and `--kernel-half` ask for. */
export function rangeFromOptions(invocation: Invocation, kernel: Kernel, roots: TopTables): PageRange {
  const said = saidHalf(invocation);
  const half = halfRange(kernel, said ?? 'both');
  const text = invocation.value('range');
  if (text === undefined) return said === undefined ? halfRange(kernel, namedHalf(kernel, roots)) : half;
  const given = parseRange(text, kernel);
  const range = { start: Math.max(half.start, given.start), end: Math.min(half.end, given.end) };
  if (range.start >= range.end)
    throw usageError(`--range "${printable(text)}": nothing of it is in that half`);
  return range;
}

/** The half whose table was named: the user's, where it can be told; the kernel's own is found besides. */
function namedHalf(kernel: Kernel, { user, kernel: own }: TopTables): Half | 'both' {
  if (user === undefined) return 'kernel';
  return own === undefined || kernel.machine.addressSpace === 'per-half' ? 'user' : 'both';
}

function parseRange(text: string, kernel: Kernel): PageRange {
  const { start, end, wanted } = parseAddressRange(text);
  const isOneTable = hasBothHalves(kernel);
  const { machine } = kernel;
  const span = canonicalSpan(kernel, {
    first: withoutTag(machine, start),
    last: withoutTag(machine, end - 1n),
  });
  if (span === undefined) throw usageError(`--range "${printable(text)}": no table has such addresses`);
  const range = { start: pageNumber(kernel, span.first), end: pageNumber(kernel, span.last) + 1 };
  if (range.end <= range.start)
    throw usageError(`${wanted}${isOneTable ? '' : '; within one half of the addresses'}`);
  return range;
}
