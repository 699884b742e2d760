import type {
  CrashNotes,
  ReadEntry,
  RootReading,
  TableFacts,
  TableSources,
} from '../../core/rows/table-sources.ts';
import { parseVersion, tryParseVersion } from '../../core/version.ts';

/** Granules by the fields TG0 (bits 15:14) and TG1 (bits 31:30) of TCR_EL1, which count differently: log2 of bytes. */
const TG0: readonly (number | undefined)[] = [12, 16, 14, undefined];
const TG1: readonly (number | undefined)[] = [undefined, 14, 12, 16];

/** The widest address with which TCR_EL1.DS, and so LPA2, is not needed with pages of 4 and 16 KiB. */
const VA_BITS_MIN = 48;
/** The first release without ARM64_USER_VA_BITS_52, and a symbol that VMCOREINFO tells in its place. */
const USER_52_UNTIL = '5.4';
/** Entries of a top table of 52-bit addresses with 64 KiB pages, and of one of 48. */
const [ENTRIES_52, ENTRIES_48] = [1024, 64];
/** Entries that the 48-bit half of a 52-bit top table begins with: TTBR1_BADDR_4852_OFFSET, in bytes, 64 KiB pages. */
const BADDR_4852_OFFSET = BigInt(ENTRIES_52 - ENTRIES_48) * 8n;

/**
 * What follows from the size of addresses and pages: the levels, and whether entries hold addresses of 52 bits. With
 * pages of 4 and 16 KiB Linux uses LPA2 with 52-bit virtual addresses, and only with them.
 *
 * @param hasDs TCR_EL1.DS, where it is known: addresses that are narrow for a while, as those of the identity map that
 *   stands in the place of a process, leave it on
 */
function factsOf(vaBits: number, pageShift: number, physBits: number | undefined, hasDs = false): TableFacts {
  const isWide = vaBits > VA_BITS_MIN;
  const hasLpa2 = (isWide || hasDs) && pageShift < 16;
  return {
    pageShift,
    paging: Math.ceil((vaBits - pageShift) / (pageShift - 3)),
    config: [
      ['ARM64_VA_BITS_52', isWide],
      ['ARM64_LPA2', hasLpa2],
      ...(hasLpa2 ? [['ARM64_PA_BITS_52', true] as const] : []),
      ...(!hasLpa2 && physBits !== undefined ? [['ARM64_PA_BITS_52', physBits === 52] as const] : []),
    ],
  };
}

/** The sizes of addresses that Kconfig has with pages of a size: VMCOREINFO says no others. */
const BUILT_SIZES: ReadonlyMap<number, readonly bigint[]> = new Map([
  [0x1000, [39n, 48n, 52n]],
  [0x4000, [36n, 47n, 48n, 52n]],
  [0x1_0000, [42n, 48n, 52n]],
]);

/** Whether a kernel can have such addresses; without a known page size, with any pages. */
function isSize({ pageSize }: CrashNotes, vaBits: bigint): boolean {
  const sizes = BUILT_SIZES.get(pageSize ?? 0) ?? [...BUILT_SIZES.values()].flat();
  return sizes.includes(vaBits);
}

/** T1SZ of TCR_EL1, which is 64 without the size of kernel addresses. */
function t1szOf({ numbers }: CrashNotes): bigint | undefined {
  return numbers.get('TCR_EL1_T1SZ') ?? numbers.get('tcr_el1_t1sz');
}

/** The size of kernel addresses by TCR_EL1, and by VA_BITS where no CPU uses fewer: with 52 the CPU decides. */
function sizesSaid(notes: CrashNotes): { readonly used?: number; readonly built?: number } {
  const used = 64n - (t1szOf(notes) ?? 64n);
  const vaBits = notes.numbers.get('VA_BITS') ?? 0n;
  return {
    ...(isSize(notes, used) ? { used: Number(used) } : {}),
    ...(isSize(notes, vaBits) && vaBits <= VA_BITS_MIN ? { built: Number(vaBits) } : {}),
  };
}

/** The sizes of physical addresses that Kconfig has. */
const PHYS_SIZES: readonly bigint[] = [48n, 52n];

/** Where TCR_EL1 and VA_BITS contradict each other one of them is wrong, and so is what no kernel has. */
function doubts(notes: CrashNotes): readonly string[] {
  const { used, built } = sizesSaid(notes);
  const { numbers, pageSize } = notes;
  const [t1sz, vaBits, physBits] = [t1szOf(notes), numbers.get('VA_BITS'), numbers.get('MAX_PHYSMEM_BITS')];
  const pages = pageSize === undefined ? '' : ` with pages of ${pageSize} bytes`;
  const never = (name: string, value: bigint | undefined, isKnown: boolean): readonly string[] =>
    value === undefined || isKnown
      ? []
      : [`${name} of VMCOREINFO is ${value}, which no kernel has${pages}: not read`];
  return [
    ...never('TCR_EL1_T1SZ', t1sz, used !== undefined),
    ...never('VA_BITS', vaBits, isSize(notes, vaBits ?? 0n)),
    ...never('MAX_PHYSMEM_BITS', physBits, PHYS_SIZES.includes(physBits ?? 0n)),
    ...(used === undefined || built === undefined || used === built
      ? []
      : [`VA_BITS of VMCOREINFO says addresses of ${built} bits, TCR_EL1_T1SZ of ${used}: neither is read`]),
  ];
}

/** The size of kernel addresses that are in use. */
function vaBitsOf(notes: CrashNotes): number | undefined {
  const { used, built } = sizesSaid(notes);
  return used === undefined || built === undefined || used === built ? (used ?? built) : undefined;
}

function fromVmcoreinfo(notes: CrashNotes): TableFacts {
  const vaBits = vaBitsOf(notes);
  if (vaBits === undefined || notes.pageSize === undefined) return {};
  const physBits = notes.numbers.get('MAX_PHYSMEM_BITS') ?? 0n;
  const facts = factsOf(
    vaBits,
    Math.log2(notes.pageSize),
    PHYS_SIZES.includes(physBits) ? Number(physBits) : undefined,
  );
  return isUserUnsaid(notes)
    ? { ...facts, config: facts.config?.filter(([symbol]) => symbol !== 'ARM64_VA_BITS_52') ?? [] }
    : facts;
}

/**
 * Whether addresses of processes may have 52 bits where those of the kernel have 48: until 5.4 VMCOREINFO says only the
 * latter. The kernel's own table then has the entries of both, as if its addresses had 52.
 *
 * Source: v5.0 arch/arm64/Kconfig ARM64_USER_VA_BITS_52, arch/arm64/include/asm/pgtable-hwdef.h PTRS_PER_PGD,
 * arch/arm64/kernel/machine_kexec.c arch_crash_save_vmcoreinfo.
 */
function isUserUnsaid(notes: CrashNotes): boolean {
  if (notes.pageSize !== 0x1_0000 || notes.numbers.get('VA_BITS') !== BigInt(VA_BITS_MIN)) return false;
  const { used } = sizesSaid(notes);
  const release = tryParseVersion(notes.release ?? '') ?? 0;
  return used === undefined && release < parseVersion(USER_52_UNTIL);
}

/** Which of the two sizes the kernel's own top table has: entries of its half stand first in it, or behind those of users. */
function ownEntries(top: bigint, word: ReadEntry): number | undefined {
  const isUsed = (first: number): boolean => {
    for (let index = first; index < first + ENTRIES_48; index++)
      if (((word(top + BigInt(8 * index)) ?? 0n) & 1n) === 1n) return true;
    return false;
  };
  if (isUsed(0)) return ENTRIES_48;
  return isUsed(ENTRIES_52 - ENTRIES_48) ? ENTRIES_52 : undefined;
}

/** The kernel's own top table tells its size, and so does where another lies, which is aligned to its own: by the bits above those of a smaller one. */
function fromEntries(root: bigint | undefined, word: ReadEntry, notes: CrashNotes | undefined): TableFacts {
  if (notes === undefined || !isUserUnsaid(notes)) return {};
  const top = topOf(notes);
  const isNarrow = root !== undefined && root % BigInt(8 * ENTRIES_52) >= BigInt(8 * ENTRIES_48);
  const entries = isNarrow ? ENTRIES_48 : top === undefined ? undefined : ownEntries(top, word);
  return entries === undefined ? {} : { config: [['ARM64_VA_BITS_52', entries === ENTRIES_52]] };
}

/** Where `swapper_pg_dir` begins. */
function topOf({ symbols, numbers }: CrashNotes): bigint | undefined {
  const top = symbols.get('swapper_pg_dir');
  const offset = numbers.get('kimage_voffset');
  return top === undefined || offset === undefined ? undefined : BigInt.asUintN(64, top - offset);
}

function kernelRoot(notes: CrashNotes, entries: number, word: ReadEntry): bigint | undefined {
  const top = topOf(notes);
  if (top === undefined || entries !== ENTRIES_48 || notes.pageSize !== 0x1_0000) return top;
  const isCut = isUserUnsaid(notes)
    ? ownEntries(top, word) === ENTRIES_52
    : notes.numbers.get('VA_BITS') === 52n && vaBitsOf(notes) === VA_BITS_MIN;
  return top + (isCut ? BADDR_4852_OFFSET : 0n);
}

/** TTBR0_EL1, TTBR1_EL1: ASID in bits 63:48, CnP in bit 0, and of wide addresses bits 51:48 in bits 5:2. */
function readTtbr(value: bigint, wide: boolean): RootReading {
  const low = value & 0xffff_ffff_ffc0n;
  return { address: wide ? low | (((value >> 2n) & 0xfn) << 48n) : low | (value & 0x30n) };
}

/** The sizes that registers of a kernel say, those of the identity map among them. */
const isVaBits = (bits: number): boolean => bits >= 36 && bits <= 52;

/** How the tables of a kernel on 64-bit Arm are told. */
export const tables: TableSources = {
  ownNumber: 'kimage_voffset',
  vmcoreinfo: fromVmcoreinfo,
  doubts,
  kernelRoot,
  entries: fromEntries,
  root: readTtbr,
  rootAlign: 6,
  // MAX_PHYSMEM_BITS is in VMCOREINFO since 5.9. With smaller pages the size of virtual addresses tells it.
  wideAddress: {
    symbol: 'ARM64_PA_BITS_52',
    pageShift: 16,
    entry: 0xf000n,
    root: 0x3cn,
    // v6.12 arch/arm64/include/asm/pgtable-hwdef.h PTE_ADDR_HIGH, TTBR_BADDR_MASK_52; v5.9 kernel/crash_core.c MAX_PHYSMEM_BITS
  },
  control: {
    name: 'TCR_EL1',
    option: 'tcr',
    read(value) {
      // IPS, bits 34:32: 6 means 52 bits. DS, bit 59, is one for both halves.
      const physBits = ((value >> 32n) & 7n) === 6n ? 52 : 48;
      const hasDs = (value & (1n << 59n)) !== 0n;
      const user = half(Number(value & 0x3fn), TG0[Number((value >> 14n) & 3n)], physBits, hasDs);
      const kernel = half(Number((value >> 16n) & 0x3fn), TG1[Number((value >> 30n) & 3n)], physBits, hasDs);
      return user && kernel && { user, kernel };
    },
    // Arm ARM DDI 0487 D24.2 TCR_EL1; v6.12 arch/arm64/mm/proc.S __cpu_setup; arch/arm64/include/asm/mmu_context.h cpu_install_idmap (T0SZ)
  },
  // v6.12 arch/arm64/kernel/vmcore_info.c arch_crash_save_vmcoreinfo, arch/arm64/Kconfig ARM64_VA_BITS, ARM64_PA_BITS, arch/arm64/mm/proc.S cpu_do_switch_mm, arch/arm64/include/asm/assembler.h offset_ttbr1, phys_to_ttbr; Arm ARM DDI 0487 D24.2 TTBR0_EL1
};

/** Of one half; undefined where no kernel sets the fields so. With pages of 4 and 16 KiB a wide address needs DS. */
function half(
  size: number,
  pageShift: number | undefined,
  physBits: number,
  hasDs: boolean,
): TableFacts | undefined {
  const vaBits = 64 - size;
  if (pageShift === undefined || !isVaBits(vaBits)) return undefined;
  if (pageShift < 16 && vaBits > VA_BITS_MIN && !hasDs) return undefined;
  return factsOf(vaBits, pageShift, physBits, hasDs);
}
