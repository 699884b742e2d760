import type { LogLines } from '../../core/rows/log-lines.ts';

/** What gdb, crash and lists of symbols show of this machine alone. */
// prettier-ignore
export const debuggerLines = (): LogLines['circumstances'] => [
  // v6.12 arch/x86/kernel/head_64.S, v4.12 init_level4_pgt: tables of the kernel, as the last word of what a debugger or a list of symbols has.
  { needs: '_pgt', line: /(?:^|[\s&*<(`])(?:(?:early|init)_(?:top|level4)|level[2-4]_(?:kernel|fixmap|ident))_pgt(?:\[\d{1,3}\])?[>)`]?\s*$/, read: () => ({ wordBits: 64 }) },
  // v6.12 arch/x86/include/asm/pgtable_64.h: here that is another name of init_top_pgt, which no table of symbols has.
  { needs: '<swapper_pg_dir', line: /0x[0-9a-f]{8,16} <swapper_pg_dir(?:\+\d{1,5})?>:/, read: () => ({ among: ['arm64', 'riscv64', 's390x', 'powerpc64', 'loongarch64', 'i386', 'arm'] }), isShared: true },
  // crash 8.0 x86_64.c x86_64_uvtop_level4: no other machine calls its top table so.
  { needs: 'PML', line: /^[>|\s]*PML4?: {1,3}[0-9a-f]{1,16} =>/, read: () => ({}) },
  // crash 8.0 x86_64.c x86_64_kpgd_offset; crash 5.1 x86_64_kvtop: the table of the kernel, in front of its entry.
  { needs: ' DIRECTO', line: /^[>|\s]*(?:PGD|PML4) DIRECTORY: [0-9a-f]{16}\s*$/, read: () => ({}) },
  // crash 8.0 x86_64.c x86_64_translate_pte, x86.c x86_translate_pte: these names in this order, and NX.
  { needs: '|', line: /^[>|\s]*[0-9a-f]{8,16} +[0-9a-f]{1,16} +\((?:PRESENT\|RW\b|[A-Z|]*\bNX\))/, read: () => ({ among: ['x86_64', 'i386'] }), isShared: true },
];
