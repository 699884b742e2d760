import {
  type Circumstances,
  END,
  hex,
  LOWER,
  type LogLines,
  optional,
  pattern,
  pgtable,
} from '../../core/rows/log-lines.ts';
import { ownFile, spokenOf } from '../shared/own-lines.ts';

/** The releases of arm64 and riscv that print a walk so. When between 4.14 and 4.18 the * went is not known. */
function boundsOf(text: string, p4d: string | undefined, pud: string | undefined): Circumstances {
  if (text.includes('*pgd')) return { until: '4.18' };
  if (p4d !== undefined) return { since: '5.8' };
  return pud === undefined ? {} : { since: '4.15', until: '5.8' };
}

/** The status has 16 digits, no longer 8, in its own line. v5.19 arch/arm64/mm/fault.c mem_abort_decode */
const ESR_OF_64_BITS = '5.19';
/** And in the line of the oops. v6.1 arch/arm64/kernel/traps.c die (18906ff9af65) */
const DIE_OF_64_BITS = '6.1';
/** "pgdp=" instead of "pgdp = ". v5.2 arch/arm64/mm/fault.c show_pte (48caebf7e1d3) */
const PGDP_WITHOUT_BLANKS = '5.2';

/** The bound of a kernel by the digits of a status, which has 16 since a release. */
const shorter = (esr: string | undefined, release: string): Circumstances =>
  esr?.length === 8 ? { before: release } : esr?.length === 16 ? { printedSince: release } : {};

/**
 * Whether pgd_none() and pgd_bad() are true of no top entry, so that a p4d is shown behind each where it is shown at all: the bits
 * of an address are told, by a line of this machine alone, and fewer than five levels take. v5.8 show_pte()
 */
const hasFoldedTop = (around: Circumstances | undefined): boolean =>
  around?.vaBits !== undefined && around.vaBits < 52;

/** An entry that is about to be replaced. */
const PTE_UPDATE = {
  needs: ['clearing: 0x', 'attribute change: 0x'],
  role: 'update',
  since: '4.3',
  says: (): Circumstances => ({ since: '4.3' }),
} as const;
const UPDATE_OF = String.raw`\b(?:racy (?:access flag|dirty state) clearing|unsafe attribute change): 0x(?<pte>[0-9a-f]{16})`;

export const logLines = (): LogLines => ({
  shapes: [
    // arm64 and riscv oops: v5.9 arch/arm64/mm/fault.c show_pte (before commit e9f6376858b9 of 5.8 without p4d, before 4.18 with *; before 4.13 addresses of 8 digits or more); v6.14 arch/riscv/mm/fault.c show_pte
    // A pte of 8 digits behind it is of 32-bit Arm.
    {
      name: 'arm64-walk',
      needs: 'pgd=',
      role: 'walk',
      archs: ['arm64', 'riscv64'],
      announces: true,
      line: pattern(
        // No more than 8 digits have zeros in front. Without the bracket, the end of an address whose beginning is torn off.
        String.raw`(?:(?:\[|(?<![^\s>|]))(?<address>[0-9a-f]{16}(?=\]? \*?pgd=)|(?<=\[)(?:[0-9a-f]{8}|[1-9a-f][0-9a-f]{8,14})(?=\] \*?pgd=[0-9a-f]{16}(?:[\s,[]|$)))\]? |(?<![^\s>|])[0-9a-f]{1,15}\] |^(?:[>|\s]|&gt;)*)\*?pgd=(?<pgd>[0-9a-f]{16})(?!, \*pte=(?:3D)?[0-9a-f]{8}(?![0-9a-f]))${END}`,
        optional(LOWER, (level) => String.raw`, ?\*?${level}=(?<${level}>[0-9a-f]{16})${END}`),
      ),
      says: ({ 0: text, groups }) => ({ wordBits: 64, ...boundsOf(text, groups?.['p4d'], groups?.['pud']) }),
      walkSays(at, _, around) {
        if (at('p4d') !== undefined) return { since: '5.8' };
        if (at('pud') !== undefined) return { until: '5.8' };
        return hasFoldedTop(around) ? { assumedBefore: '5.8' } : {};
      },
    },
    // arm64 and riscv oops, continued on another line: v4.14 arch/arm64/mm/fault.c show_pte: pr_cont() of another CPU in between, or messages of 4.9 to 4.14 without it
    {
      name: 'arm64-walk-part',
      needs: ['p4d=', 'pud=', 'pmd=', 'pte='],
      role: 'walk',
      partOf: ['arm64-walk'],
      archs: ['arm64', 'riscv64'],
      line: pattern(
        // The mark of a diff, or of a quotation, at the beginning of a row is nothing.
        String.raw`(?<![^\s>|\]](?<!^[>\s]*\+))(?=,? ?\*?(?:p4d|pud|pmd|pte)=[0-9a-f]{16}${END}),? ?`,
        optional(LOWER, (level) => String.raw`(?:, ?)?\*?${level}=(?<${level}>[0-9a-f]{16})${END}`),
      ),
    },
    // The warning of set_pte(): v6.12 arch/arm64/include/asm/pgtable.h __check_safe_pte_update; v4.4 set_pte_at. Torn, and its second half.
    {
      name: 'arm64-pte-update',
      ...PTE_UPDATE,
      line: pattern(String.raw`${UPDATE_OF} -(?:>|&gt;) (?:0x(?<replaced>[0-9a-f]{16})(?![0-9a-f])|(?=\S))`),
    },
    {
      name: 'arm64-pte-update-torn',
      ...PTE_UPDATE,
      announces: true,
      line: pattern(String.raw`${UPDATE_OF}(?: -(?:>|&gt;)?)?[ =]*$`),
    },
    {
      name: 'arm64-pte-update-part',
      needs: '0x',
      role: PTE_UPDATE.role,
      after: 'arm64-pte-update-torn',
      line: pattern(String.raw`^(?:[>|\s]|&gt;)*(?:-(?:>|&gt;) )?0x(?<replaced>[0-9a-f]{16})\s*$`),
    },
  ],
  circumstances: [
    // v5.3 arch/arm64/mm/fault.c mem_abort_decode; 2951d5efaf8b (v5.4) prints the number of the class.
    { needs: 'Exception class', line: /\bException class =(?:3D)? /, read: () => ({ before: '5.4' }) },
    { needs: 'EC = 0x', line: /\bEC =(?:3D)? 0x[0-9a-f]{2}: /, read: () => ({ since: '5.4' }) },
    {
      needs: 'ESR =',
      line: /\bESR =(?:3D)? 0x([0-9a-f]{8,16})(?=\s|$)/,
      read: ([, esr]) => ({ esr: hex(esr), ...shorter(esr, ESR_OF_64_BITS) }),
    },
    // crash 8.0 arm64.c arm64_translate_pte: these names in this order.
    {
      needs: '|',
      line: /^[>|\s]*[0-9a-f]{6,16} +[0-9a-f]{1,16} +\(VALID\|(?=[A-Z|]*\b(?:RDONLY|AF|PXN|UXN)\b)/,
      read: () => ({}),
    },
    // v4.14 arch/arm64/mm/fault.c show_pte: %p, which is hashed since 4.15; before 4.13 (67ce16ec15ce) in a line of its own.
    {
      needs: 'pgd =',
      line: /(?:^|[\s\]>])(pgtable: .{0,40})?pgd =(?:3D)? ffff[0-9a-f]{12}\s*(?:$|\[ *\d+\.\d+\])/,
      read: ([, head]) => ({ before: head === undefined ? '4.13' : '4.15' }),
    },
    // v6.4 arch/arm64/mm/fault.c data_abort_decode; v6.5 prints ISS2 behind it.
    {
      needs: 'ISV =',
      line: /\bISV =(?:3D)? \d, ISS =(?:3D)? 0x[0-9a-f]{8}(?=\s*$)/,
      read: () => ({ before: '6.5' }),
    },
    {
      needs: 'ISV =',
      line: /\bISV =(?:3D)? \d, ISS =(?:3D)? 0x[0-9a-f]{8}, ISS2 =/,
      read: () => ({ printedSince: '6.5' }),
    },
    // v6.14 arch/arm64/kernel/traps.c __die, S_SMP: a second blank has been in front of it since.
    {
      needs: 'Internal error: ',
      // 32-bit machines print their status in fewer digits, and the instruction set behind it.
      line: /Internal error: .{1,80}[: ][0-9a-f]{8,16} \[#\d+\] SMP\s*$/,
      // Pages show two blanks as one.
      read: () => ({ assumedBefore: '6.15' }),
    },
    // arch/arm64/mm/fault.c mem_abort_decode: 5.14 and later print a line with FSC behind this one, 5.12 does not; of 5.13 it is not known.
    { needs: 'S1PTW =', line: /\bEA =(?:3D)? \d, S1PTW =/, read: () => ({ beforeFaultCode: '5.14' }) },
    {
      needs: 'FSC =',
      line: /\bFSC =(?:3D)? 0x[0-9a-f]{2}: /,
      read: () => ({ hasFaultCode: true, printedSince: '5.13' }),
    },
    // Since 5.4 (14c127c957c1) the array of pages stands above what were the addresses of the kernel. v5.3 arch/arm64/include/asm/memory.h VMEMMAP_START
    {
      needs: 'page:',
      line: /(?<![\w-])page: ?ffff7[ef][0-9a-f]{10}(?=\s|$)/,
      read: () => ({ before: '5.4' }),
    },
    // v6.12 mm/kasan/report.c print_memory_metadata. No other machine of those that print it has memory or modules in this half of 2^48 addresses.
    { needs: ' ffff', line: /(?:^|[\s\]>])ffff[0-7][0-9a-f]{11}: (?:[0-9a-f]{2} ){15}/, read: () => ({}) },
    // v6.6 arch/arm64/mm/fault.c mem_abort_decode, fault_info: do_bad()
    {
      needs: 'FSC =',
      line: /\bFSC =(?:3D)? 0x[0-9a-f]{2}: unknown \d/,
      read: () => ({ unknownFault: true }),
    },
    // v4.14 arch/arm64/mm/fault.c __do_user_fault
    {
      needs: 'nhandled ',
      line: /: unhandled [\w ()-]{1,60} \(\d+\) at 0x([0-9a-f]{8,16}), esr 0x([0-9a-f]{8})(?=[\s,]|$)/,
      read: ([, address, esr]) => ({ address: hex(address), esr: hex(esr) }),
    },
    {
      needs: 'Internal error: Oops',
      // From 80000000 to 80ffffff stands the fault status of 32-bit machines; no oops of a kernel has such an ESR.
      // A page can have taken the brackets and the # around the number.
      // Vendors' die() has the name of 32-bit Arm for a fault where report_bug() finds one; the ESR of a BUG itself is 0 or f2000800.
      line: /Internal error: Oops(?: - BUG)?: ((?:8[1-9a-f]|9[0-9a-f])[0-9a-f]{6}|[0-9a-f]{8}[89][0-9a-f]{7}) (?:\[?#\d+\]|\d{1,4} (?:PREEMPT|SMP)\b)/,
      read: ([, esr]) => ({ esr: hex(esr), isBehindWalk: true, ...shorter(esr, DIE_OF_64_BITS) }),
    },
    // v5.4 arch/arm64/mm/fault.c do_mem_abort, do_sea, fault_info: what is none of a page dies by its own name, with the ESR of an abort.
    {
      needs: 'Internal error: ',
      line: /Internal error: (?!Oops)[A-Za-z][\w ()]{3,60}: ((?:[0-9a-f]{8})?(?:8[2-7]|9[0-7])[0-9a-f]{6}) \[?#\d+\]/,
      read: ([, esr]) => ({ esr: hex(esr), isBehindWalk: true, ...shorter(esr, DIE_OF_64_BITS) }),
    },
    {
      needs: 'pgtable: ',
      line: /(?:(user|swapper)|\b\w{1,6}) pgtable: (4|16|64)k pages(?:, (\d{2})-bit VAs(, pgdp? =(?:3D)?(?: |\s*$))?)?/,
      // v6.12 arch/arm64/mm/fault.c show_pte: swapper_pg_dir is that of the addresses of TTBR1. A line of another program can tear the first word.
      read: ([, whose, size, bits, blanks]) => ({
        ...pgtable(size, bits),
        ...(blanks === undefined ? {} : { before: PGDP_WITHOUT_BLANKS }),
        ...(whose === undefined ? {} : { space: whose === 'user' ? 'user' : 'kernel' }),
      }),
    },
    // v6.12 arch/{arm64,loongarch,riscv,sparc,mips,alpha}/mm/fault.c; x86_64 had these words in 2.4, with walks of its own.
    {
      needs: 'virtual address',
      line: /nable to handle kernel (?:paging request|NULL pointer dereference) at virtual address [0-9a-f]{16}(?=[\s,]|$)/,
      read: () => ({ among: ['arm64', 'riscv64', 'loongarch64'] }),
      isShared: true,
    },
    // v6.12 arch/arm64/mm/fault.c is_el1_permission_fault, __do_kernel_fault, do_page_fault: where nothing was found, of user addresses with PAN in software alone.
    {
      needs: 'virtual address',
      line: /nable to handle kernel (?:read from unreadable memory|write to read-only memory|execute from non-executable memory|execution of user memory|access to user memory outside uaccess routines) at virtual address/,
      read: () => ({ isGuarded: true }),
      isShared: true,
    },
    { needs: 'x29: ', line: /\bx29: [0-9a-f]{16} x28: [0-9a-f]{16}/, read: () => ({}) },
    { needs: 'pstate: ', line: /\bpstate: ?[0-9a-f]{8}\b/, read: () => ({}) },
    // arch/arm64/kernel/process.c print_pstate: BTYPE since 5.8, TCO since 5.10, DIT and SSBS since 5.15, as kernels of these releases print.
    ...(
      [
        ['UAO', { assumedBefore: '5.8' }],
        ['UAO BTYPE=(?:3D)?..', { printedSince: '5.8', assumedBefore: '5.10' }],
        ['UAO [+-]TCO BTYPE=(?:3D)?..', { printedSince: '5.10', assumedBefore: '5.15' }],
        ['UAO [+-]TCO [+-]DIT [+-]SSBS BTYPE=(?:3D)?..', { printedSince: '5.15' }],
      ] as const
    ).map(([flags, bounds]) => ({
      needs: 'pstate: ',
      line: new RegExp(
        String.raw`\bpstate: ?[0-9a-f]{8} \([nzcvNZCV]{4} [daifDAIF]{4} [+-]PAN [+-]${flags}\)`,
      ),
      read: () => bounds,
    })),
    { ...ownFile('arm64'), read: () => ({}) },
    spokenOf('arm64', 'arm64|aarch64'),
    { needs: 'pc : ', line: /\bpc : (?:\[<[0-9a-f]{16}>\] )?[^[\s]/, read: () => ({}) },
    // v4.19 arch/arm64/include/asm/syscall_wrapper.h
    {
      needs: '__arm64_',
      line: /\b__arm64_(?:compat_)?sys_\w{1,60}\+0x[0-9a-f]{1,8}\/0x/,
      read: () => ({}),
    },
    // v6.12 drivers/of/fdt.c of_flat_dt_match_machine, arch/{arm64,riscv}/kernel/setup.c, arch/arc/kernel/devtree.c (arch/arc/boot/dts: models of these
    // three); drivers of SoCs that no other machines have: drivers/usb/host/xhci-tegra.c, and alone in front (pr_fmt): drivers/soc/tegra/pmc.c.
    {
      needs: ['Machine model: ', 'tegra-', 'bcm2835-', 'rockchip-', 'exynos-', 'sun50i-'],
      line: /\bMachine model: (?:(snps|abilis|ezchip),|\S)|(?:^(?:<\d>)?|[\]:>] +| using )(?:tegra|bcm2835|rockchip|exynos|sun50i)-[a-z][\w-]*(?:$| \S{1,40}: |(?<=(?:^(?:<\d>)?|\d\] +|kernel: )[\w-]+): )/,
      read: ([, ofArc]) => ({
        among: ['arm64', 'arm', 'riscv64', 'loongarch64', 'powerpc64', ...(ofArc ? ['arc'] : [])],
      }),
      isShared: true,
    },
    // v6.12 arch/arm64/kernel/setup.c setup_machine_fdt; riscv64 too (arch/riscv/kernel/setup.c parse_dtb).
    {
      needs: 'Hardware name: ',
      line: /Hardware name: .{1,200} \(DT\)\s*$/,
      read: () => ({ likely: 'arm64' }),
      isShared: true,
    },
    // Since 6.13 32-bit Arm writes this heading so too; its addresses tell it apart.
    {
      needs: 'Call trace:',
      line: /Call trace:/,
      read: () => ({ callTrace: true, likely: 'arm64' }),
      isShared: true,
    },
  ],
});
