import { BLANK, hex, type LogLines, pattern, START } from '../../core/rows/log-lines.ts';

/** What the walks of the kernels that Xen and distributions patched for it say; the entries are of the machine (a wide bound). */
const OLD_XEN = { wordBits: 32, paravirtual: true, hostFrames: true, before: '2.6.39' } as const;

/**
 * Whether a word is an entry of a table of two levels as kernels make them: present, with a page or a table that was used or
 * written to, and no bit that is left to the kernel. What old kernels with PAE print in its place hardly looks so.
 */
function isTwoLevel(digits: string): boolean {
  const word = parseInt(digits, 16);
  return (word & 0xe01) === 1 && (word & 0xa0) !== 0 && (word & 0x82) !== 0;
}

/** Behind a page-directory pointer an entry has 16 digits: 8 are the beginning of one. v3.13 arch/x86/mm/fault.c dump_pagetable(). */
const NOT_OF_PAE = String.raw`(?<!\*pdpt = [0-9a-f]{16} )`;

/** Lines that kernels of i386 print, and those of Xen in front of its own code in Linux. */
export const logLines = (): LogLines => ({
  shapes: [
    // x86 oops, 32 bits with PAE: v5.11 arch/x86/mm/fault.c dump_pagetable
    {
      name: 'x86-pae-walk',
      needs: '*pdpt',
      role: 'walk',
      announces: true,
      // Xen sets flags there that processors do not load.
      says: ({ groups }) => ({
        paging: 3,
        wordBits: 32,
        ...(groups?.['pgd']?.endsWith('027') ? { paravirtual: true } : {}),
      }),
      line: pattern(
        String.raw`\*pdpt = (?<pgd>[0-9a-f]{16})${BLANK}(?: \*pde = {1,5}(?<pmd>[0-9a-f]{16})${BLANK}(?: \*pte = {1,5}(?<pte>[0-9a-f]{16})${BLANK})?)?`,
      ),
    },
    // x86 oops, 32 bits with PAE, continued on another line: v4.9 arch/x86/mm/fault.c dump_pagetable
    {
      name: 'x86-pae-walk-part',
      needs: '*p',
      role: 'walk',
      partOf: ['x86-pae-walk'],
      line: pattern(
        String.raw`${START}(?=\*p[dt]e = [0-9a-f]{16}${BLANK})(?:\*pde = (?<pmd>[0-9a-f]{16})${BLANK} ?)?(?:\*pte = (?<pte>[0-9a-f]{16})${BLANK})?`,
      ),
    },
    // x86 oops, 32 bits without PAE: v5.11 arch/x86/mm/fault.c dump_pagetable (the folded pmd)
    {
      name: 'x86-32-walk',
      needs: '*pde',
      role: 'walk',
      announces: true,
      // v4.16 arch/m32r/mm/fault.c do_page_fault, which 4.17 has no more; v2.6.20 arch/sh/mm/fault.c do_page_fault
      weakEmpty: { until: '4.17' },
      says: ({ groups }) => ({
        wordBits: 32,
        ...(isTwoLevel(groups?.['pmd'] ?? '') ? { likelyPaging: 2 } : {}),
      }),
      // What is but present is no entry of two levels, whose tables were accessed.
      line: pattern(
        String.raw`${NOT_OF_PAE}\*pde = (?<pmd>(?![0-9a-f]{5}001)[0-9a-f]{8})${BLANK}(?: \*pte = (?<pte>[0-9a-f]{8})${BLANK})?`,
      ),
    },
    // x86 oops, 32 bits without PAE, continued on another line: v2.6.13 arch/i386/mm/fault.c do_page_fault
    {
      name: 'x86-32-walk-part',
      needs: '*pte',
      role: 'walk',
      partOf: ['x86-32-walk'],
      says: () => ({ wordBits: 32 }),
      line: pattern(String.raw`\*pte = (?<pte>[0-9a-f]{8})${BLANK}`),
    },
    // x86 oops before 2.6.22, 32 bits with PAE: the lower half of the top entry: v2.6.8 arch/i386/mm/fault.c do_page_fault; arch/i386/mm/pgtable.c pgd_alloc
    {
      name: 'x86-old-pae-walk',
      needs: '*pde',
      role: 'walk',
      // A wide bound.
      says: () => ({ paging: 3, wordBits: 32, before: '2.6.25' }),
      line: pattern(
        String.raw`${NOT_OF_PAE}\*pde = (?<pgd>[0-9a-f]{5}001)${BLANK}(?: \*pte = (?<pmd>[0-9a-f]{8})${BLANK})?`,
      ),
    },
    // the same, the next level: a word of its table by the number that the address has without PAE: v2.6.8 arch/i386/mm/fault.c do_page_fault
    {
      name: 'x86-old-pae-walk-part',
      needs: '*pte',
      role: 'walk',
      partOf: ['x86-old-pae-walk'],
      line: pattern(String.raw`\*pte = (?<pmd>[0-9a-f]{8})${BLANK}`),
    },
    // x86 oops under Xen before it was in mainline, 32 bits with PAE: 2.6.18-xen arch/i386/mm/fault-xen.c dump_fault_path
    {
      name: 'x86-xen-pae-walk',
      needs: '*pde',
      role: 'walk',
      announces: true,
      says: () => ({ ...OLD_XEN, paging: 3 }),
      line: pattern(String.raw`\b[0-9a-f]{8} -(?:>|&gt;) \*pde = (?<pgd>[0-9a-f]{8}:[0-9a-f]{8})${BLANK}`),
    },
    // the same, the next levels: 2.6.18-xen arch/i386/mm/fault-xen.c dump_fault_path
    {
      name: 'x86-xen-pae-walk-part',
      needs: ['*pme', '*pte'],
      role: 'walk',
      partOf: ['x86-xen-pae-walk'],
      line: pattern(
        String.raw`\b[0-9a-f]{8} -(?:>|&gt;) (?:\*pme = (?<pmd>[0-9a-f]{8}:[0-9a-f]{8})|\*pte = (?<pte>[0-9a-f]{8}:[0-9a-f]{8}))${BLANK}`,
      ),
    },
    // x86 oops under Xen before it was in mainline, 32 bits without PAE: 2.6.12-xen arch/i386/mm/fault-xen.c do_page_fault
    {
      name: 'x86-xen-walk',
      needs: '*pde = ma',
      role: 'walk',
      announces: true,
      says: () => ({ ...OLD_XEN, paging: 2 }),
      line: pattern(String.raw`\*pde = ma (?<pmd>[0-9a-f]{8}) pa [0-9a-f]{8}${BLANK}`),
    },
    // the same, the next level: 2.6.12-xen arch/i386/mm/fault-xen.c do_page_fault
    {
      name: 'x86-xen-walk-part',
      needs: '*pte = ma',
      role: 'walk',
      partOf: ['x86-xen-walk'],
      line: pattern(String.raw`\*pte = ma (?<pte>[0-9a-f]{8}) pa [0-9a-f]{8}${BLANK}`),
    },
  ],
  // prettier-ignore
  circumstances: [
    // v2.6.31 arch/x86/kernel/process_32.c __show_regs: "EIP is at".
    { needs: 'EIP', line: /\bEIP(?:: +(?:[0-9a-f]{4}:|0x[0-9a-f]+|is at|[a-z_]|\[<[0-9a-f]{8}>\])| is at [\w.]{1,80}\+0x)/, read: () => ({ wordBits: 32, isBehindWalk: true }) },
    // The kernel runs in ring 1.
    { needs: 'EIP: 0061', line: /\bEIP: 0061:/, read: () => ({ wordBits: 32, paravirtual: true }) },
    { needs: ' ESP: ', line: /\bEBP: [0-9a-f]{8} ESP: ([0-9a-f]{8})(?=\s|$)/, read: ([, stack]) => ({ kernelData: hex(stack) }) },
    { needs: 'EIP: 0060:[<', line: /\bEIP: 0060:\[<([0-9a-f]{8})>\]/, read: ([, code]) => ({ wordBits: 32, kernelCode: hex(code) }) },
    // v2.6.10 arch/i386/kernel/traps.c show_registers: a selector of user mode, whose lowest bits are 3.
    { needs: 'EIP', line: /\bEIP: +00[0-9a-f][37bf]:\[</, read: () => ({ wordBits: 32, mode: 'user' }) },
    {
      needs: 'CR2: ',
      line: /\bCR2: ([0-9a-f]{8}) CR3: [0-9a-f]{8} CR4: ([0-9a-f]{8})(?=\s|$)/,
      // PAE, bit 5.
      read: ([, address, value]) => ({
        shownAddress: hex(address),
        isBehindWalk: true,
        wordBits: 32,
        paging: (hex(value) & 0x20n) === 0n ? 2 : 3,
      }),
    },
    // v2.6.13 arch/i386/kernel/traps.c show_registers; v4.9 arch/x86/kernel/process_32.c __show_regs, v4.20 with a name or a number.
    { needs: 'EIP', line: /\bEIP(?:: +00[16]0:\[<|: 0x| is at 0x)([0-9a-f]{1,8})(?:>\]|\s*$)/, read: ([, code]) => ({ codeAddress: hex(code) }) },
    // v5.10 arch/x86/kernel/dumpstack.c show_ip (%pS), show_opcodes, copy_code; __show_regs reads CR2 behind it.
    { needs: 'EIP', line: /\bEIP: 0x/, read: () => ({ isCodeUnnamed: true }) },
    // v2.6.24 arch/x86/mm/fault_32.c do_page_fault; v2.6.25 fault.c show_fault_oops: "at %p". Other machines have these words still.
    { needs: 'virtual address', line: /nable to handle kernel (?:paging request|NULL pointer dereference) at virtual address [0-9a-f]{8}(?=\s|$)/, read: () => ({ untilArch: 'i386', untilThere: '2.6.25' }), isShared: true },
    // v2.6.24 arch/x86/mm/fault_32.c do_page_fault; v2.6.25 fault.c show_fault_oops: "IP:".
    { needs: 'printing eip', line: /\bprinting eip:/, read: () => ({ wordBits: 32, before: '2.6.25' }) },
    // v2.6.23 arch/i386/kernel/traps.c show_registers; klogd writes a name in place of the address.
    { needs: 'EIP: ', line: /\bEIP: {4}[0-9a-f]{4}:\[(?:<[0-9a-f]{8}>|[\w.:]{1,80}\+\d{1,7}\/\d{1,7})\]/, read: () => ({ wordBits: 32, before: '2.6.25' }) },
    // v2.6.23 arch/i386/kernel/traps.c show_registers, typed by hand: no kernel since has the mark of its code there.
    { needs: ['eip 0060', 'eip: 0060', 'EIP: 0060'], line: /\beip:? 0060:\[<[0-9a-f]{8}>[\])]? {1,4}(?:not )?tainted.{0,40}? vli\b/i, read: () => ({ wordBits: 32, before: '2.6.25' }) },
    // v2.4 include/asm-i386/segment.h __KERNEL_CS; 0x60 in 2.6.
    { needs: 'EIP: ', line: /\bEIP: {4}0010:\[(?:<[0-9a-f]{8}>|[\w.:]{1,80}\+\d{1,7}\/\d{1,7})\]/, read: () => ({ wordBits: 32, before: '2.6' }) },
    // v2.4 arch/i386/kernel/traps.c die: without the number of the oops; v2.6.24 arch/x86/kernel/traps_64.c __die: without # (a wide bound); fault_64.c pgtable_bad.
    // Mail can have flowed the walk in front of it, or the next lines behind it, into the same one.
    { needs: ['Oops: 0', 'Bad pagetable'], line: /(?:^[>|\s]*(?:(?:.{0,60} )?kernel: )?(?:\[ *\d+\.\d+\] )?|\bP(?:GD|UD|MD|TE) [0-9a-f]{1,16} (?=(?:Oops: ){1,2}\w{4} \[))(?:Oops: )?(?:Oops|Bad pagetable): (00[0-9a-f]{2})( \[\d+\](?: [A-Z_]+)*(?: last sysfs file:.*| CPU \d.*)?)?\s*$/, read: ([, code, number]) => ({ errorCode: hex(code), ...(number === undefined ? {} : { assumedBefore: '2.6.32' }) }), isShared: true },
    // The same as mail flows it into one line: "CPU:" stands behind it in 2.4, the number of the oops since 2.6.
    { needs: ' Oops: 0', line: /\*pde = [0-9a-f]{8}(?: \*pte = [0-9a-f]{8})? Oops: (00[0-9a-f]{2}) CPU:(?=\s|$)/, read: ([, code]) => ({ wordBits: 32, errorCode: hex(code), before: '2.6' }) },
    // SuSE's and Andrea Arcangeli's kernels 2.4 (system_utsname in die) have their name behind the code.
    { needs: 'Oops: 0', line: /\bOops: (00[0-9a-f]{2}) 2\.4\.[\w.+~-]{1,80} #\d/, read: ([, code]) => ({ wordBits: 32, errorCode: hex(code) }) },
    // v4.9 arch/x86/mm/fault.c show_fault_oops, kernel/dumpstack.c printk_address; 4.10 has no addresses there.
    // v2.6.24 arch/x86/mm/fault_32.c do_page_fault: kernels with PAE print *pdpt there.
    { needs: 'printing eip: ', line: /\bprinting eip: [0-9a-f]{8} \*pde = [0-9a-f]{8}(?=\s|$)/, read: () => ({ wordBits: 32, paging: 2 }) },
    // v2.2 arch/i386/mm/fault.c do_page_fault
    { needs: 'tss.cr3', line: /\btss\.cr3 = [0-9a-f]{8}\b/, read: () => ({ wordBits: 32, paging: 2, before: '2.4' }) },
    { needs: 'IP: [<', line: /\bIP: \[<([0-9a-f]{8})>\](?=\s|$)/, read: ([, code]) => ({ wordBits: 32, before: '4.10', codeAddress: hex(code) }) },
    { needs: 'PAE', line: /\b32-?[ ]?bit PAE\b/, read: () => ({ wordBits: 32, paging: 3 }) },
    // v3.12 arch/x86/mm/setup_nx.c x86_report_nx
    { needs: 'PAE', line: /\bNX \(Execute Disable\) protection cannot be enabled: non-PAE kernel!/, read: () => ({ wordBits: 32, paging: 2 }) },
    // v2.6.22 arch/i386/kernel/traps.c show_trace_log_lvl: the end of a trace, with a blank of its own; in prose such a row is a ruler.
    {
      needs: ' ======================',
      // An equals sign at the end of a line is taken for one of quoted-printable mail.
      line: /(?:\d\]|\bkernel:) {2}={22,23}\s*$/,
      read: () => ({ wordBits: 32 }),
    },
    // v2.6.24 arch/x86/lib/usercopy_32.c
    { needs: '__copy_user_intel', line: /\b__copy_user_intel(?:_nocache)?\+(?:0x[0-9a-f]|\d)/, read: () => ({ wordBits: 32 }) },
    // v2.6.38 arch/x86/kernel/entry_32.S, v4.2 arch/x86/entry/entry_32.S: the ways into the kernel.
    { needs: ['senter_', 'syscall_call', '_32+0x'], line: /\b(?:(?:sysenter_do_call|sysenter_past_esp|entry_(?:INT80|SYSENTER)_32)\+0x[0-9a-f]|syscall_call\+0x7\/0xb\b)/, read: () => ({ wordBits: 32 }) },
    // In prose, in names of files, in commands, and in the first line of ksymoops.
    { needs: ['i386', '86_32', '2-bit x86', 'ksymoops'], line: /\bksymoops \S+ on i[3-6]86 \d|\(i386\)|\bqemu-system-i386\b|\bARCH=i386\b|\bx86_32\b|\b32-bit x86\b|\bCONFIG_X86_32=y/, read: () => ({ spokenArch: 'i386' }), isShared: true },
  ],
});
