import { type LogLines, pattern } from '../../core/rows/log-lines.ts';

/** What Xen has of its own in entries of its guests. */
// prettier-ignore
const XEN_FLAGS = [
  { hi: 52, lo: 52, name: '_PAGE_GUEST_KERNEL', short: 'guest_kernel', role: 'guest_kernel', kind: 'flag', forms: ['leaf'], levels: ['pte'], set: 'a page of the kernel of a guest, which user mode may not use, whatever _PAGE_USER says', src: 'Xen 4.14 include/asm-x86/x86_64/page.h _PAGE_GUEST_KERNEL' },
] as const;

/** Names of the levels in Xen's walks. */
const XEN_LEVELS = [
  ['L4', 'pgd'],
  ['L3', 'pud'],
  ['L2', 'pmd'],
  ['L1', 'pte'],
] as const;

/** What Xen prints of the tables of its guests. */
export const xenShapes = (): LogLines['shapes'] => [
  // Xen: "Pagetable walk from": Xen 4.14 arch/x86/x86_64/traps.c show_page_walk
  {
    // What is not present there is an entry of the hypervisor, whatever its bits.
    name: 'xen-walk',
    needs: ['L4[0x', 'L3[0x', 'L2[0x', 'L1[0x'],
    hypervisor: 'Xen',
    role: 'memory',
    line: pattern(
      ...XEN_LEVELS.map(
        ([name, level], index) =>
          String.raw`${index === 0 ? '' : '|'}(?<![\w:./*-])${name}\[0x[0-9a-f]{3}\] = (?<${level}>[0-9a-f]{15}[13579bdf]|0{16})(?: [0-9a-f]{16}(?=\s|$)|(?<=\(XEN\).{1,60})(?: \([12][MG]B\))?(?=\s*$))`,
      ),
    ),
    flags: XEN_FLAGS,
  },
  // Xen of a guest that is about to run with such an entry: Xen 4.12 include/asm-x86/shadow.h pv_l1tf_check_pte
  {
    name: 'xen-l1tf',
    needs: 'L1TF-vul',
    role: 'memory',
    undecoded:
      'no tables applied: an entry of a guest of Xen that is not present and has an address, whose memory the CPU may read all the same (L1TF); what it means is known to that guest alone',
    line: pattern(
      XEN_LEVELS.map(
        ([name, level]) => String.raw`(?<=L1TF-vulnerable ${name}e )(?<${level}>[0-9a-f]{16})(?= - )`,
      ).join('|'),
    ),
  },
  // Xen, an entry that a guest asked for and does not get: Xen 4.14 arch/x86/mm.c get_page_from_l1e; "for dom0" in 3.0
  {
    name: 'xen-refused',
    needs: 'L1 entry',
    role: 'memory',
    undecoded:
      'no tables applied: an entry that a guest of Xen wants to have and does not get; its frame is one of the machine, and what else it means is known to that guest alone',
    line: pattern(
      String.raw`\bError getting mfn [0-9a-f]{1,16} \(pfn [0-9a-f]{1,16}\) from L1 entry (?<pte>[0-9a-f]{8,16})(?= for )`,
    ),
  },
];
