import type { CircumstanceRow } from '../../core/rows/log-lines.ts';

/**
 * A file of one folder of `arch/` in what the kernel that runs says of itself, or in its trace as scripts/decode_stacktrace.sh
 * writes it: v6.12 kernel/panic.c __warn, lib/bug.c __report_bug; without the CPU before 3.11.
 */
export const ownFile = (folder: string): Pick<CircumstanceRow, 'needs' | 'line'> => ({
  needs: ['at arch/', ': arch/', '(arch/'],
  line: new RegExp(
    String.raw`(?:\bkernel BUG at |\bWARNING: (?:.{0,60}\bat )?|(?:^[>|\s]*|[\]:>] )(?:\? )?[\w.]{3,60} \()arch/${folder}/[\w./-]{1,80}:\d`,
  ),
});

/**
 * A patch of an architecture, by its heading or its first file, or what ksymoops says that it runs on: the text speaks of it.
 *
 * @param names what it is called there, as alternatives of an expression, in small letters
 */
export const spokenOf = (arch: string, names: string): CircumstanceRow => ({
  needs: ['Subject:', 'diff --git a/arch/', 'ksymoops', `[${arch.toUpperCase()}]`],
  line: new RegExp(
    String.raw`^[>|\s]*(?:(?:Subject:.{0,80}?\s)?\[(?:${names})\]|Subject:(?:.{0,80}?[:\]])? (?:${names})(?:/[\w-]+)?: |diff --git a/arch/(?:${names})/)|\bksymoops \S+ on (?:${names}) \d`,
    'i',
  ),
  read: () => ({ spokenArch: arch }),
  isShared: true,
});

/** The mailing list of an architecture, among those that a mail goes to: the text speaks of it. MAINTAINERS of v6.12 */
export const listOf = (arch: string): CircumstanceRow => ({
  needs: 'nux-',
  line: new RegExp(String.raw`(?:^|[\s<"])linux-${arch}(?:@|\.vger\.)`),
  read: () => ({ spokenArch: arch }),
  isShared: true,
});

/** A patch of both sizes of x86, which have one folder: the text speaks of either, of one where it says which. */
export const spokenOfX86: CircumstanceRow = {
  ...spokenOf('x86', 'x86'),
  needs: ['Subject:', 'diff --git a/arch/'],
  read: () => ({ spokenArch: 'x86' }),
};

/** An oops of x86 that is called one twice: v6.10 arch/x86/kernel/dumpstack.c __die_header() */
export const oopsTwice: CircumstanceRow = {
  needs: 'Oops: ',
  line: /\bOops: (?:Oops|Bad pagetable): [0-9a-f]{4} \[#\d+\]/,
  read: () => ({ printedSince: '6.10' }),
  isShared: true,
};
