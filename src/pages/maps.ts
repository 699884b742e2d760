import { formatError, type PteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { Io } from '../input/bytes/io.ts';

/** A mapping, as /proc/PID/maps has it; pages are counted in the page size of the dump. */
export interface Vma {
  /** First virtual page number. */
  readonly start: number;
  /** Virtual page number behind the last. */
  readonly end: number;
  /** `rwxp` or `rwxs`, with `-` for what is missing. */
  readonly perms: string;
  /** The text behind the inode: a path, `[heap]`, …; empty for anonymous memory. May hold any character. */
  readonly name: string;
  /**
   * `major:minor` of the block device with the file; absent for anonymous memory, and for files that no such device
   * holds: those of shared memory, tmpfs, overlays and networks.
   */
  readonly device?: string;
  /** Resident and swapped bytes; undefined when only maps was read. */
  readonly rss?: number;
  readonly swap?: number;
  /** The two-letter words of `VmFlags`; undefined when only maps was read. */
  readonly vmFlags?: readonly string[];
}

type OpenVma = { -readonly [Key in keyof Vma]: Vma[Key] };

/** A name may hold anything but a line feed, for which the kernel writes \\012: also what JavaScript ends a line at. */
const LINE =
  /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-][w-][x-][ps-]) [0-9a-f]+ ([0-9a-f]+:[0-9a-f]+) \d+(?: +(.*))?$/s;
/** The major number of files that no block device holds. */
const NO_DEVICE = /^0+:/;
const FIELD = /^\w+: /;
const KILOBYTES = /: +(\d{1,15}) kB$/;
/** Whole lines of smaps with fields that do not count. */
const OTHER_FIELDS = /(?:(?!Rss:|Swap:|VmFlags:)\w+: [^\n]*\n){1,32}/y;
/** No path of Linux is longer (PATH_MAX). */
const NAME_LIMIT = 4200;
/** Longer lines are none of maps: a path has 4096 bytes, of which line feeds take four characters each. */
const LINE_LIMIT = 1 << 16;
/** The most mappings: a process has 65,530 unless its administrator allows more. */
const MOST_MAPPINGS = 1 << 22;
/** Combinations of flags that are kept: a process has some dozen. */
const FLAGS_KEPT = 1000;

/**
 * Reads a copy of /proc/PID/maps or smaps.
 *
 * @param text the file
 * @param source its name, for messages
 * @param pageSize bytes of a page
 * @returns the mappings in the order of the file, which is the order of addresses
 * @throws PteDecodeError `ERR_FORMAT` for a line of another shape, borders off the page or mappings out of order
 */
export function parseMaps(text: string, source: string, pageSize: number): readonly Vma[] {
  const reader = new MapsReader(source, pageSize);
  reader.add(text);
  return reader.end();
}

/** Whether the first bytes of a file are those of a copy of /proc/PID/maps or smaps. */
export const isMaps = (head: string): boolean => LINE.test(head.split('\n')[0] ?? '');

/** Bytes that are read at once. */
const CHUNK = 1 << 16;

/**
 * Reads /proc/PID/maps or smaps, or a copy.
 *
 * @param path the file
 * @param pageSize bytes of a page
 * @throws PteDecodeError what `parseMaps` throws, and `ERR_INPUT` when the file cannot be read
 */
export function readMappings(io: Pick<Io, 'open'>, path: string, pageSize: number): readonly Vma[] {
  const input = io.open(path);
  try {
    const reader = new MapsReader(path, pageSize);
    const decoder = new TextDecoder();
    const chunk = new Uint8Array(CHUNK);
    for (let length = input.read(chunk); length > 0; length = input.read(chunk))
      reader.add(decoder.decode(chunk.subarray(0, length), { stream: true }));
    reader.add(decoder.decode());
    return reader.end();
  } finally {
    input.close();
  }
}

/** Reads maps or smaps piece by piece: nothing of the text is kept but the names. `parseMaps` says what it throws. */
export class MapsReader {
  readonly #source: string;
  readonly #pageSize: number;
  readonly #vmas: Vma[] = [];
  /** Names and flags that came before, each kept once and apart from the text that it stood in. */
  readonly #names = new Map<string, string>();
  readonly #flags = new Map<string, readonly string[]>();
  /** The mapping whose lines are read. */
  #head: OpenVma | undefined;
  #line = 0;
  #rest = '';
  /** The text went through another system: its lines end in CR LF. A carriage return is part of a name otherwise. */
  #hasCarriageReturns: boolean | undefined;

  constructor(source: string, pageSize: number) {
    this.#source = source;
    this.#pageSize = pageSize;
  }

  /** Takes the next piece of the text. */
  add(piece: string): void {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    let at = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      this.#row(text.slice(at, end));
      at = this.#behindOthers(text, end + 1);
    }
    this.#rest = text.slice(at);
    if (this.#rest.length <= LINE_LIMIT) return;
    this.#line += 1;
    throw this.#wanted(this.#rest);
  }

  /** The mappings, when the whole text was given. */
  end(): readonly Vma[] {
    if (this.#rest !== '') this.#row(this.#rest);
    this.#rest = '';
    this.#finish();
    return this.#vmas;
  }

  #finish(): void {
    if (this.#head) this.#vmas.push(this.#head);
    this.#head = undefined;
  }

  /** Passes over fields that do not count, two dozen of each mapping: together they cost less than one by one. */
  #behindOthers(text: string, from: number): number {
    OTHER_FIELDS.lastIndex = from;
    if (this.#head === undefined || !OTHER_FIELDS.test(text)) return from;
    const to = OTHER_FIELDS.lastIndex;
    for (let at = from; at < to; at = text.indexOf('\n', at) + 1) this.#line += 1;
    return to;
  }

  #row(line: string): void {
    this.#line += 1;
    this.#hasCarriageReturns ??= line.endsWith('\r');
    const row = this.#hasCarriageReturns && line.endsWith('\r') ? line.slice(0, -1) : line;
    if (this.#head && FIELD.test(row)) {
      this.#field(this.#head, row);
      return;
    }
    const match = LINE.exec(row);
    if (!match) {
      if (row.trim() !== '') throw this.#wanted(row);
      return;
    }
    this.#finish();
    const head = vmaOf(match, this.#pageSize, (problem) => this.#refuse(problem));
    head.start = this.#startOf(head);
    if (this.#vmas.length >= MOST_MAPPINGS) throw this.#refuse(`more than ${MOST_MAPPINGS} mappings`);
    head.name = this.#nameOf(head.name);
    if (head.device !== undefined) head.device = this.#nameOf(head.device);
    this.#head = head;
  }

  #field(head: OpenVma, row: string): void {
    if (row.startsWith('VmFlags:')) head.vmFlags = this.#flagsOf(row.slice('VmFlags:'.length).trim());
    else if (row.startsWith('Rss:') || row.startsWith('Swap:')) {
      const kilobytes = KILOBYTES.exec(row)?.[1];
      if (kilobytes !== undefined) head[row.startsWith('Rss') ? 'rss' : 'swap'] = Number(kilobytes) * 1024;
    }
  }

  /**
   * Where a mapping begins that is not in the list yet. The kernel does not stop a process while its mappings are read: one
   * that grew since it was listed comes again, whole, and only what is new of it counts.
   */
  #startOf({ start, end }: Vma): number {
    const before = this.#vmas.at(-1);
    if (!before || start >= before.end) return start;
    if (start >= before.start && end > before.end) return before.end;
    throw this.#refuse('mapping begins before the end of the one before it');
  }

  #nameOf(text: string): string {
    let name = this.#names.get(text);
    if (name === undefined) {
      // A part of a string keeps the whole string: this is a copy.
      name = Buffer.from(text, 'utf16le').toString('utf16le');
      this.#names.set(name, name);
    }
    return name;
  }

  #flagsOf(text: string): readonly string[] {
    let flags = this.#flags.get(text);
    if (flags === undefined) {
      flags = text.split(/\s+/).slice(0, 64);
      if (this.#flags.size < FLAGS_KEPT) this.#flags.set(Buffer.from(text).toString(), flags);
    }
    return flags;
  }

  #wanted(row: string): PteDecodeError {
    return this.#refuse(
      `"${printable(row)}": wanted a line of /proc/PID/maps such as 00400000-00401000 r--p 00000000 fe:00 12 /bin/true`,
    );
  }

  #refuse(problem: string): PteDecodeError {
    return formatError(problem, { source: this.#source, line: this.#line });
  }
}

function vmaOf(
  match: RegExpExecArray,
  pageSize: number,
  refuse: (problem: string) => PteDecodeError,
): OpenVma {
  const [, from = '', to = '', perms = '', device = '', name = ''] = match;
  const size = BigInt(pageSize);
  const start = BigInt(`0x${from}`);
  const end = BigInt(`0x${to}`);
  if (start % size !== 0n || end % size !== 0n)
    throw refuse(`mapping ${from}-${to} does not lie on borders of pages of ${pageSize} bytes`);
  if (end <= start) throw refuse(`mapping ${from}-${to} ends before it begins`);
  const vma: OpenVma = {
    start: Number(start / size),
    end: Number(end / size),
    perms,
    name: name.length > NAME_LIMIT ? `${name.slice(0, NAME_LIMIT)}…` : name,
  };
  if (!NO_DEVICE.test(device)) vma.device = device;
  return vma;
}

/** `VmFlags` of memory out of huge pages. v4.18 fs/proc/task_mmu.c show_smap_vma_flags */
const HUGETLB_FLAG = 'ht';

/** Whether a mapping is known to be of huge pages: smaps counts none of them as resident (`Rss`). */
export function isHugetlb({ vmFlags }: Pick<Vma, 'vmFlags'>): boolean {
  return vmFlags?.includes(HUGETLB_FLAG) === true;
}

/**
 * Whether pages of a mapping may be in swap without its entries saying so: a page of shared memory that is swapped out
 * leaves its entry empty. smaps counts such pages (`Swap`), maps does not.
 */
export function mayHideSwap(vma: Vma): boolean {
  const { name, device, swap } = vma;
  if (swap === 0 || device !== undefined || name === '' || isHugetlb(vma)) return false;
  return !name.startsWith('[') || name.startsWith('[anon_shmem:');
}
