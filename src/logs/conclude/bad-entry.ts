import type { DumpedPage } from '../../core/rows/log-lines.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { applyFunction, kernelFunctions } from '../../core/functions/functions.ts';
import { shapeOf } from '../../core/entry/shapes.ts';
import { SWAP_HEADER_PAGES } from '../../core/entry/swap-entry.ts';
import { formatHex, not64 } from '../../core/u64.ts';
import { type Conclusion, conclusion, when } from './conclusion.ts';
import { type BadTable, isEverBad } from './bad-table.ts';
import type { AskReport } from './readings.ts';
import { isForeign } from '../../core/verdicts/foreign-value.ts';

const MAPPED = ['leaf', 'protnone'] as const;
const TABLES = ['pgd', 'p4d', 'pud', 'pmd'] as const;

const frame = (ask: AskReport<'pfn'>): string => `frame ${formatHex(ask('pfn') ?? 0n)}`;
const offset = (ask: AskReport<'offset'>): string => formatHex(ask('offset') ?? 0n);
const slot = (ask: AskReport<'type' | 'offset'>): string => `type ${ask('type')}, offset ${offset(ask)}`;
const flags = (ask: AskReport<'vm_flags'>): string => `vm_flags ${formatHex(ask('vm_flags') ?? 0n)}`;
const isHuge = (ask: AskReport<'offset'>): boolean => (ask('offset') ?? 0n) >= SWAP_HEADER_PAGES;

/** Whether flags are known, and none of some is set. */
const lacks = (flags: bigint | undefined, some: bigint): boolean =>
  flags !== undefined && (flags & some) === 0n;

/** The counts of a page as the log shows them. */
function countsOf(page: DumpedPage | undefined): string {
  if (page === undefined) return '';
  const { refcount, mapcount, headMapcount } = page;
  const counts = [
    `refcount ${refcount}`,
    ...(mapcount === undefined ? [] : [`mapcount ${mapcount}`]),
    ...(headMapcount === undefined ? [] : [`mapcount ${headMapcount} of its folio`]),
  ];
  return ` (${counts.join(', ')})`;
}

/** Types of pages that no process has. v6.12 include/linux/page-flags.h enum pagetype; hugetlb is one of processes. */
const NO_USER_PAGES: ReadonlySet<string> = new Set([
  'slab',
  'buddy',
  'table',
  'offline',
  'guard',
  'zsmalloc',
  'unaccepted',
]);

/** What the dump of a page proves: one that is mapped has a use and a mapping. A part of a larger page has others in its head. */
function countsText(page: DumpedPage | undefined): string {
  const { refcount = 0, mapcount = -1, isPart = false, headMapcount = mapcount, type = '' } = page ?? {};
  if (NO_USER_PAGES.has(type)) return `: it is of type ${type}, which no page of a process is`;
  // The mapping is taken away before the kernel looks at them.
  if ((refcount > 0 || isPart) && mapcount >= 0 && headMapcount >= 0) return '';
  return `: its counts are not those of a page mapped here${page?.refcount === 0 && !isPart ? ' (nothing holds it)' : ''}`;
}

/** Bits of a page that print_bad_pte() complained about: mm/memory.c. */
export const EXTRA_BITS: readonly Conclusion[] = [
  conclusion({
    code: 'extra-bits',
    forms: MAPPED,
    reads: ['wrong_bits'],
    // Another release can have a use for them.
    text: (ask, { release }) =>
      when(
        ask('wrong_bits') !== 0n,
        `bits that Linux ${release} sets in no such entry: ${formatHex(ask('wrong_bits'))}`,
      ),
  }),
];

/** Whether `pte_mkdevmap()` sets the special bit too: it does not everywhere. */
function isSpecialDax(kernel: Kernel): boolean {
  const special = kernel.mask('special', 'pte');
  const [made] = kernelFunctions(kernel).filter(({ name }) => name === 'pte_mkdevmap');
  const isKnown = made !== undefined && kernel.mask('devmap', 'pte') !== 0n;
  return isKnown && (BigInt(applyFunction(kernel, made.name, { pte: 0n })) & special) !== 0n;
}

/** What tells the kernel so. v2.6.24 and v2.6.29 mm/memory.c vm_normal_page */
const HIGHEST = 'highest_memmap_pfn; before 2.6.29 pfn_valid()';

/** What else makes it bad: vm_normal_page() or zap_pte_range() refused it. */
// prettier-ignore
export const BAD_MAP: readonly Conclusion[] = [
  // v6.12 arch/x86/include/asm/pgtable.h pte_mkdevmap: the special bit too.
  conclusion({ code: 'special-bit', forms: MAPPED, reads: ['special'], text: (ask, kernel) => !ask('special') ? undefined :
    `the special bit is set (no struct page that counts behind the frame), which only the zero page and mappings of raw frames may have (VM_PFNMAP, VM_MIXEDMAP)${isSpecialDax(kernel) ? ', and pages of DAX beside their devmap bit' : ''}` }),
  conclusion({ code: 'page-counts', forms: MAPPED, reads: ['page_dump', 'page', 'pfn'], text: (ask) => when(ask('page_dump'),
    `${frame(ask)} has a struct page, dumped with it${countsOf(ask('page'))}${countsText(ask('page'))}`) }),
  conclusion({ code: 'page-counts', forms: MAPPED, reads: ['other_page', 'pfn'], text: (ask) => when(ask('other_page') !== null,
    `the page: line near it is of frame ${formatHex(ask('other_page') ?? 0n)}, not of ${frame(ask)}: it is of another report, or these tables are not those of the kernel that printed both`) }),
  // The line with the address follows at once where no page is dumped. Both are of level alert, the dump is a warning.
  // v5.4 mm/memory.c vm_normal_page: check_pfn; it has no page to dump.
  conclusion({ code: 'beyond-memory', forms: MAPPED, reads: ['pfn', 'map_line', 'refused_frame'], text: (ask) => when(ask('map_line') && ask('refused_frame'),
    `no special bit, and no page: line: vm_normal_page(), which is in the trace, complains of frames beyond the memory of the machine (${HIGHEST}), and took ${frame(ask)} for one`) }),
  conclusion({ code: 'page-counts', forms: MAPPED, reads: ['pfn', 'map_line', 'memory', 'has_warnings'], text: (ask) => when(ask('map_line') && ask('memory'),
    `no special bit, and no page: line, though the log shows memory as high as ${frame(ask)}: the kernel took it for one above the highest that it has (${HIGHEST}), or ${ask('has_warnings') ? 'the dump of its page is not in the text' : 'it has a struct page with the wrong counts, and the console (quiet: it shows urgent lines alone) or whoever copied the text left that line out'}`) }),
  conclusion({ code: 'beyond-memory', forms: MAPPED, reads: ['pfn', 'map_line', 'beyond_memory'], text: (ask) => when(ask('map_line') && ask('beyond_memory') !== null,
    `no special bit, and no page: line: ${frame(ask)} is beyond the memory that the log shows when the kernel started (to ${formatHex(ask('beyond_memory') ?? 0n)}): most likely the frame bits are wrong, or memory was added later`) }),
  conclusion({ code: 'beyond-memory', forms: MAPPED, reads: ['pfn', 'map_line', 'has_warnings'], text: (ask) => when(ask('map_line'),
    `no special bit, and no page: line: ${frame(ask)} is beyond the memory of this machine (${HIGHEST}), so the frame bits are wrong, or it is memory of a device whose entry lacks its special bit${ask('has_warnings') ? '' : ', or the console left that line out (quiet: it shows urgent lines alone)'}`) }),
  // v4.14 mm/memory.c zap_pte_range: vm_normal_page() is asked of present entries alone; so do its other callers, but for a patch that is tried. A marker has too many right bits for an entry of another kernel.
  conclusion({ code: 'unexpected-state', forms: ['swap'], reads: ['level', 'state', 'marker_unknown', 'refused_frame'], text: (ask) => when(ask('refused_frame'),
    `vm_normal_page() is in the trace, and released kernels ask it of present entries alone: ${ask('state') === 'pte-marker' && !ask('marker_unknown') ? '' : `either this ${ask('level')} was present for the kernel that printed it, which has other bits than these tables then, or `}its caller did not check`) }),
  conclusion({ code: 'unexpected-state', forms: ['none'], reads: ['level'], text: (ask) =>
    `${ask('level')} is empty here, and no kernel complains of an empty entry: this is not the whole value, or another kernel printed it` }),
  conclusion({ code: 'unexpected-state', forms: ['table'], reads: ['level'], text: (ask) =>
    `${ask('level')} points to a table where a page was expected` }),
];

/** Flags of mappings: v6.12 include/linux/mm.h VM_WRITE, VM_PFNMAP, VM_UFFD_WP, VM_IO, VM_MIXEDMAP; before 3.7 VM_RESERVED, VM_INSERTPAGE; v7.3 VMA_UFFD_RWP_BIT. */
const VM = { write: 0x2n, raw: 0x1208_4400n, uffd: 0x1000n | (1n << 43n) } as const;

/** What an entry has that its mapping does not allow. Drivers give the entries of raw frames rights of their own. */
// prettier-ignore
export const MAPPING: readonly Conclusion[] = [
  conclusion({ code: 'mapping-flags', reads: ['level', 'uffd_wp', 'wrong_bits', 'vm_flags'], text: (ask) => when(ask('uffd_wp') && ask('wrong_bits') === 0n && lacks(ask('vm_flags'), VM.uffd),
    `${ask('level')} would be protected by userfaultfd, and its mapping is not registered for that (${flags(ask)} lacks VM_UFFD_WP, 0x1000): left over, of another mapping, or a changed bit`) }),
  conclusion({ code: 'mapping-flags', forms: ['leaf'], reads: ['level', 'writable', 'wrong_bits', 'vm_flags'], text: (ask) => when(ask('writable') && ask('wrong_bits') === 0n && lacks(ask('vm_flags'), VM.write | VM.raw),
    `${ask('level')} would be writable, and its mapping is not (${flags(ask)} lacks VM_WRITE, 0x2): of another mapping, a changed bit, or met by mprotect()`) }),
];

/** Why a swap entry belongs to nothing, from the message that the kernel printed if there is one. */
// prettier-ignore
export const BAD_SWAP: readonly Conclusion[] = [
  // Which types are special, and for what, depends on release and configuration.
  conclusion({ code: 'swap-type', forms: ['swap'], reads: ['state', 'type', 'offset', 'type_name', 'message', 'assumed'], text: (ask, { release }) => when(ask('state') !== 'swap' && ask('assumed') && !ask('message').includes('unrecognized'),
    `${slot(ask)} would be ${ask('type_name')} in Linux ${release}, which is assumed: other kernels have that type for something else, or for a swap area`) }),
  // v6.13 mm/memory.c do_swap_page(), zap_pte_range(): each is handled, and print_bad_pte() is for what is left.
  conclusion({ code: 'swap-type', forms: ['swap'], reads: ['state', 'type', 'offset', 'type_name', 'message'], text: (ask) => when(ask('state') !== 'swap' || ask('message').includes('unrecognized'),
    `${slot(ask)} is ${ask('type_name')}${ask('message') === '' ? ', and kernels that have such entries do not complain of them so' : ': not an entry that may stand here'}`) }),
  conclusion({ code: 'swap-area', forms: ['swap'], reads: ['type', 'message'], text: (ask) => when(ask('message').includes('Bad swap file') && !ask('message').includes('offset'),
    `no swap area has number ${ask('type')}`) }),
  conclusion({ code: 'swap-offset', forms: ['swap'], reads: ['type', 'offset', 'message', 'assumed'], text: (ask) => when(ask('message').includes('Bad swap offset') || isHuge(ask),
    `offset ${offset(ask)} is beyond the end of swap area ${ask('type')}${isHuge(ask) ? `: no swap area can be that large (2^32 pages), so the entry is corrupted${ask('assumed') ? ', or of another kernel than the one assumed' : ''}` : ''}`) }),
  conclusion({ code: 'swap-area', forms: ['swap'], reads: ['type', 'message'], text: (ask) => when(ask('message').includes('Unused swap') && ask('message').includes('file'),
    `swap area ${ask('type')} is not in use`) }),
  conclusion({ code: 'swap-slot', forms: ['swap'], reads: ['type', 'offset', 'message'], text: (ask) => when(ask('message').includes('Unused swap'),
    `slot ${offset(ask)} of swap area ${ask('type')} is free`) }),
  conclusion({ code: 'swap-slot', forms: ['swap'], reads: ['type', 'offset'], text: (ask, { maxSwapfiles }) =>
    `${slot(ask)}: the swap area does not exist, ends before this slot, or has it free (${maxSwapfiles} areas are possible as such kernels are usually built)` }),
];

/** That a swap type depends on how the kernel was built, which its messages do not say. */
export const TYPE_BY_BUILD: readonly Conclusion[] = [
  conclusion({
    code: 'swap-type',
    forms: ['swap'],
    reads: ['type'],
    text(ask, { swapTypes, otherBuild }) {
      const type = ask('type') ?? 0;
      const other = otherBuild?.kernel.swapTypes[type];
      return when(
        other !== undefined && other.name !== swapTypes[type]?.name,
        `type ${type} is ${other?.name} where CONFIG_${otherBuild?.symbol}=y, and nothing here says whether it is`,
      );
    },
  }),
];

/** That a pointer to a table is bad as some of the kernel's own are. */
function oddText(bad: BadTable | undefined): string | undefined {
  if (bad?.odd === undefined) return undefined;
  const { by, missing, extra, odd } = bad;
  const differs = [
    ...(missing.length > 0 ? [`lacks ${missing.join(' ')}`] : []),
    ...(extra.length > 0 ? [`has ${extra.join(' ')}`] : []),
  ];
  return `${by}() is true of it: it ${differs.join(' and ')}, as pointers to tables of ${odd.of} do on purpose`;
}

/** Which bits make a table entry bad: `pmd_bad()` and the like. */
// prettier-ignore
export const BAD_TABLE: readonly Conclusion[] = [
  conclusion({ code: 'missing-bits', forms: ['table'], levels: TABLES, reads: ['bad'], text: (ask) => oddText(ask('bad')) }),
  conclusion({ code: 'missing-bits', forms: ['table'], levels: TABLES, reads: ['bad'], text: (ask) => when(ask('bad')?.odd === undefined && (ask('bad')?.missing.length ?? 0) > 0,
    `bits that every table entry has are clear: ${ask('bad')?.missing.join(' ')}`) }),
  conclusion({ code: 'extra-bits', forms: ['table'], levels: TABLES, also: () => true, reads: ['bad'], text: (ask) => when(ask('bad')?.odd === undefined && (ask('bad')?.extra.length ?? 0) > 0,
    `${ask('bad')?.by}() is true of it: no pointer to a table has ${ask('bad')?.extra.join(' ')}`) }),
  conclusion({ code: 'extra-bits', forms: ['table'], levels: TABLES, also: () => true, reads: ['wrong_bits', 'bad'], text(ask) {
    const wrong = ask('wrong_bits') & not64(ask('bad')?.odd?.having ?? 0n);
    return when(wrong !== 0n, `bits that no table entry has are set: ${formatHex(wrong)}`);
  } }),
  conclusion({ code: 'not-a-table', forms: MAPPED, levels: TABLES, reads: ['form', 'raw', 'wrong_bits', 'mapped_for_cpu'], text: (ask, k) => when(ask('wrong_bits') !== 0n && ask('mapped_for_cpu') && !isForeign(k, ask('raw')),
    `neither a table nor a page as kernels make them, where a pointer to a table is expected: no such entry has the bits ${formatHex(ask('wrong_bits'))}`) }),
  conclusion({ code: 'not-a-table', forms: ['swap', 'none', ...MAPPED], levels: TABLES, reads: ['form', 'raw', 'mapped_for_cpu'], text: (ask, k) => when(!isForeign(k, ask('raw')),
    `${ask('form') === 'swap' ? 'not present' : ask('form') === 'none' ? 'empty' : ask('mapped_for_cpu') ? 'a page, no table' : 'not present for the CPU'}, where a pointer to a table is expected`) }),
  conclusion({ code: 'not-a-table', forms: ['table'], levels: TABLES, reads: ['bad'], text: (ask) => when(ask('bad') !== undefined,
    `${ask('bad')?.by}() is true of it`) }),
  conclusion({ code: 'changed', forms: ['table'], levels: TABLES, reads: ['level', 'named'], text: (ask, k) => when(ask('named') && isEverBad(k, ask('level')),
    `as it is shown it is a good pointer to a table: ${ask('level')} changed between the check that found it bad and this message`) }),
];

/** A generic entry does not say which flags the pte had. */
export const HIDDEN_FLAGS: readonly Conclusion[] = [
  conclusion({
    code: 'hidden-flags',
    forms: ['swap'],
    reads: ['raw'],
    text: (ask, kernel) =>
      when(
        shapeOf(kernel, 'pte', ask('raw')).form === 'none',
        'type and offset alone are an empty pte: one that held them had a flag, or a stray bit, as well, which this message does not show; shmem and the swap cache keep them without flags',
      ),
  }),
];

/** The kernel printed it in both forms. */
export const SAME_ENTRY: readonly Conclusion[] = [
  conclusion({
    code: 'same-entry',
    reads: ['repeated', 'generic'],
    text: (ask) =>
      when(
        ask('repeated'),
        `the same entry as ${ask('generic') ? 'the pte printed' : 'the generic one printed'} just before`,
      ),
  }),
];
