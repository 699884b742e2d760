import type { Level } from '../core/layout.ts';

/** The level of a value in a log: a table level, or the generic `swp_entry_t` that the kernel's swap messages print. */
export type LogLevel = Level | 'swap_entry';

/** What is said with the values of a shape. */
export type ShapeRole =
  /** The way down to an address, in one line. */
  | 'walk'
  /** An entry that print_bad_pte() complains about. */
  | 'bad-map'
  /** The way down to such an entry, on the line behind. */
  | 'bad-map-walk'
  /** A table entry that *_bad() is true for. */
  | 'bad-entry'
  /** A swap entry that belongs to no swap area. */
  | 'swap'
  /** One step of a walk, or words of memory, as a debugger prints them. */
  | 'memory';

/** One row of the table of log shapes. */
export interface LogShape {
  readonly name: string;
  /** What prints it. */
  readonly tool: string;
  readonly role: ShapeRole;
  /** Architecture that alone prints it. */
  readonly arch?: string;
  /** Kernels that print it: first release, and first release that no longer does. */
  readonly since?: string;
  readonly until?: string;
  /**
   * Finds the values in a line, whatever stands before and behind them. A group named like a level holds a value of that
   * level; `level` and `value` hold one together; `address` is the virtual address of a walk. Every value ends at a
   * blank, at the punctuation of the shape or at the end of the line, so that a torn line gives no half of a value.
   */
  readonly line: RegExp;
  /** A piece of text without which no line fits. */
  readonly needs: string;
  /** Only on the line behind one of this shape. */
  readonly after?: string;
  /** A line of this shape promises a line of another behind it. */
  readonly announces?: boolean;
  readonly example: string;
  readonly src: string;
}

const END = String.raw`(?=[\s,]|$)`;
/** Ends without a comma: for values that nothing follows but a blank. */
const BLANK = String.raw`(?=\s|$)`;
/** Where a value or a name may begin: not inside a word. */
const START = String.raw`(?<![\w:./*-])`;

function pattern(...parts: readonly string[]): RegExp {
  return new RegExp(parts.join(''), 'dg');
}

/** Groups in a row, each left out when the walk stopped above it or the kernel has no such level. */
function optional(levels: readonly Level[], make: (level: Level) => string): string {
  return levels.map((level) => `(?:${make(level)})?`).join('');
}

const LOWER = ['p4d', 'pud', 'pmd', 'pte'] as const;

/** The shapes of log lines that hold page-table values, one row each. */
// prettier-ignore
export const LOG_SHAPES = [
  { name: 'x86-walk', needs: 'PGD ', tool: 'x86 oops, "Corrupted page table"', role: 'walk', arch: 'x86_64',
    line: pattern(START, `PGD (?<pgd>[0-9a-f]{1,16})${BLANK}`, optional(LOWER, (level) => ` ${level.toUpperCase()} (?<${level}>[0-9a-f]{1,16})${BLANK}`)),
    example: 'PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000002eb7867',
    src: 'v6.12 arch/x86/mm/fault.c dump_pagetable (4.10 and before: without P4D)' },
  { name: 'x86-pae-walk', needs: '*pdpt', tool: 'x86 oops, 32 bits with PAE', role: 'walk', arch: 'i386',
    line: pattern(String.raw`\*pdpt = (?<pgd>[0-9a-f]{16})${BLANK}(?: \*pde = (?<pmd>[0-9a-f]{16})${BLANK}(?: \*pte = (?<pte>[0-9a-f]{16})${BLANK})?)?`),
    example: '*pdpt = 0000000034d0b001 *pde = 0000000034d0d067 *pte = 0000000000000000',
    src: 'v5.11 arch/x86/mm/fault.c dump_pagetable' },
  { name: 'x86-32-walk', needs: '*pde', tool: 'x86 oops, 32 bits without PAE', role: 'walk', arch: 'i386',
    line: pattern(String.raw`\*pde = (?<pgd>[0-9a-f]{8})${BLANK}(?: \*pte = (?<pte>[0-9a-f]{8})${BLANK})?`),
    example: '*pde = 34d0b067 *pte = 00000000',
    src: 'v5.11 arch/x86/mm/fault.c dump_pagetable' },
  { name: 'arm64-walk', needs: 'pgd=', tool: 'arm64 and riscv oops', role: 'walk', since: '4.13',
    line: pattern(String.raw`\[(?<address>[0-9a-f]{16})\] \*?pgd=(?<pgd>[0-9a-f]{16})${END}`, optional(LOWER, (level) => String.raw`, \*?${level}=(?<${level}>[0-9a-f]{16})${END}`)),
    example: '[ffff800083f5d000] pgd=100000013ffff003, p4d=100000013ffff003, pud=100000013fffe003, pmd=10000001002e8003, pte=0000000000000000',
    src: 'v5.9 arch/arm64/mm/fault.c show_pte (before 5.9 without p4d, before 4.18 with *); v6.14 arch/riscv/mm/fault.c show_pte' },
  { name: 's390-walk', needs: 'AS:', tool: 's390 oops', role: 'walk', arch: 's390x',
    line: pattern(String.raw`${START}AS:[0-9a-f]{16}(?: R1:(?<pgd>[0-9a-f]{16}))?(?: R2:(?<p4d>[0-9a-f]{16}))?(?: R3:(?<pud>[0-9a-f]{16}))?(?: S:(?<pmd>[0-9a-f]{16}))?(?: P:(?<pte>[0-9a-f]{16}))?${BLANK}`),
    example: 'AS:00000000012a4007 R3:0000000000000024',
    src: 'v5.11 arch/s390/mm/fault.c dump_pagetable' },
  { name: 'bad-page-map', needs: 'Bad page map', tool: 'print_bad_pte()', role: 'bad-map',
    line: pattern(String.raw`BUG: Bad page map in process .{0,64}? {2}(?<level>pte|pmd|pud|p4d|pgd):(?<value>[0-9a-f]{8,16})${BLANK}(?: pmd:(?<pmd>[0-9a-f]{8,16})${BLANK})?`),
    example: 'BUG: Bad page map in process gt-worker  pte:80000000fffff867 pmd:0449c067',
    src: 'v6.12 mm/memory.c print_bad_pte; v6.18 mm/memory.c print_bad_page_map (any level, no pmd)' },
  { name: 'bad-page-walk', needs: 'pgd:', tool: 'print_bad_page_map(), second line', role: 'bad-map-walk', since: '6.18',
    line: pattern(START, `pgd:(?<pgd>[0-9a-f]{8,16})${BLANK}`, optional(['p4d', 'pud', 'pmd'], (level) => ` ${level}:(?<${level}>[0-9a-f]{8,16})${BLANK}`)),
    example: 'pgd:0000000004ed5067 p4d:0000000004ed5067 pud:0000000004ed4067 pmd:0000000004ed0067',
    src: 'v6.18 mm/memory.c __print_bad_page_map_pgtable' },
  { name: 'bad-entry', needs: ': bad ', tool: 'pgd_ERROR() to pte_ERROR()', role: 'bad-entry',
    line: pattern(String.raw`:\d+: bad (?<level>pte|pmd|pud|p4d|pgd) (?:(?:[0-9a-f]{8,16}|\(_*ptrval_*\))\((?<value>[0-9a-f]{8,16})\)|(?<bare>[0-9a-f]{8,16})\.?)(?=\.?(?:\s|$))`),
    example: 'mm/pgtable-generic.c:51: bad pmd 00000000d506f3f8(00000000044b0065)',
    src: 'v5.11 arch/x86/include/asm/pgtable-3level.h and pgtable_64.h pmd_ERROR; v5.11 mm/pgtable-generic.c pmd_clear_bad; others: v5.11 arch/arm64/mm/mmu.c __pmd_error (no pointer)' },
  { name: 'bad-swap', needs: ' swap ', tool: 'get_swap_device(), _swap_info_get() and others', role: 'swap',
    line: pattern(String.raw`(?<![\w-])(?:Bad|Unused) swap (?:file|offset) entry (?<swap>[0-9a-f]{8,16})${BLANK}`),
    example: 'get_swap_device: Bad swap file entry 2400000000001234',
    src: 'v4.18 mm/swapfile.c Bad_file, Unused_file, Bad_offset, Unused_offset; v7.3 mm/swapfile.c' },
  { name: 'unrecognized-swap', needs: 'swap entry 0x', tool: 'zap_pte_range()', role: 'swap', since: '6.8',
    line: pattern(String.raw`unrecognized swap entry 0x(?<swap>[0-9a-f]{1,16})${BLANK}`),
    example: 'unrecognized swap entry 0x7c00000000000008',
    src: 'v6.8 mm/memory.c zap_pte_range' },
  { name: 'crash-walk', needs: ' => ', tool: 'crash `vtop`', role: 'memory',
    line: pattern(String.raw`^ *(?<level>PGD|P4D|PUD|PMD|PTE): {1,3}[0-9a-f]{1,16} => (?<value>[0-9a-f]{1,16}) *$`),
    example: '   PMD: 43be240 => 43bc067',
    src: 'crash 8.0 x86_64.c x86_64_uvtop_level4' },
  { name: 'crash-pte-heading', needs: 'PTE ', tool: 'crash `pte`, `vtop`', role: 'memory', announces: true,
    line: pattern(String.raw`^ *PTE +(?:PHYSICAL +FLAGS|SWAP +OFFSET) *$`),
    example: '      PTE         PHYSICAL   FLAGS',
    src: 'crash 8.0 x86_64.c x86_64_translate_pte' },
  { name: 'crash-pte', needs: ' ', tool: 'crash `pte`, `vtop`', role: 'memory', after: 'crash-pte-heading',
    line: pattern(String.raw`^ *(?<pte>[0-9a-f]{1,16}) +(?:[0-9a-f]{1,16} +\([A-Z0-9_|]*\)|\S{1,64} +[0-9]{1,20}) *$`),
    example: '80000000b2d8d867  b2d8d000  (PRESENT|RW|USER|ACCESSED|DIRTY|NX)',
    src: 'crash 8.0 x86_64.c x86_64_translate_pte' },
  { name: 'qemu-xp', needs: ': 0x', tool: 'QEMU monitor `xp /gx`', role: 'memory',
    line: pattern(String.raw`^(?:\(qemu\) )*(?:xp? +/\S+ +\S+ *)?[0-9a-f]{8,16}: (?<words>0x[0-9a-f]{16}(?: 0x[0-9a-f]{16}){0,7}) *$`),
    example: '0000000000001000: 0x0000000000000004 0x8400000002bcbc25',
    src: 'QEMU 9.0 monitor/hmp-cmds-target.c memory_dump' },
  { name: 'gdb-x', needs: '0x', tool: 'gdb `x/gx`', role: 'memory',
    line: pattern(String.raw`^(?:\(gdb\) )*(?:=> )?0x[0-9a-f]{1,16}(?: <[^<>]{1,200}>)?:[\t ](?<words>0x[0-9a-f]{16}(?:[\t ]0x[0-9a-f]{16}){0,7})[\t ]*$`),
    example: '0x555555558020 <tbl>:\t0x0000000000000004\t0x8400000002bcbc25',
    src: 'gdb 13 printcmd.c do_examine' },
] as const satisfies readonly LogShape[];

/** Names of the rows of {@link LOG_SHAPES}. */
export type LogShapeName = (typeof LOG_SHAPES)[number]['name'];

/** One value as it stands in a line. */
export interface FoundValue {
  readonly level: LogLevel;
  readonly text: string;
  /** 0 .. 2^64-1. */
  readonly value: bigint;
  /** 0-based index in the line, in UTF-16 units. */
  readonly index: number;
}

/** The values that one shape finds in a line. */
export interface FoundShape {
  readonly shape: LogShape & { readonly name: LogShapeName };
  readonly values: readonly FoundValue[];
  /** Virtual address of the walk, where the line says it. */
  readonly address: bigint | undefined;
}

/** The most values that are taken from one line. */
const MAX_VALUES = 64;

/** The level of the value in a group; groups with another name have it in `level`. */
const GROUP_LEVELS: Readonly<Record<string, LogLevel>> = {
  pgd: 'pgd',
  p4d: 'p4d',
  pud: 'pud',
  pmd: 'pmd',
  pte: 'pte',
  swap: 'swap_entry',
};

/** Groups that hold no value of a page table. */
const OTHER_GROUPS: ReadonlySet<string> = new Set(['level', 'address', 'words']);

function valuesOf(match: RegExpExecArray): FoundValue[] {
  const { groups = {} } = match;
  const places = match.indices?.groups ?? {};
  const values: FoundValue[] = [];
  const add = (level: LogLevel, text: string, index: number): void => {
    values.push({ level, text, index, value: BigInt(text.startsWith('0x') ? text : `0x${text}`) });
  };
  for (const group of Object.keys(groups)) {
    const text = groups[group];
    if (text === undefined || OTHER_GROUPS.has(group)) continue;
    const level = GROUP_LEVELS[group] ?? GROUP_LEVELS[(groups['level'] ?? '').toLowerCase()] ?? 'pte';
    add(level, text, places[group]?.[0] ?? 0);
  }
  const words = groups['words'];
  if (words !== undefined)
    for (const word of words.matchAll(/0x[0-9a-f]{16}/g))
      add('pte', word[0], (places['words']?.[0] ?? 0) + word.index);
  return values;
}

/**
 * Finds all values of a line, in order.
 *
 * @param line the text without its line end
 * @param before the name of the shape that the line before announced, or undefined
 */
export function findShapes(line: string, before?: string): readonly FoundShape[] {
  const found: FoundShape[] = [];
  let count = 0;
  for (const shape of LOG_SHAPES) {
    if (('after' in shape && shape.after !== before) || !line.includes(shape.needs)) continue;
    shape.line.lastIndex = 0;
    for (let match = shape.line.exec(line); match; match = shape.line.exec(line)) {
      const values = valuesOf(match);
      count += values.length;
      if (count > MAX_VALUES) return found;
      const address = match.groups?.['address'];
      found.push({ shape, values, address: address === undefined ? undefined : BigInt(`0x${address}`) });
    }
  }
  return found.sort((a, b) => (a.values[0]?.index ?? 0) - (b.values[0]?.index ?? 0));
}
