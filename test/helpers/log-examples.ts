/** A line of each shape, by its name: as kernels, debuggers and hypervisors print it (`src` of the row). */
// prettier-ignore
const SHAPE_EXAMPLES: Readonly<Record<string, string>> = {
  'x86-walk': 'PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000002eb7867',
  'x86-pml4-walk': 'PML4 3ee1a067 PGD 3ee1b067 PMD 3ee1c067 PTE 0',
  'x86-walk-part': 'PUD 3180067 PMD 33f102067',
  'x86-walk-bad': '[    1.5] BAD',
  'x86-cpa-test': 'CPA ffff88800869c000: bad pte 800000000869c163',
  'makedumpfile-walk': '  PGD :          6624888 =>          7c01067',
  'makedumpfile-walk-part': '  PUD :          7c02620 =>        107119063',
  'xen-walk': '(XEN)  L4[0x1ff] = 0000000332815067 0000000000002815',
  'xen-refused':
    '(XEN) mm.c:1002:d0 Error getting mfn 10d81 (pfn 5555555555555555) from L1 entry 8000000010d81463 for l1e_owner=0, pg_owner=0',
  'xen-l1tf': '(XEN) d31 L1TF-vulnerable L1e 8010000013600066 - Crashing',
  'arm64-walk': '[ffff800083f5d000] pgd=100000013ffff003, p4d=100000013ffff003, pud=100000013fffe003, pmd=10000001002e8003, pte=0000000000000000',
  'arm64-walk-part': ', *pud=00000006962a8003',
  'arm64-pte-update': '__check_safe_pte_update: racy dirty state clearing: 0x0068000099371bd3 -> 0x0068000099371fd3',
  'arm64-pte-update-torn': 'set_pte_at: racy dirty state clearing: 0x0068000099371bd3 ->',
  'arm64-pte-update-part': '0x0068000099371fd3',
  's390-walk': 'AS:00000000012a4007 R3:0000000000000024',
  's390-walk-part': 'S:000000002d2c3001 P:000000000000013d',
  'crash-region-walk': ' RTTE: 000000000113c000 => 00000001ffff4007 (flags = 007)',
  'xmon-walk': 'p4dp @ 0xc00000000a4a0000 = 0x800000000a4b0009',
  'xmon-walk-part': '> pudp @ 0xc00000000a4b0ff8 = 0x800000000a4c0009',
  'xmon-page': 'ptep @ 0xc00000000a4d0720 = 0xc00000013a200187',
  'hash-failure': '[  438.739760] hash-mmu:     trap=0x300 vsid=0x22cb7a3 ssize=1 base psize=2 psize 10 pte=0xc000000501002b86',
  'x86-pae-walk': '*pdpt = 0000000034d0b001 *pde = 0000000034d0d067 *pte = 0000000000000000',
  'x86-pae-walk-part': '*pde = 0000000034d0d067',
  'x86-32-walk': '*pde = 34d0b067 *pte = 00000000',
  'x86-32-walk-part': '*pte = 00000000',
  'x86-old-pae-walk': '*pde = 00003001',
  'x86-old-pae-walk-part': '*pte = 00000000',
  'x86-xen-pae-walk': '292fb000 -> *pde = 00000001:11910027',
  'x86-xen-pae-walk-part': '1e447000 -> *pme = 00000000:00000000',
  'x86-xen-walk': '*pde = ma 0b2ef067 pa 0052f067',
  'x86-xen-walk-part': '*pte = ma 00000000 pa 55555000',
  'arm-walk': '[0000000c] *pgd=0d3e2831, *pte=00000000, *ppte=00000000',
  'arm-walk-part': '> *pte=00000000, *ppte=00000000',
  'arm-walk-wide': '[e090d000] *pgd=c0c0b811c0c0b811, *pte=c0c0b000, *ppte=00000000',
  'bad-page-map': 'BUG: Bad page map in process gt-worker  pte:80000000fffff867 pmd:0449c067',
  'old-swap': 'swap_duplicate at c01222f4: entry 00000100, unused page',
  'bad-pte': 'Bad pte = 8000000123456067, process = kded, vm_flags = 8000075, vaddr = 2aaaaaab1000',
  'bad-page-map-part': '> pmd:18d73f067',
  'bad-page-walk': 'pgd:0000000004ed5067 p4d:0000000004ed5067 pud:0000000004ed4067 pmd:0000000004ed0067',
  'bad-page-walk-part': '> pud:0000000004ed4067 pmd:0000000004ed0067',
  'bad-entry': 'mm/pgtable-generic.c:51: bad pmd 00000000d506f3f8(00000000044b0065)',
  'bad-swap': 'get_swap_device: Bad swap file entry 2400000000001234',
  'unrecognized-swap': 'unrecognized swap entry 0x7c00000000000008',
  'crash-top': 'PAGE DIRECTORY: 117a14067',
  'crash-walk': '   PMD: 43be240 => 43bc067',
  'crash-pte-heading': '      PTE         PHYSICAL   FLAGS',
  'crash-pte': '80000000b2d8d867  b2d8d000  (PRESENT|RW|USER|ACCESSED|DIRTY|NX)',
  'qemu-xp': '0000000000001000: 0x0000000000000004 0x8400000002bcbc25',
  'gdb-x': '0xffffffff82a0c020 <tbl>:	0x0000000000000004	0x8400000002bcbc25',
  'gdb-structure': '$1 = {pte = 0x8000000123456867}',
  'drgn-structure': '	.pte = (pteval_t)9223372041742977127,',
};

/** The line of a shape. */
export function exampleOf(shape: { readonly name: string }): string {
  const line = SHAPE_EXAMPLES[shape.name];
  if (line === undefined) throw new Error(`no example of ${shape.name}`);
  return line;
}
