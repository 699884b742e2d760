import {
  BLANK,
  CLOSING,
  type Circumstances,
  type LogShape,
  optional,
  pattern,
  START,
} from '../../core/rows/log-lines.ts';
import { machineLogLines, perArchitectures } from '../../kernel/capabilities/machines.ts';
import { MESSAGE_RELEASES as SINCE } from '../../kernel/profiles.ts';
import { genericWidth, swapSays } from './swap-message.ts';

/** The width of an address tells the size of a word: 8 digits or 16. */
const width = (digits: string | undefined): Circumstances =>
  digits?.length === 8 ? { wordBits: 32 } : digits?.length === 16 ? { wordBits: 64 } : {};

/**
 * The pointer of a bad entry: 8 digits with an entry of more than 32 bits are a machine of 32 bits with large entries. An
 * entry alone of 8 digits tells nothing: parisc and powerpc fill up to 8 digits with 64 bits as well. Of 16 digits it is of a
 * machine of 64 bits, but for the ptes of small ones with high memory (v5.4 arch/mips/include/asm/pgtable-32.h pte_ERROR), and
 * for pmds that can be an address of SuperH's P1 (v6.12 arch/sh/include/asm/pgtable-3level.h pmd_ERROR, "%016llx").
 */
function pointerOf({ groups }: RegExpExecArray): Circumstances {
  const { level = '', bare = '', pointer } = groups ?? {};
  const isSmall = level === 'pte' || (level === 'pmd' && /^0{8}[89]/.test(bare));
  return width(bare.length === 16 && !isSmall ? bare : pointer);
}

/** Structures, of which one in the line has more than 32 bits. */
const sizeOf = ({ input }: RegExpExecArray): Circumstances =>
  /\bp\w\w = (?:\(\w+\))?(?:0x[0-9a-f]{9}|[0-9]{11})/.test(input) ? { hasWideEntries: true } : {};

/** A value of 9 to 15 digits, in the bad page maps and walks of kernels that fill up to 8. */
const unfilled = ({ groups }: RegExpExecArray): Circumstances => {
  const isUnfilled = Object.values<string | undefined>(groups ?? {}).some((text) =>
    /^[0-9a-f]{9,15}$/.test(text ?? ''),
  );
  return isUnfilled ? { until: SINCE.badPageFilled } : {};
};

/** The beginning of a line, quoted or not, as it is or as HTML has it. */
const QUOTE = String.raw`^(?:[>|\s]|&gt;)*`;

/** The same, and in a comment of a source or of a script. */
const CITED = String.raw`^(?:[>|\s]|&gt;|[*#](?=[ \t]))*`;

/** The end of a row of a debugger, and of the cell of a table that it stands in. */
const ROW_END = String.raw`(?: *\|)?\s*$`;

/** The end of a value that can be the last word of a title, in brackets. */
const OF_TITLE = `(?=[\\s\\])\`]|${CLOSING}|$)`;

/** What pagers, and programs that make room, put where they have cut a line. */
export const CUT_MARK = String.raw`(?:\u2026|\.{3}|>)(?=\s*$)`;

/** The end of a value that is the only one of its line, or what is left of it. */
const OR_CUT = `(?:${BLANK}|(?=${CUT_MARK}))`;

/** What is left of a value that kernels print with 8 digits or more. */
const REST = `[0-9a-f]{1,7}(?=\\s*$|${CUT_MARK})`;

/** A number as debuggers print it, up to 20 digits; pointers stand with zeros in front. */
const DECIMAL = '(?:0|[1-9][0-9]{0,19})(?![0-9])';

/** Where a table is, as a member of a structure: an address of the kernel, or the beginning of a page; arm prints it in an oops. */
const TABLE_POINTER = String.raw`\w{3} = 0xffff[0-9a-e]|pgd = (?:0x[0-9a-f]{1,13}000|[0-9]{8}(?:[0-9]{8})?)\s*$`;

/** Tables that have a name. v6.12 include/linux/pgtable.h swapper_pg_dir, arch/x86/kernel/head_64.S, arch/arm64/include/asm/pgtable.h, arch/riscv/mm/init.c */
const NAMED_TABLE = String.raw`(?:swapper_pg_dir|idmap_pg_dir|tramp_pg_dir|trampoline_pg_dir|init_top_pgt|early_top_pgt|init_level4_pgt|level[1-4]_\w{1,20}_pgt)[+>]`;
const SMALL_TABLE = new RegExp(String.raw`0x[c-f][0-9a-f]{7} <${NAMED_TABLE}`);

/** The shapes of log lines that hold page-table values and are the same on every machine, one row each. */
// prettier-ignore
const COMMON_SHAPES: readonly LogShape[] = [
  // print_bad_pte(): v6.12 mm/memory.c print_bad_pte; v6.18 mm/memory.c print_bad_page_map (any level, no pmd)
  { name: 'bad-page-map', needs: 'Bad page map', role: 'bad-map', announces: true,
    // Two blanks stand behind the name of the process, which can be like a value. JSON has more in front of a pmd in the next row.
    line: pattern(String.raw`BUG: Bad page map in process .{0,64}?(?: {2}|[ \t](?<!\bp\w\w:\S{0,20} ))(?<level>pte|pmd|pud|p4d|pgd):(?<value>[0-9a-f]{8,16}${OR_CUT}|${REST})(?!(?! +pmd:).{0,40} {2}p\w\w:[0-9a-f])(?:\s+pmd:(?<pmd>[0-9a-f]{8,16}(?:${OF_TITLE}|(?=${CUT_MARK}))|${REST}))?`),
    // The pmd can be there and not be whole.
    says: (match) => ({ since: SINCE.badPageMap, ...(/^\s+pmd:/.test(match.input.slice(match.indices?.groups?.['value']?.[1])) ? { until: SINCE.badPageWalk } : unfilled(match)) }),
    walkSays: (at) => (at('pmd') !== undefined ? { until: SINCE.badPageWalk } : {}) },
  // print_bad_pte() before 2.6.29: v2.6.28 mm/memory.c print_bad_pte
  { name: 'bad-pte', needs: 'Bad pte = ', role: 'bad-map',
    // Wrapped anywhere behind the name of the process. No zeros stand in front of the address.
    line: pattern(String.raw`\bBad pte = (?<pte>[0-9a-f]{8,16}), process = .{1,64}?, vm_flags(?: = [0-9a-f]{1,16}(?:, vaddr(?: =(?: (?<address>[0-9a-f]{1,16}))?)?)?)?(?=\s|$)`),
    isUnpadded: true,
    says: ({ groups }) => ({ until: SINCE.badPageMap, ...((groups?.['address'] ?? '').length > 8 ? { wordBits: 64 } : {}) }) },
  // print_bad_pte(), wrapped: v6.12 mm/memory.c print_bad_pte. In front of it the rest of a number, or that of a row.
  { name: 'bad-page-map-part', needs: 'pmd:', role: 'bad-map', partOf: ['bad-page-map'],
    line: pattern(String.raw`${QUOTE}(?:[0-9a-f]{1,15}[\t |:.)>]{1,4})?pmd:(?<pmd>[0-9a-f]{8,16})${OF_TITLE}`) },
  // print_bad_page_map(), second line: v6.18 mm/memory.c __print_bad_page_map_pgtable
  { name: 'bad-page-walk', needs: 'pgd:', role: 'bad-map-walk', announces: true,
    line: pattern(START, `pgd:(?<pgd>[0-9a-f]{8,16})${BLANK}`, optional(['p4d', 'pud', 'pmd'], (level) => ` ${level}:(?<${level}>[0-9a-f]{8,16})${BLANK}`)),
    says: (match) => ({ since: SINCE.badPageWalk, ...unfilled(match) }) },
  // print_bad_page_map(), second line, wrapped: v6.18 mm/memory.c __print_bad_page_map_pgtable
  { name: 'bad-page-walk-part', needs: ['p4d:', 'pud:'], role: 'bad-map-walk', partOf: ['bad-page-walk'],
    line: pattern(String.raw`${QUOTE}(?=(?:p4d|pud):)`, optional(['p4d', 'pud', 'pmd'], (level) => `${level}:(?<${level}>[0-9a-f]{8,16})${BLANK} ?`)),
    says: unfilled },
  // pgd_ERROR() to pte_ERROR(): v5.11 arch/x86/include/asm/pgtable-3level.h and pgtable_64.h pmd_ERROR; v5.11 mm/pgtable-generic.c pmd_clear_bad; others: v5.11 arch/arm64/mm/mmu.c __pmd_error (no pointer)
  { name: 'bad-entry', needs: 'bad p', role: 'bad-entry',
    // Without the name of its file, as in a heading, a pointer and an entry of 16 digits each are nothing else.
    // One without a full stop is a pte or pgd of 8 digits (i386 with two levels): others are a pointer, and the entry is torn off. So is what a pager has cut behind ffff.
    line: pattern(String.raw`(?:(?<file>(?:[\w./-]|=2E){1,80}):\d+: +|${QUOTE}|(?<=[\s:])(?=bad \w{3} [0-9a-f]{16}\([0-9a-f]{16}\)))bad (?<level>pte|pmd|pud|p4d|pgd) (?:(?<pointer>[0-9a-f]{8,16}|\(_*ptrval_*\))\((?<value>[0-9a-f]{8,16}(?=\))|[0-9a-f]{1,16}(?=\s*$|${CUT_MARK}))\)?|(?<bare>[0-9a-f]{8,16}(?=\.(?!\.)|=2E)|(?<=(?:pte|pgd) )[0-9a-f]{8}|(?<=: bad \w{3} )(?!ffff)[0-9a-f]{1,15}(?=${CUT_MARK}))(?:\.(?!\.)|=2E)?)(?=(?:\.|=2E)?"?(?:\s|$)|${CLOSING}|${CUT_MARK})`),
    says: (match) => ({ ...pointerOf(match), ...fileOf(match) }) },
  // get_swap_device(), _swap_info_get() and others: v4.18 mm/swapfile.c Bad_file, Unused_file, Bad_offset, Unused_offset; v7.3 mm/swapfile.c; v2.4.2 mm/swapfile.c swap_duplicate, swap_free
  { name: 'bad-swap', needs: ' swap ', role: 'swap',
    line: pattern(String.raw`(?<![\w-])(?:(?<old>VM: )(?:[Bb]ad|Undead) swap entry|(?:(?<speaker>(?!kernel:)[a-z_]{1,31}): )?(?:Bad|Unused) swap (?:file|offset) entry(?: in (?<counter>swap_(?:dup|count)))?) (?<swap>[0-9a-f]{8,16})${OR_CUT}`),
    says: swapSays },
  // swap_free(), swap_duplicate() and swap_count() of 2.2: v2.2 mm/swapfile.c, mm/swap_state.c; mail wraps them behind the comma.
  { name: 'old-swap', needs: ['swap-space map', 'swap_duplicate', 'swap_count'], role: 'swap',
    line: pattern(String.raw`(?<![\w-])(?:swap_free: swap-space map bad \(|swap_(?:duplicate|count)(?: at {1,9}[0-9a-f]{8,16})?: )entry (?<swap>[0-9a-f]{8,16})(?=\)|,(?: unused page| nonexistent swap file| offset exceeds max|\s*$)| map count=)`),
    says: () => ({ until: SINCE.genericSwap }) },
  // zap_pte_range(): v6.8 mm/memory.c zap_pte_range
  { name: 'unrecognized-swap', needs: 'swap entry 0x', role: 'swap',
    line: pattern(String.raw`unrecognized swap entry 0x(?<swap>[0-9a-f]{1,16})${BLANK}`),
    says: ({ groups }) => ({ since: SINCE.unrecognizedSwap, ...genericWidth(groups?.['swap'] ?? '') }) },
  // crash `vtop`, the entry of the top table: crash 8.0 x86_64.c x86_64_kvtop (an address ends in 000)
  { name: 'crash-top', needs: 'PAGE DIR', role: 'memory', announces: true,
    line: pattern(String.raw`${CITED}PAGE DIRECTORY: (?<pgd>[0-9a-f]{1,12}[0-9a-f]{2}[13579bdf])${ROW_END}`) },
  // crash `vtop`: crash 8.0 x86_64.c x86_64_uvtop_level4
  { name: 'crash-walk', needs: [' => ', ' =&gt; ', ' =3D> '], role: 'memory', announces: true,
    line: pattern(String.raw`${CITED}(?<level>PML4?|PGD|P4D|PUD|PMD|PTE): {1,3}(?:0x)?(?<place>[0-9a-f]{1,16}) =(?:3D)?(?:>|&gt;) (?:0x)?(?<value>[0-9a-f]{1,16})(?:\s*(?://|<|\().*|\s+[^\w\s].*|\s*)$`) },
  // crash `pte`, `vtop`: crash 8.0 x86_64.c x86_64_translate_pte
  { name: 'crash-pte-heading', needs: 'PTE ', role: 'memory', announces: true,
    line: pattern(String.raw`${CITED}PTE +(?:PHYSICAL +FLAGS|SWAP +OFFSET)${ROW_END}`) },
  // crash `pte`, `vtop`: crash 8.0 x86_64.c x86_64_translate_pte
  { name: 'crash-pte', needs: ' ', role: 'memory', after: 'crash-pte-heading',
    line: pattern(String.raw`${CITED}(?<pte>[0-9a-f]{1,16}) +(?:[0-9a-f]{1,16}(?: +\([A-Z0-9_|]*\))?|\S{1,64} +(?<slot>[0-9]{1,19}))${ROW_END}`),
    says: ({ groups }) => (groups?.['slot'] === undefined ? {} : { swapOffset: BigInt(groups['slot']) }) },
  // QEMU monitor `xp /gx`: QEMU 9.0 monitor/hmp-cmds-target.c memory_dump
  { name: 'qemu-xp', needs: ': 0x', role: 'memory', isLevelOpen: true,
    line: pattern(String.raw`${QUOTE}(?:\(qemu\) )*(?:xp? +/\S+ +\S+ *)?[0-9a-f]{8,16}: (?<words>0x[0-9a-f]{16}(?: 0x[0-9a-f]{16}){0,7})${ROW_END}`) },
  // gdb `x/gx`: gdb 13 printcmd.c do_examine
  { name: 'gdb-x', needs: '0x', role: 'memory', isLevelOpen: true,
    // The tables of a kernel stand at its own addresses, or have the name of one. Programs have heaps and stacks, where sizes, counters and pointers stand.
    line: pattern(String.raw`${QUOTE}(?:\(gdb\) )*(?:=> )?0x(?:[89a-f][0-9a-f]{15}|[c-e][0-9a-f]{7}|f[0-9a-f]{7}(?= <${NAMED_TABLE}))(?: <[^<>]{1,200}>)?:[\t ](?<words>0x[0-9a-f]{16}(?:[\t ]0x[0-9a-f]{16}){0,7})${ROW_END}`),
    // No kernel of 64 bits has its tables there.
    says: ({ 0: row }) => (SMALL_TABLE.test(row) ? { wordBits: 32 } : {}) },
  // gdb `print`, crash `struct`: gdb 13 valprint.c generic_val_print; v6.12 arch/x86/include/asm/pgtable_64_types.h pte_t, pgtable_types.h pmd_t
  { name: 'gdb-structure', needs: ['pte = ', 'pmd = ', 'pud = ', 'p4d = ', 'pgd = '], role: 'memory',
    // On a line of its own an entry is all that its structure has: behind a comma there is more, and the values are pointers.
    line: pattern(String.raw`(?:(?<!(?:pte|pmd|pud|p4d|pgd) = )\{|^(?:(?:>|&gt;) ?)*[ \t]*  (?!${TABLE_POINTER}))(?<level>pte|pmd|pud|p4d|pgd) = (?:(?<value>0x[0-9a-f]{1,16})|(?<decimal>${DECIMAL}))(?:\}|\s*$)`),
    isUnpadded: true, says: sizeOf },
  // drgn: drgn 0.0.30 libdrgn/language_c.c c_format_object
  { name: 'drgn-structure', needs: 'val_t)', role: 'memory',
    line: pattern(String.raw`\.(?<level>pte|pmd|pud|p4d|pgd) = \((?:pte|pmd|pud|p4d|pgd)val_t\)(?:(?<value>0x[0-9a-f]{1,16})|(?<decimal>${DECIMAL}))(?=[,\s}]|$)`),
    isUnpadded: true, says: sizeOf },
];

/** A file named without its folder is one of 2.4: `__FILE__` was relative to the folder that was built. */
function fileOf({ groups }: RegExpExecArray): Circumstances {
  const { file, pointer = '' } = groups ?? {};
  if (file !== undefined && !file.includes('/')) return { until: SINCE.foldersInFileNames };
  if (pointer.startsWith('00000000') || pointer.startsWith('(')) return { since: SINCE.hashedPointers };
  // The functions that print them moved.
  const until = file?.endsWith('mm/memory.c') === true ? { until: SINCE.clearBadMoved } : {};
  const said = file === undefined ? {} : { since: SINCE.foldersInFileNames, ...until };
  if (pointer.startsWith('ffff81')) return { ...said, until: SINCE.directMapMoved };
  // A pointer that is not hashed. Above it can be one of a newer kernel that was told not to hash them: no_hash_pointers.
  return /^ffff88[0-7]/.test(pointer) ? { until: SINCE.hashedPointers, ...said } : said;
}

/** A shape, and the architecture whose machines alone print it. */
export interface KnownShape extends LogShape {
  /** Undefined: more than one. */
  readonly arch: string | undefined;
}

/** The shapes of log lines that hold page-table values: those of the machines, then the common ones. */
export const logShapes = perArchitectures((): readonly KnownShape[] => [
  ...machineLogLines().flatMap(({ arch, shapes }) =>
    shapes.map((shape) => ({ ...shape, arch: shape.archs ? undefined : arch })),
  ),
  ...COMMON_SHAPES.map((shape) => ({ ...shape, arch: undefined })),
]);
