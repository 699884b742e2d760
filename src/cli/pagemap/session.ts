import { availableParallelism } from 'node:os';
import { type ErrorCode, formatError, isPteDecodeError, tried, usageError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import type { CaptureHeader } from '../../pagemap/capture/format.ts';
import { isCapture } from '../../pagemap/capture/magic.ts';
import { openDump } from '../../pagemap/sources/dump-source.ts';
import { lostPlace, pageSizeOf } from './dump-options.ts';
import { otherThanWords, otherFormat } from '../../input/bytes/file-formats.ts';
import { againFrom, peekInput } from '../../input/bytes/peek.ts';
import { readMappings } from '../../pages/maps.ts';
import { architectureName } from '../../kernel/possible.ts';
import { type KernelSpec, resolveKernel } from '../../kernel/resolve.ts';
import { assumedPagemapKernel, configOfCapture, kernelOfCapture } from '../../pagemap/capture/kernel.ts';
import { createPagemapModel, type PagemapKernel, type PagemapModel } from '../../pagemap/model.ts';
import type { WordEngine } from '../../pagemap/scan/memory.ts';
import { createEngine } from '../../pagemap/scan/wasm.ts';
import type { WordSource } from '../../pagemap/sources/word-source.ts';
import { NamedFilter } from '../../pages/page-filter.ts';
import { closingOnError, type Input, type Io } from '../../input/bytes/io.ts';
import { tell } from '../../input/bytes/safe-io.ts';
import { report } from '../report.ts';
import { isGiven, refuseGiven } from '../options/meaning.ts';
import { DUMP_OPTIONS, PAGE_SIZE_OPTION } from '../options/memory/dump.ts';
import { parseAddress, parseAddressRange } from '../options/memory/address-range.ts';
import { hostPagemapKernel, namedPagemapKernel } from './kernel.ts';
import { type CapturedProcess, processText } from './words.ts';
import type { Invocation } from '../spec.ts';

/** An opened source with everything that is needed to read it. */
export interface PagemapSession {
  readonly engine: WordEngine;
  readonly model: PagemapModel;
  readonly source: WordSource;
  /** Reads the source once more, with an engine of its own; absent for what can be read once only. */
  readonly again?: ((engine: WordEngine) => WordSource) | undefined;
  readonly filter: NamedFilter;
  /** The process that is read live. */
  readonly pid: number | undefined;
  /** The kernel that a capture names, with what it says of its configuration and what options lay over it, where nobody named another one. */
  readonly captured?: KernelSpec;
  /** What a capture says of itself. */
  readonly header?: CaptureHeader;
  /** What a capture is of, where it says that. */
  readonly process?: CapturedProcess;
}

/** The page number of an address that must lie on the border of a page. */
function pageNumber(address: bigint, pageSize: number, what: string): number {
  if (address % BigInt(pageSize) !== 0n)
    throw usageError(`${what}: not a multiple of the page size ${pageSize}`);
  return Number(address / BigInt(pageSize));
}

/** Reads `A-B` as page numbers: A is rounded down, B up. */
function parseRange(text: string, pageSize: number): { start: number; end: number } {
  const { start, end } = parseAddressRange(text);
  const size = BigInt(pageSize);
  return { start: Number(start / size), end: Number((end + size - 1n) / size) };
}

/** The pages that the options pick. */
export function filterFromOptions(invocation: Invocation, pageSize: number): NamedFilter {
  const ranges = invocation.list('range').map((text) => ({ text, ...parseRange(text, pageSize) }));
  const patterns = invocation.list('mapping');
  if (patterns.includes('')) throw usageError('--mapping "": wanted a name, such as [heap] or libc.so');
  return new NamedFilter(ranges, patterns);
}

/** The options that say where the words of a plain dump belong. */
const PLACES = DUMP_OPTIONS.filter((option) => option !== PAGE_SIZE_OPTION).map(({ long }) => long);

/**
 * The page size of this machine, for a process that is read live: it says itself where its words belong.
 *
 * @throws PteDecodeError `ERR_USAGE` where an option says that, or another page size
 */
export async function livePageSize(invocation: Invocation, io: Io): Promise<number> {
  refuseGiven(invocation, PLACES, ' goes with a dump, and --pid reads a process');
  const { hostPageSize } = await import('../../pagemap/sources/process.ts');
  const size = hostPageSize(io);
  const said = pageSizeOf(invocation, size);
  if (said === size) return size;
  throw usageError(`--page-size ${said}: a process of this machine has pages of ${size} bytes`);
}

/** What a process is read for. */
interface ProcessUse {
  /** Something is asked of single pages, which are then read wherever that is possible in a few seconds. */
  readonly asksPages: boolean;
  /** Says whether it is asked for what only smaps answers; never when absent. */
  readonly asksSmaps?: ((model: PagemapModel) => boolean) | undefined;
}

/** Opens the live process that `--pid` names. @throws PteDecodeError `ERR_USAGE` where files are named as well */
export async function openLive(
  invocation: Invocation,
  io: Io,
  { asksPages, asksSmaps }: ProcessUse,
): Promise<PagemapSession> {
  if (invocation.args.length > 0) throw usageError('--pid: reads a process, not a file');
  const pageSize = await livePageSize(invocation, io);
  const { findProcess } = await import('../../pagemap/sources/process.ts');
  const { listProcess, openProcess } = await import('../../pagemap/sources/live-source.ts');
  const pid = findProcess(io, invocation.value('pid') ?? '');
  const named =
    invocation.value('kernel') === undefined ? undefined : await namedPagemapKernel(invocation, io);
  const model = createPagemapModel(named ?? (await hostPagemapKernel(invocation, io)));
  const filter = filterFromOptions(invocation, pageSize);
  const asked = { asksPages, details: asksSmaps?.(model) ?? false };
  const exact = invocation.has('exact');
  const question = { pid, pageSize, filter, exact, ...asked };
  // Before the engine, which reserves 10 GiB of address space: they are no part of what a process is that reads itself.
  const vmas = listProcess(question, io);
  const engine = createEngine();
  const again = (own: WordEngine): WordSource => openProcess(question, io, listProcess(question, io), own);
  return { engine, model, source: openProcess(question, io, vmas, engine), again, filter, pid };
}

/** Bytes of a dump from which on a second thread pays: its start takes as long as reading a quarter of them. */
const WORTH_TWO_BYTES = 2 ** 28;

/** The first bytes of a file that say whether it is text. */
const TEXT_BYTES = 64;

/** Bytes of text alone: no word of pagemap is, because no frame number or swap offset is so large. */
function isText(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 8 &&
    bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13)
  );
}

/** What a file is read for. */
interface FileUse {
  /** The files that are read besides: options can be about those. */
  readonly others?: readonly string[];
  /** Bytes of a page where the options do not say it. */
  readonly usual?: number;
  /** The addresses count: where nothing says those of a plain dump it is refused, and does not begin at 0. */
  readonly isPlaced?: boolean;
}

/** Reads a file once more, from a position on; standard input can begin anywhere in its file, and is read once. */
function secondReading(
  path: string,
  input: Input,
  position: number,
  open: (input: Input, engine: WordEngine) => WordSource,
): PagemapSession['again'] {
  const again = path === '-' ? undefined : againFrom(input, position);
  return again && ((engine) => open(again, engine));
}

/** Opens a dump or capture; `-` is standard input. */
export async function openFile(
  invocation: Invocation,
  io: Io,
  path: string,
  use: FileUse = {},
): Promise<PagemapSession> {
  // Of a file every page is read that is in it.
  refuseGiven(invocation, ['exact'], ' goes with --pid');
  const { bytes, input } = peekInput(io.open(path), TEXT_BYTES);
  return closingOnError([input], () => openInput(invocation, io, path, bytes, input, use));
}

/** A kernel as it is resolved again, with what its name leaves out. @param config what a capture says: options may lie over it */
const saidOf = (kernel: PagemapKernel, config: ReadonlyMap<string, boolean>): KernelSpec => ({
  kernel: kernel.id,
  config: new Map([...config].map(([symbol, said]) => [symbol, kernel.says?.(symbol) ?? said])),
});

/** Refuses to lay another architecture over the kernel of a capture, which says its own. @throws PteDecodeError `ERR_USAGE` */
function refuseOtherArch(invocation: Invocation, own: KernelSpec, source: string): void {
  const asked = architectureName(invocation.value('arch') ?? '');
  if (asked === undefined || invocation.value('kernel') !== undefined) return;
  const said = tried(() => resolveKernel(own).arch);
  if (said !== undefined && said !== asked)
    throw usageError(`--arch ${asked}: ${printable(source, 200)} is a capture of ${said}`);
}

/** @param bytes the first ones, which are read again */
async function openInput(
  invocation: Invocation,
  io: Io,
  path: string,
  bytes: Uint8Array,
  input: Input,
  { others = [], usual, isPlaced = false }: FileUse,
): Promise<PagemapSession> {
  const engine = createEngine();
  if (isCapture(bytes)) {
    const magic = new Uint8Array(8);
    input.read(magic);
    const { openCapture } = await import('../../pagemap/capture/source.ts');
    const { header, source } = openCapture(input, engine);
    const lost = lostPlace(invocation, io, header.page_size, others);
    if (lost !== undefined)
      throw usageError(`--${lost}: ${printable(input.name)} is a capture, which says that itself`);
    // What the capture says overrides the environment.
    const own = { kernel: header.kernel, config: configOfCapture(header) };
    refuseOtherArch(invocation, own, input.name);
    const kernel = (await namedPagemapKernel(invocation, io, own)) ?? kernelOfCapture(header, input.name);
    const filter = filterFromOptions(invocation, header.page_size);
    return {
      engine,
      model: createPagemapModel(kernel),
      source,
      again: secondReading(path, input, magic.length, (same, own) => openCapture(same, own).source),
      filter,
      pid: undefined,
      ...(invocation.value('kernel') === undefined ? { captured: saidOf(kernel, own.config) } : {}),
      header,
      ...(header.program === '' ? {} : { process: { pid: header.pid, program: header.program } }),
    };
  }
  const other = otherThanWords(bytes);
  if (other !== undefined) throw otherFormat(other, 'no dump of pagemap', input.name);
  if (isText(bytes.subarray(0, TEXT_BYTES)))
    throw formatError('this is text: a dump of /proc/PID/pagemap is binary, eight bytes for each page', {
      source: input.name,
    });
  const kernel = (await namedPagemapKernel(invocation, io)) ?? assumedPagemapKernel();
  const pageSize = pageSizeOf(invocation, usual ?? 2 ** kernel.pageShift);
  const mapsPath = invocation.value('maps');
  const absolute = invocation.has('absolute');
  const start = parseAddress(invocation.value('start') ?? '0', '--start');
  if (isPlaced && !PLACES.some((option) => isGiven(invocation, option)))
    throw usageError(
      `${printable(input.name)}: nothing says of which addresses its words are: --start ADDR, --maps FILE or --absolute`,
    );
  if (invocation.value('start') !== undefined && (absolute || mapsPath !== undefined))
    throw usageError('--start: --maps and --absolute say already where entries belong');
  const vmas = mapsPath === undefined ? undefined : readMappings(io, mapsPath, pageSize);
  const shape = { pageSize, startPage: pageNumber(start, pageSize, '--start'), vmas, absolute };
  // What is indexed by page number is read where the mappings are.
  const isWorthTwo = !absolute && (input.size ?? 0) >= WORTH_TWO_BYTES && availableParallelism() > 1;
  const filter = filterFromOptions(invocation, pageSize);
  const { readAhead } = isWorthTwo ? await import('../../pagemap/sources/read-ahead.ts') : {};
  return {
    engine,
    model: createPagemapModel(kernel),
    source: openDump(input, engine, shape, readAhead?.(input, engine)),
    again: secondReading(path, input, 0, (same, own) => openDump(same, own, shape)),
    filter,
    pid: undefined,
  };
}

/**
 * Says where captures are of different programs: a fork has another pid, and its pages are compared with reason.
 *
 * @throws PteDecodeError `ERR_USAGE` where one of the same process was made after the next: nothing would be lost of what came later
 */
export function checkCaptures(sessions: readonly PagemapSession[], io: Io): void {
  for (const [index, { source, header }] of sessions.entries()) {
    const next = sessions[index + 1];
    const [bootId, uptime, began] = header?.taken?.split(' ') ?? [];
    const [nextBootId, nextUptime, nextBegan] = next?.header?.taken?.split(' ') ?? [];
    // Of two processes, such as a fork and its parent, either may have been captured first. In two containers they may have one
    // pid, and time namespaces have clocks of their own: one process of one clock began at one time.
    const isOfOne = next && header?.pid === next.header?.pid && bootId === nextBootId && began === nextBegan;
    if (isOfOne && began !== undefined && Number(uptime) > Number(nextUptime))
      throw usageError(
        `${printable(source.name, 200)} was captured after ${printable(next.source.name, 200)}: the earlier one comes first`,
      );
  }
  const known = sessions.flatMap(({ source, process }) => (process ? [{ source, process }] : []));
  const other = known.find(({ process }) => process.program !== known[0]?.process.program);
  if (other === undefined) return;
  const said = [known[0] ?? other, other].map(
    ({ source, process }) => `${printable(source.name, 200)} is of ${processText(process)}`,
  );
  tell(io, `different programs: ${said.join(', ')}`);
}

/** What is wrong with one file, and not with what was asked. */
const OF_ONE_FILE: readonly ErrorCode[] = ['ERR_INPUT', 'ERR_FORMAT', 'ERR_TRUNCATED'];

/**
 * Opens one file of a batch: what cannot be read is told on standard error, and the rest of the batch is still done.
 *
 * @returns the message where it cannot be read
 * @throws PteDecodeError for what is wrong with the question
 */
export async function openOrTell(
  invocation: Invocation,
  io: Io,
  path: string,
  others = invocation.args,
): Promise<PagemapSession | string> {
  try {
    return await openFile(invocation, io, path, { others });
  } catch (error) {
    if (others.length < 2 || !isPteDecodeError(error) || !OF_ONE_FILE.includes(error.code)) throw error;
    report(error, io);
    return error.message;
  }
}
