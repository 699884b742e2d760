import type { ArchLayout } from '../../core/rows/architecture.ts';
import type { Form, PfnRow } from '../../core/rows/layout.ts';
import { releasesWith } from '../../core/version.ts';

const HWDEF = 'arch/arm64/include/asm/pgtable-hwdef.h';
const PGTABLE = 'arch/arm64/include/asm/pgtable.h';
export const LEAF: readonly Form[] = ['leaf', 'protnone'];
export const BLOCKS = 'Arm ARM DDI 0487 D8.3.1 block descriptors, AArch64.BlockDescSupported()';

/** The page sizes: log2, and the configuration that chooses it. */
export const GRANULES = [
  { shift: 12, config: ['!ARM64_16K_PAGES', '!ARM64_64K_PAGES'] },
  { shift: 14, config: ['ARM64_16K_PAGES', '!ARM64_64K_PAGES'] },
  { shift: 16, config: ['ARM64_64K_PAGES'] },
] as const;

/** MAX_PHYSMEM_BITS is what the CPU has, of a kernel for 52 bits as well: bf74bb73cd87. v6.12 arch/arm64/include/asm/sparsemem.h has CONFIG_ARM64_PA_BITS */
const MEMORY_OF_CPU = releasesWith('6.14', '6.13.3', '6.12.14');

/**
 * The address field up to bit `hi`, with the high bits of a 52-bit address where the configuration has them. With 64 KiB
 * pages both keep address bits 48-49 since 6.9: PTE_ADDR_LOW reaches bit 49 whatever the page size is.
 */
const ADDRESS = [
  { hi: 47, until: '6.9', config: [] },
  { hi: 49, since: '6.9', config: ['!ARM64_LPA2', '!ARM64_64K_PAGES'] },
  { hi: 49, since: '6.9', config: ['ARM64_LPA2', '!ARM64_64K_PAGES'], more: [{ hi: 9, lo: 8, at: 50 }] },
  { hi: 49, since: '6.9', config: ['ARM64_64K_PAGES'] },
] as const;

/** Where the frame number is, for each size of pages and addresses. */
export const pfn = (): readonly PfnRow[] =>
  ADDRESS.flatMap(({ config, ...address }) =>
    GRANULES.flatMap(({ shift, config: granule }): readonly PfnRow[] => {
      const common = { ...address, config: [...config, ...granule] };
      const split = { ...common, config: [...common.config, 'ARM64_PA_BITS_52'] };
      const high = shift === 16 ? [{ hi: 15, lo: 12, at: 48 }] : undefined;
      const rows = high ? [{ ...split, more: high }, common] : [common];
      const src = `v6.12 ${HWDEF} PTE_ADDR_LOW, PTE_ADDR_HIGH`;
      // prettier-ignore
      return rows.flatMap((row): readonly PfnRow[] => [
        { ...row, forms: ['table'], levels: ['pgd', 'p4d', 'pud', 'pmd'], lo: shift, pageShift: shift, src },
        { ...row, forms: LEAF, levels: ['pte'], lo: shift, pageShift: shift, src },
        { ...row, forms: LEAF, levels: ['pmd'], lo: 2 * shift - 3, pageShift: 2 * shift - 3, src: `v6.12 ${PGTABLE} pmd_pfn` },
        { ...row, forms: LEAF, levels: ['pud'], lo: 3 * shift - 6, pageShift: 3 * shift - 6, src: `v6.12 ${PGTABLE} pud_pfn` },
        ...(shift === 12 ? [{ ...row, forms: LEAF, levels: ['pgd', 'p4d'] as const, lo: 39, pageShift: 39, src: `v6.12 ${HWDEF} PTE_ADDR_LOW; ${BLOCKS}` }] : []),
      ]);
    }),
  );

/** What the sizes of pages and addresses decide: the levels of tables, and how much memory there can be. */
export const sizes = (): Pick<
  ArchLayout,
  | 'levels'
  | 'paging'
  | 'laterLevels'
  | 'pageShift'
  | 'physBits'
  | 'isPhysBitsOfCpu'
  | 'morePhysBits'
  | 'swpPfnBits'
> => ({
  // prettier-ignore
  levels: [
    { level: 'pgd', shift: 48, indexBits: 4, paging: [5], config: GRANULES[0].config },
    { level: 'pgd', shift: 39, indexBits: 9, paging: [4], config: GRANULES[0].config },
    { level: 'p4d', shift: 39, indexBits: 9, paging: [5], config: GRANULES[0].config },
    { level: 'pud', shift: 30, indexBits: 9, paging: [3, 4, 5], config: GRANULES[0].config },
    { level: 'pmd', shift: 21, indexBits: 9, config: GRANULES[0].config },
    { level: 'pte', shift: 12, indexBits: 9, config: GRANULES[0].config },
    { level: 'pgd', shift: 47, indexBits: 5, paging: [4], config: [...GRANULES[1].config, 'ARM64_VA_BITS_52'] },
    { level: 'pgd', shift: 47, indexBits: 1, paging: [4], config: [...GRANULES[1].config, '!ARM64_VA_BITS_52'] },
    { level: 'pud', shift: 36, indexBits: 11, paging: [3, 4], config: GRANULES[1].config },
    { level: 'pmd', shift: 25, indexBits: 11, paging: [2, 3, 4], config: GRANULES[1].config },
    { level: 'pte', shift: 14, indexBits: 11, config: GRANULES[1].config },
    { level: 'pud', shift: 42, indexBits: 10, paging: [3], config: ['ARM64_64K_PAGES', 'ARM64_VA_BITS_52'] },
    { level: 'pud', shift: 42, indexBits: 6, paging: [3], config: ['ARM64_64K_PAGES', '!ARM64_VA_BITS_52'] },
    { level: 'pmd', shift: 29, indexBits: 13, paging: [2, 3], config: ['ARM64_64K_PAGES'] },
    { level: 'pte', shift: 16, indexBits: 13, config: ['ARM64_64K_PAGES'] },
  ],
  // PGTABLE_LEVELS of v4.14 to v6.12 arch/arm64/Kconfig.
  paging: [
    { value: 2, config: ['ARM64_64K_PAGES', 'ARM64_VA_BITS_42'] },
    { value: 3, config: ['ARM64_64K_PAGES'] },
    // VA_BITS_MIN of memory.h: without LPA2 the same kernel uses 48-bit addresses, with 16 KiB pages 47-bit ones.
    { value: 5, config: ['ARM64_VA_BITS_52', 'ARM64_LPA2', ...GRANULES[0].config] },
    { value: 3, config: ['ARM64_VA_BITS_52', '!ARM64_LPA2', ...GRANULES[1].config] },
    { value: 3, config: ['ARM64_VA_BITS_39', ...GRANULES[0].config] },
    { value: 3, config: ['ARM64_VA_BITS_47', ...GRANULES[1].config] },
    { value: 2, config: ['ARM64_VA_BITS_36', ...GRANULES[1].config] },
    { value: 4 },
  ],
  // prettier-ignore
  laterLevels: [
    { paging: 5, since: '6.9', needs: ['ARM64_VA_BITS_52', 'ARM64_PA_BITS_52', 'ARM64_LPA2'], src: 'v6.9 arch/arm64/Kconfig PGTABLE_LEVELS' },
  ],
  pageShift: GRANULES.map(({ shift, config }) => ({ value: shift, config })),
  physBits: [
    { value: 52, config: ['ARM64_PA_BITS_52', 'ARM64_64K_PAGES'] },
    { value: 52, config: ['ARM64_LPA2'] },
    { value: 48 },
  ],
  isPhysBitsOfCpu: true,
  morePhysBits: {
    text: 'addresses have 52 bits (ARM64_LPA2=y, with 64 KiB pages ARM64_PA_BITS_52=y)',
    most: 52,
    unlessOff: [
      { symbols: ['ARM64_LPA2', 'ARM64_PA_BITS_52'], since: '6.9', config: ['!ARM64_64K_PAGES'] },
      { symbols: ['ARM64_PA_BITS_52'], since: '4.16', config: ['ARM64_64K_PAGES'] },
    ],
  },
  swpPfnBits: GRANULES.flatMap(({ shift, config }) => [
    { value: 52 - shift, config: [shift === 16 ? 'ARM64_PA_BITS_52' : 'ARM64_LPA2', ...config] },
    ...MEMORY_OF_CPU.map((held) => ({ value: 48 - shift, config, ...held })),
    { value: 52 - shift, config: ['ARM64_PA_BITS_52', ...config], since: '6.9' },
    { value: 48 - shift, config },
  ]),
});
