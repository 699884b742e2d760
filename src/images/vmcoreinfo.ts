import type { CrashNotes } from '../core/table-sources.ts';

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
  /** `PAGESIZE` in bytes. */
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
}

const LINE = /^(?:(SYMBOL|NUMBER)\(([\w.]{1,128})\)|([A-Z][A-Z0-9_-]{0,63}))=([\x21-\x7e]{1,256})$/;
const HEX = /^(?:0x)?[0-9a-f]{1,16}$/i;
const NUMBER = /^-?(?:[0-9]{1,20}|0x[0-9a-f]{1,16})$/i;

/** Reads the text of a VMCOREINFO note. Lines that are not of its form are passed over: kernels add new ones. */
export function parseVmcoreinfo(bytes: Uint8Array): Vmcoreinfo {
  const plain = new Map<string, string>();
  const symbols = new Map<string, bigint>();
  const numbers = new Map<string, bigint>();
  const text = Buffer.from(bytes.subarray(0, MAX_TEXT)).toString('latin1');
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const [, kind, name = '', key = '', value = ''] = match;
    if (kind === 'SYMBOL') setIfDefined(symbols, name, parseHex(value));
    else if (kind === 'NUMBER') setIfDefined(numbers, name, parseNumber(value));
    else plain.set(key, value);
  }
  const offsets = new Map<string, bigint>();
  const settings = new Set<string>();
  for (const [name, value] of plain) {
    setIfDefined(offsets, name, parseHex(value));
    if (name.startsWith('CONFIG_') && value === 'y') settings.add(name.slice('CONFIG_'.length));
  }
  const pageSize = Number(plain.get('PAGESIZE') ?? NaN);
  const maxPhysmemBits = numbers.get('MAX_PHYSMEM_BITS');
  const buildId = plain.get('BUILD-ID');
  const release = plain.get('OSRELEASE');
  return {
    release: release !== undefined && release.length <= 64 ? release : undefined,
    buildId: buildId !== undefined && /^[0-9a-f]{1,64}$/.test(buildId) ? buildId : undefined,
    pageSize: Number.isSafeInteger(pageSize) ? pageSize : undefined,
    maxPhysmemBits:
      maxPhysmemBits !== undefined && maxPhysmemBits > 0n && maxPhysmemBits <= 64n
        ? Number(maxPhysmemBits)
        : undefined,
    physBase: numbers.get('phys_base'),
    smeMask: numbers.get('sme_mask'),
    kernelOffset: parseHex(plain.get('KERNELOFFSET') ?? ''),
    symbols,
    offsets,
    settings,
    numbers,
  };
}

function setIfDefined(map: Map<string, bigint>, name: string, value: bigint | undefined): void {
  if (value !== undefined) map.set(name, value);
}

function parseHex(text: string): bigint | undefined {
  if (!HEX.test(text)) return undefined;
  return BigInt(/^0x/i.test(text) ? text : `0x${text}`);
}

function parseNumber(text: string): bigint | undefined {
  if (!NUMBER.test(text)) return undefined;
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}
