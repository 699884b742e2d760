import type { CrashNotes } from '../core/rows/table-sources.ts';

/** The most of a VMCOREINFO note that is looked at, in bytes; the kernel's own limit is a page. */
const MAX_TEXT = 1 << 16;

/**
 * What the kernel wrote down about itself for readers of dumps: a page of `KEY=value` lines.
 *
 * Source: v6.12 kernel/vmcore_info.c `crash_save_vmcoreinfo_init`, arch/x86/kernel/vmcore_info_64.c
 * `arch_crash_save_vmcoreinfo`, Documentation/admin-guide/kdump/vmcoreinfo.rst.
 */
export interface Vmcoreinfo extends CrashNotes {
  /** `OSRELEASE`: the kernel release, as `uname -r` prints it. */
  readonly release: string | undefined;
  /** `BUILD-ID`: 40 hexadecimal digits. */
  readonly buildId: string | undefined;
  /** `PAGESIZE` in bytes, a power of two. */
  readonly pageSize: number | undefined;
  /** `NUMBER(MAX_PHYSMEM_BITS)`. */
  readonly maxPhysmemBits: number | undefined;
  /** `NUMBER(phys_base)`: what to add to a kernel text offset, signed. */
  readonly physBase: bigint | undefined;
  /** `NUMBER(sme_mask)`: the encryption bit of page-table entries, 0 when memory encryption is off. */
  readonly smeMask: bigint | undefined;
  /** `KERNELOFFSET`: how far KASLR moved the kernel, in bytes. */
  readonly kernelOffset: bigint | undefined;
  /** `SYMBOL(name)`: kernel virtual addresses. */
  readonly symbols: ReadonlyMap<string, bigint>;
  /** Lines `NAME=hexadecimal digits`, such as `KERNELOFFSET`. */
  readonly offsets: ReadonlyMap<string, bigint>;
  /** Symbols of lines `CONFIG_NAME=y`. */
  readonly settings: ReadonlySet<string>;
  /** Every `NUMBER(name)`, signed as printed. */
  readonly numbers: ReadonlyMap<string, bigint>;
  /** Every `OFFSET(structure.member)`, in bytes. */
  readonly members: ReadonlyMap<string, bigint>;
  /**
   * What is not read because it cannot be, or stands there twice and differs: a sentence each, the first few of them. They
   * quote the text as it is.
   */
  readonly doubts: readonly string[];
}

/** Doubts that are kept. */
const MOST_DOUBTS = 8;
/** Characters of each. */
const MOST_TEXT = 160;

const LINE = /^(?:(SYMBOL|NUMBER|OFFSET)\(([\w.]{1,128})\)|([A-Z][A-Z0-9_-]{0,63}))=([\x21-\x7e]{1,256})$/;
const HEX = /^(?:0x)?[0-9a-f]{1,16}$/i;
const NUMBER = /^-?(?:[0-9]{1,20}|0x[0-9a-f]{1,16})$/i;

/** The lines that are read, whatever stands behind them. */
const KEY =
  /^(SYMBOL\([^)]{1,128}\)|NUMBER\([^)]{1,128}\)|OFFSET\([^)]{1,128}\)|OSRELEASE|PAGESIZE|KERNELOFFSET)=/;
/** The encryption bit is above every frame number of memory: v6.12 arch/x86/mm/mem_encrypt_identity.c sme_enable. */
const LOWEST_SME_BIT = 32n;
/** Above the frame number of an entry: AMD APM vol. 2, 5.3 "Long-Mode Page Translation". */
const END_OF_FRAME = 52n;

/** Lines of a text, by the key of each; what contradicts itself or cannot be is taken out. */
class Lines {
  readonly #values = new Map<string, string>();
  readonly #refused = new Set<string>();
  readonly doubts: string[] = [];

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const match = LINE.exec(line);
      if (match === null) {
        const [, key] = KEY.exec(line) ?? [];
        if (key !== undefined) this.#refuse(key, `${line} of VMCOREINFO: not of its form, not read`);
        continue;
      }
      const [, kind, name = '', key = '', value = ''] = match;
      this.#add(kind === undefined ? key : `${kind}(${name})`, value);
    }
  }

  #add(key: string, value: string): void {
    const before = this.#values.get(key);
    if (before === undefined) this.#values.set(key, value);
    else if (before !== value)
      this.#refuse(key, `${key} stands in VMCOREINFO as ${before} and as ${value}: not read`);
  }

  #refuse(key: string, text: string): void {
    if (!this.#refused.has(key) && this.doubts.length < MOST_DOUBTS)
      this.doubts.push(text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text);
    this.#refused.add(key);
  }

  /** The value of a key; `read` gives undefined for one that cannot be. */
  value<T>(key: string, read: (text: string) => T | undefined): T | undefined {
    const text = this.#values.get(key);
    if (text === undefined || this.#refused.has(key)) return undefined;
    const value = read(text);
    if (value === undefined) this.#refuse(key, `${key}=${text} of VMCOREINFO cannot be: not read`);
    return value;
  }

  /** The values of all keys of a kind, by what `name` makes of the key. */
  all<T>(name: (key: string) => string | undefined, read: (text: string) => T | undefined): Map<string, T> {
    const found = new Map<string, T>();
    for (const key of this.#values.keys()) {
      const short = name(key);
      const value = short === undefined ? undefined : this.value(key, read);
      if (short !== undefined && value !== undefined) found.set(short, value);
    }
    return found;
  }
}

/** What stands in the brackets of `KIND(...)`. */
const inside =
  (kind: string) =>
  (key: string): string | undefined =>
    key.startsWith(`${kind}(`) ? key.slice(kind.length + 1, -1) : undefined;

/** Reads the text of a VMCOREINFO note. Lines that are not of its form are passed over: kernels add new ones. */
export function parseVmcoreinfo(bytes: Uint8Array): Vmcoreinfo {
  const lines = new Lines(Buffer.from(bytes.subarray(0, MAX_TEXT)).toString('latin1'));
  const release = lines.value('OSRELEASE', (text) => (text.length <= 64 ? text : undefined));
  const pageSize = lines.value('PAGESIZE', parsePageSize);
  const smeMask = lines.value('NUMBER(sme_mask)', parseSmeMask);
  const kernelOffset = lines.value('KERNELOFFSET', parseHex);
  const symbols = lines.all(inside('SYMBOL'), parseHex);
  const maxPhysmemBits = lines.value('NUMBER(MAX_PHYSMEM_BITS)', parseBits);
  const numbers = lines.all(inside('NUMBER'), parseNumber);
  const settings = new Set<string>();
  const offsets = new Map<string, bigint>();
  lines
    .all(
      (key) => (key.includes('(') ? undefined : key),
      (text) => text,
    )
    .forEach((text, key) => {
      const offset = parseHex(text);
      if (offset !== undefined) offsets.set(key, offset);
      if (key.startsWith('CONFIG_') && text === 'y') settings.add(key.slice('CONFIG_'.length));
    });
  return {
    release,
    buildId: lines.value('BUILD-ID', (text) => (/^[0-9a-f]{1,64}$/.test(text) ? text : undefined)),
    pageSize,
    maxPhysmemBits: maxPhysmemBits === undefined ? undefined : Number(maxPhysmemBits),
    physBase: numbers.get('phys_base'),
    smeMask,
    kernelOffset,
    symbols,
    offsets,
    settings,
    numbers,
    members: lines.all(inside('OFFSET'), parseNumber),
    doubts: lines.doubts,
  };
}

/**
 * The first of two that one file has, as most readers take it, with a doubt where the second says something otherwise.
 *
 * @param first undefined where there was none before
 */
export function joinVmcoreinfo(first: Vmcoreinfo | undefined, second: Vmcoreinfo): Vmcoreinfo {
  if (first === undefined) return second;
  const { release, pageSize, kernelOffset } = first;
  const differs = (name: string, mine: unknown, other: unknown): readonly string[] =>
    mine === undefined || other === undefined || mine === other ? [] : [name];
  const among = (
    kind: string,
    mine: ReadonlyMap<string, bigint>,
    others: ReadonlyMap<string, bigint>,
  ): readonly string[] =>
    [...others].flatMap(([name, value]) => differs(`${kind}(${name})`, mine.get(name), value));
  const names = [
    ...differs('OSRELEASE', release, second.release),
    ...differs('PAGESIZE', pageSize, second.pageSize),
    ...differs('KERNELOFFSET', kernelOffset, second.kernelOffset),
    ...among('NUMBER', first.numbers, second.numbers),
    ...among('SYMBOL', first.symbols, second.symbols),
  ];
  const [name] = names;
  if (name === undefined) return first;
  const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
  const text = `a second VMCOREINFO says otherwise of ${name}${more}: the first is read`;
  return { ...first, doubts: [...first.doubts.slice(0, MOST_DOUBTS - 1), text] };
}

function parseHex(text: string): bigint | undefined {
  if (!HEX.test(text)) return undefined;
  return BigInt(/^0x/i.test(text) ? text : `0x${text}`);
}

/** Numbers of 64 bits, signed or not. */
function parseNumber(text: string): bigint | undefined {
  if (!NUMBER.test(text)) return undefined;
  const value = text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
  return value >= -(1n << 63n) && value < 1n << 64n ? value : undefined;
}

function parsePageSize(text: string): number | undefined {
  const size = parseNumber(text) ?? 0n;
  return size > 0n && size < 1n << 32n && (size & (size - 1n)) === 0n ? Number(size) : undefined;
}

/** 0, or one bit. */
function parseSmeMask(text: string): bigint | undefined {
  const mask = parseNumber(text);
  if (mask === undefined || mask === 0n) return mask;
  const isBit = mask >= 1n << LOWEST_SME_BIT && mask < 1n << END_OF_FRAME && (mask & (mask - 1n)) === 0n;
  return isBit ? mask : undefined;
}

/** The number of bits of a physical address, which a word of 64 bits holds. */
function parseBits(text: string): bigint | undefined {
  const bits = parseNumber(text);
  return bits !== undefined && bits > 0n && bits <= 64n ? bits : undefined;
}
