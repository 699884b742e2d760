import { defined } from '../../core/defined.ts';
import type { CrashNotes, TableFacts, TableSources } from '../../core/rows/table-sources.ts';

/** Levels by the field MODE of satp, bits 63:60: Sv39, Sv48, Sv57. */
const MODES: ReadonlyMap<bigint, number> = new Map([
  [8n, 3],
  [9n, 4],
  [10n, 5],
]);

/** Bits of a physical address: the page number of an entry has 44. */
const PHYS_BITS = 56n;

/** Levels by the number of address bits. */
const VA_BITS: ReadonlyMap<bigint | undefined, number> = new Map([
  [39n, 3],
  [48n, 4],
  [57n, 5],
]);

/** The levels by satp and by VA_BITS. */
function levelsSaid({ numbers }: CrashNotes): { readonly byMode?: number; readonly byBits?: number } {
  const satp = numbers.get('satp');
  const byMode = satp === undefined ? undefined : MODES.get(satp >> 60n);
  const byBits = VA_BITS.get(numbers.get('VA_BITS'));
  return defined({ byMode, byBits });
}

/** The mode of satp where it is none that is known. */
function unknownMode({ numbers }: CrashNotes): bigint | undefined {
  const mode = (numbers.get('satp') ?? 0n) >> 60n;
  return mode === 0n || MODES.has(mode) ? undefined : mode;
}

/** Where satp and VA_BITS contradict each other one of them is wrong, and so is a mode, or a size, that is none. */
function doubts(notes: CrashNotes): readonly string[] {
  const { byMode, byBits } = levelsSaid(notes);
  const mode = unknownMode(notes);
  const vaBits = notes.numbers.get('VA_BITS');
  return [
    ...(mode === undefined
      ? []
      : [`satp of VMCOREINFO has the mode ${mode}, which is not known: levels are not read`]),
    ...(vaBits === undefined || byBits !== undefined
      ? []
      : [`VA_BITS of VMCOREINFO is ${vaBits}, which no kernel has: not read`]),
    ...(byMode === undefined || byBits === undefined || byMode === byBits
      ? []
      : [`VA_BITS of VMCOREINFO says ${byBits} levels of page tables, satp ${byMode}: neither is read`]),
  ];
}

function fromVmcoreinfo(notes: CrashNotes): TableFacts {
  const { byMode, byBits } = levelsSaid(notes);
  const isOne = byMode === undefined || byBits === undefined || byMode === byBits;
  return defined({ paging: isOne && unknownMode(notes) === undefined ? (byMode ?? byBits) : undefined });
}

/** How the tables of a kernel on 64-bit RISC-V are told. */
export const tables: TableSources = {
  ownNumber: 'va_kernel_pa_offset',
  vmcoreinfo: fromVmcoreinfo,
  doubts,
  kernelRoot({ symbols, numbers }) {
    const top = symbols.get('swapper_pg_dir');
    const offset = numbers.get('va_kernel_pa_offset');
    return top === undefined || offset === undefined ? undefined : BigInt.asUintN(64, top - offset);
  },
  // MODE in bits 63:60, ASID in 59:44, page number in 43:0. An address alone has none of the upper bits.
  root(value) {
    const mode = value >> 60n;
    const paging = MODES.get(mode);
    if (paging !== undefined) return { address: (value & 0xfff_ffff_ffffn) << 12n, facts: { paging } };
    if (value >> PHYS_BITS === 0n) return { address: value };
    const known = [...MODES].map(([known, levels]) => `${known} has ${levels} levels`).join(', ');
    return {
      address: value,
      wrong: `no address, and as satp it has the mode ${mode}, which is not known: ${known}`,
    };
  },
  // A CPU without the extensions faults on a present entry that uses their bits.
  shown: {
    config: [
      ['RISCV_ISA_EXT_SVNAPOT', true],
      ['RISCV_ISA_EXT_SVPBMT', true],
    ],
  },
  // v6.12 arch/riscv/kernel/vmcore_info.c arch_crash_save_vmcoreinfo, arch/riscv/include/asm/csr.h SATP_MODE_39, SATP_MODE_48, SATP_MODE_57, SATP_PPN; RISC-V privileged specification, satp
};
