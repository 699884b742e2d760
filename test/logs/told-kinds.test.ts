import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// v6.13 arch/arm64/include/asm/pgalloc.h pmd_populate, pud_populate: PMD_TABLE_AF, PUD_TABLE_AF in every table of a process; v5.13: PMD_TABLE_PXN.
// prettier-ignore
const TABLE_FLAGS: readonly LogKind[] = [
  ...([['8000001a1586003', '800000154766003', /Linux 6\.12, arm64/, /7\.3/], ['8000001a1586403', '800000154766403', /Linux 7\.3, arm64/, /6\.12/]] as const).map(([pgd, pmd, said, never]): LogKind => ({
    name: `arm64, tables of a process in a session of crash: ${pgd}`, log: ['crash> vtop 98be9000', 'PAGE DIRECTORY: ffffff8160232000', `   PGD: ffffff8160232010 => ${pgd}`, `   PMD: ffffff8161586628 => ${pmd}`, '   PTE: ffffff8114766f48 => 0'],
    values: ['3 pgd table 0x1a1586', '4 pmd table 0x154766', '5 pte none'], said: [said], never: [never] })),
  ...([['800000002736003', /Linux 6\.12, arm64/], ['800000002736403', /Linux 6\.17, arm64/]] as const).map(([pmd, said]): LogKind => ({
    name: `arm64, the table above a bad page: ${pmd}`, log: [`BUG: Bad page map in process a  pte:60000001b46fcb pmd:${pmd}`, 'addr:0000ffff87b4e000 vm_flags:040400fb anon_vma:0000000000000000 mapping:ffff0000018cf348 index:6', 'pc : foo+0x10/0x20'],
    values: ['1 pte present 0x1b46', '1 pmd table 0x2736'], said: [said] })),
];

const OF_PROCESS = 'BUG: Bad page map in process mount  pte:00b70401 pmd:8e5dc000';
const DUMP = 'page:80c24880 refcount:1 mapcount:-1 mapping:00000000 index:0x0';

// QEMU 9.0 system/runstate.c qemu_kill_report, util/error-report.c error_vprintf: the name of the program in front.
// QEMU 9.0 docs/system/target-arm.rst, target-i386.rst: an emulator of a 64-bit machine runs 32-bit kernels as well.
// prettier-ignore
const EMULATORS: readonly LogKind[] = [
  ...([['mips', /no tables for MIPS/], ['mips64el', /no tables for MIPS/], ['ppc', /no tables for powerpc/], ['hppa', /no tables for parisc/], ['arm', /on arm the entries depend/], ['aarch64', /on arm the entries depend/], ['x86_64', /on i386 the entries depend/]] as const).map(([name, said]): LogKind => ({
    name: `a bad page of 32 bits above a message of qemu-system-${name}`, log: [OF_PROCESS, DUMP, 'page dumped because: bad pte', `qemu-system-${name}: terminating on signal 15 from pid 13034 (/bin/bash)`],
    values: ['1 pte -', '1 pmd -'], said: [said], never: [/no line that counts says which/] })),
  ...['qemu-system-m68k: terminating on signal 15', '$ qemu-system-mips: terminating', 'qemu-system-ppc: page allocation failure: order:0, mode:0x20'].map((line): LogKind => ({
    name: `none above ${line}`, log: [OF_PROCESS, DUMP, 'page dumped because: bad pte', line],
    values: ['1 pte -', '1 pmd -'], said: [/a 32-bit machine, and no line that counts says which/] })),
  { name: 'arm64, a swap entry', log: ['get_swap_device: Bad swap file entry 18000000002d2d2f', 'qemu-system-aarch64: terminating on signal 2'],
    values: ['1 swap_entry swap'], said: [/Linux 7\.\d, arm64/], never: [/x86_64/] },
  // v6.14 arch/{arm64,riscv}/mm/fault.c show_pte: no other machine prints this walk.
  ...(['x86_64', 'ppc64', 's390x'] as const).map((name): LogKind => ({
    name: `arm64, a walk above a message of qemu-system-${name}, which is of another machine`, log: ['[0000000000000008] pgd=0000000000000000, p4d=0000000000000000', `qemu-system-${name}: terminating on signal 15 from pid 13034 (/bin/bash)`],
    values: ['1 pgd none', '1 p4d none'], said: [/arm64, 4-level paging \(architecture assumed\)/] })),
];

// v5.4 arch/powerpc/xmon/xmon.c show_pte, format_pte (%px, 0x%016lx); v5.8 with p4d. A pgd is __pa(table) | RADIX_PGD_VAL_BITS with the radix MMU
// (v5.4 arch/powerpc/include/asm/book3s/64/pgalloc.h __pgtable_ptr_val, pgtable.h) and the address of the table with the hash MMU.
// prettier-ignore
const XMON: readonly LogKind[] = [
  // https://lore.kernel.org/linuxppc-dev: powerpc/mm/radix: Fix crash with pmd_huge(), which shows this walk and says what it holds.
  { name: 'xmon: what stands behind a page is no entry', log: ['0:mon> dv c000000000000000', 'pgd  @ 0xc000000001740000', 'pgdp @ 0xc000000001740000 = 0x80000000ffffb009', 'pudp @ 0xc0000000ffffb000 = 0x80000000ffffa009', 'pmdp @ 0xc0000000ffffa000 = 0xc00000000000018f   <- this is a PTE', 'ptep @ 0xc000000000000100 = 0xa64bb17da64ab07d   <- kernel text'],
    values: ['3 pgd table 0xffff', '4 pud table 0xffff', '5 pmd present 0x0', '6 pte -'], said: [/Linux 5\.7, powerpc64, /, /pmd .* 2048 KiB; PRESENT PTE ACCESSED DIRTY PRIVILEGED READ WRITE EXEC/, /pte is no entry/], never: [/architecture assumed/] },
  { name: 'xmon: a page below a pud is one of pmd', log: ['cpu 0x1: Vector: 300 (Data Access) at [c0000000fe8b7a30]', '1:mon> dv 7fff9c8a0000', '> p4dp @ 0xc00000000a4a0000 =3D 0x800000000a4b0009', '> pudp @ 0xc00000000a4b0ff8 =3D 0x800000000a4c0009', '> ptep @ 0xc00000000a4c0720 =3D 0xc00000013a200187', 'Maps physical address =3D 0x000000013a200000'],
    values: ['3 pgd table 0xa4b', '4 pud table 0xa4c', '5 pmd present 0x13a20'], said: [/Linux 7\.\d, powerpc64, /, /ends at pmd, which is present/] },
  { name: 'xmon: a page of 4 KiB', log: ['p4dp @ 0xc00000000a4a0000 = 0x800000000a4b0009', 'pudp @ 0xc00000000a4b0ff8 = 0x800000000a4c0009', 'pmdp @ 0xc00000000a4c0720 = 0x800000000a4d1009', 'ptep @ 0xc00000000a4d1500 = 0xc00000013a234187'],
    values: ['1 pgd table 0xa4b0', '2 pud table 0xa4c0', '3 pmd table 0xa4d1', '4 pte present 0x13a234'], said: [/pte .*PRESENT PTE ACCESSED DIRTY READ WRITE EXEC/] },
  { name: 'xmon: tables of the hash MMU', log: ['p4dp @ 0xc00000000a4a0000 = 0xc00000000a4b0000', 'pudp @ 0xc00000000a4b0ff8 = 0xc00000000a4c0000', 'pmdp @ 0xc00000000a4c0ff8 = 0xc00000000a4d0000', 'ptep @ 0xc00000000a4d0720 = 0xc00000013a200187'],
    values: ['1 pgd -', '2 pud -', '3 pmd -', '4 pte -'], said: [/no tables for powerpc/], never: [/powerpc64/] },
  { name: 'xmon: its source', log: ['+\tprintf("p4dp @ 0x%px = 0x%016lx\\n", p4dp, p4d_val(*p4dp));', 'ptep @ 0xc00000000a4d0720 = 0xc00000013a200187'], values: [], never: [/./] },
];

// v5.4 arch/powerpc/mm/book3s64/hash_utils.c hash_failure_debug, pr_fmt: pages without tables that the CPU walks.
// prettier-ignore
const HASH: readonly LogKind[] = [
  { name: 'powerpc64, a pte that the hash table refused', log: ['[  438.739412] hash-mmu: mm: Hashing failure ! EA=0x7fff17000000 access=0x8000000000000006 current=daxio', '[  438.739760] hash-mmu:     trap=0x300 vsid=0x22cb7a3 ssize=1 base psize=2 psize 10 pte=0xc000000501002b86'],
    values: ['2 pte -'], said: [/no tables for powerpc64 with the hash MMU/] },
  { name: 'the same in quoted-printable mail', log: ['> [   44.337663] hash-mmu:     trap=3D0x300 vsid=3D0x13a109c ssize=3D1 base=', ' psize=3D2 psize 2 pte=3D0xc000000050000504'],
    values: ['2 pte -'], said: [/no tables for powerpc64 with the hash MMU/] },
  { name: 'powerpc64, a bad page below such a message', log: ['hash-mmu: mm: Hashing failure ! EA=0x7fff17000000 access=0x8000000000000006 current=daxio', 'BUG: Bad page map in process a  pte:c000000501002b86 pmd:c0000000fe8b7a00'],
    values: ['2 pte -', '2 pmd -'], said: [/no tables for powerpc \(hash/], never: [/x86_64/] },
];

// v6.12 drivers/of/fdt.c of_flat_dt_match_machine, arch/arm64/kernel/setup.c setup_machine_fdt, arch/riscv/kernel/setup.c parse_dtb; drivers/usb/host/Kconfig
// USB_XHCI_TEGRA: depends on ARCH_TEGRA. v6.12 include/linux/swapops.h SWP_TYPE_SHIFT: alike on machines of 64 bits.
// prettier-ignore
const DEVICE_TREES: readonly LogKind[] = [
  ...['Machine model: NVIDIA Jetson TX2 Developer Kit', '[    0.000000] OF: fdt: Machine model: ARM Juno', 'usb 2-3: new SuperSpeed Plus Gen 2x1 USB device number 2 using tegra-xusb', 'bcm2835-dma fe007000.dma: DMA legacy API manager', '<6>bcm2835-dma fe007000.dma: DMA legacy API manager', 'tegra-pmc: i2c-thermtrip node not found, no emergency thermal reset', '[    0.123456] rockchip-pinctrl: probed', 'May  1 10:00:00 box kernel: tegra-pmc: i2c-thermtrip node not found'].map((line): LogKind => ({
    name: `a swap entry of a machine that is no PC: ${line}`, log: [line, 'get_swap_device: Bad swap file entry 1800c00008'],
    values: ['2 swap_entry -'], said: [/architecture unknown, .*the value fits arm64.* \(swap, type 0, offset 0x1800c00008\)/], never: [/x86_64/] })),
  ...['Applied after the rockchip-drm series:', 'Subject: [PATCH] tegra-pmc: fix the reset', 'By the way: tegra-pmc: it resets'].map((line): LogKind => ({ name: `what is said of a driver of a SoC is no driver that runs: ${line}`, log: [line, 'get_swap_device: Bad swap file entry 1800c00008'],
    values: ['2 swap_entry swap'], said: [/x86_64 \(architecture assumed\)/] })),
  // arch/arm/boot/dts/broadcom/bcm2836-rpi-2-b.dts, drivers/usb/host/Kconfig USB_XHCI_TEGRA: no machines of ARC.
  ...['[    0.000000] OF: fdt: Machine model: Raspberry Pi 2 Model B Rev 1.1', 'tegra-xusb 70090000.usb: xHCI Host Controller'].map((line): LogKind => ({ name: `of a machine that is none of ARC, arm alone has 32 bits: ${line}`, log: [line, 'BUG: Bad page map in process a  pte:1234575f pmd:2f785811', 'addr:7edbb000 vm_flags:00100073 anon_vma:b86e1870 mapping:  (null) index:7edbb'],
    values: ['2 pte present 0x12345', '2 pmd table 0x2f785'], said: [/Linux 5\.3, arm, 2-level paging/] })),
  // v6.12 arch/arc/kernel/devtree.c setup_machine_fdt: of_flat_dt_match_machine() too, which prints the model.
  { name: 'a model of a machine of 32 bits need not be of arm', log: ['Machine model: snps,zebu_hs', 'BUG: Bad page map in process a  pte:12345067 pmd:785de811', 'addr:7edbb000 vm_flags:00100073 anon_vma:b86e1870 mapping:  (null) index:7edbb'],
    values: ['2 pte -', '2 pmd -'], said: [/a 32-bit machine, and no line that counts says which/] },
  { name: 'a swap entry where the machine is not told', log: ['usb 2-3: new SuperSpeed Plus Gen 2x1 USB device number 2 using xhci_hcd', 'get_swap_device: Bad swap file entry 1800c00008'],
    values: ['2 swap_entry swap'], said: [/x86_64 \(architecture assumed\)/] },
];

// v2.4 include/asm-alpha/pgtable.h pmd_ERROR: "%016lx", of an unsigned long; v5.4 arch/mips/include/asm/pgtable-32.h pte_ERROR: "%016Lx", of machines of 32 bits too.
// prettier-ignore
const WIDTHS: readonly LogKind[] = [
  ...(['pgd', 'pmd'] as const).map((level): LogKind => ({ name: `a bad ${level} of 16 digits is of a 64-bit machine`, log: [`memory.c:83: bad ${level} 0000000000000001.`],
    values: [`1 ${level} -`], said: [/architecture unknown, no tables applied/], never: [/how large words are|32-bit/] })),
  // v6.12 arch/sh/include/asm/pgtable-3level.h pmd_ERROR: "%016llx", pud_page_vaddr(): an address of P1, 0x80000000 to 0x9fffffff; arch/sh/kernel/dumpstack.c.
  { name: 'nor need a bad pmd that can be an address of SuperH', log: ['mm/memory.c:83: bad pmd 000000008c5c0123.', 'PC: [<8c009e6a>] foo+0x1/0x2'], values: ['1 pmd -'], said: [/no tables for SuperH/], never: [/another report/] },
  { name: 'a bad pte of 16 digits need not be', log: ['memory.c:83: bad pte 0000000000000001.'],
    values: ['1 pte -'], said: [/no line read here says how large words are/] },
  ...(['Alpha, 2.4.0-test10.', '> Alpha, Linux 2.4.5'] as const).map((line): LogKind => ({ name: `alpha: ${line}`, log: ['Subject: memory.c:83: bad pmd 0000000000000001.', '', line, '', 'kernel: memory.c:83: bad pmd 0000000000000001.'],
    values: ['1 pmd -', '5 pmd -'], said: [/no tables for alpha/], never: [/how large words are/] })),
  { name: 'no alpha: the word in a sentence', log: ['Alpha, 2.4.0 and x86 are affected', 'memory.c:83: bad pmd 0000000000000001.'], values: ['2 pmd -'], never: [/alpha/] },
];

// v4.14 arch/powerpc/include/asm/page.h, Kconfig PAGE_OFFSET 0xc000000000000000; arch/x86/include/asm/page_64_types.h __PAGE_OFFSET_BASE 0xffff880000000000: no x86 has such a pointer.
// v3.10 arch/powerpc/include/asm/pgalloc-64.h pmd_populate (hash): the address of the table. v5.4 book3s/64/pgalloc.h with the radix MMU: __pa() | PMD_VAL_BITS.
// prettier-ignore
const LINEAR_MAP: readonly LogKind[] = [
  { name: 'powerpc64 with the hash MMU, by the address of a structure', log: ['BUG: Bad page map in process ld mm=0xc000001ee39f4780 pte:7fc3f37848000001 pmd:c000001ec0000000'],
    values: ['1 pte -', '1 pmd -'], said: [/on powerpc64 pmd is no pointer to a table, and there are none for powerpc \(hash/], never: [/x86_64/] },
  { name: 'powerpc64, by addresses of a slab cache', log: ['> mm/memory.c:111: bad pud c0000000050e4480.', '', '> *** SLUB: Redzone Inactive check fails in kmalloc-64@c0000000050de0f0 Slab', '> c000000000756090'],
    values: ['1 pud -'], said: [/the value fits .*a machine without tables: powerpc \(hash/], never: [/they fit/, /x86_64/] },
  { name: 'powerpc64 with the radix MMU, by such addresses and its table', log: ['BUG: Bad page map in process a  pte:c00000013a234187 pmd:800000000a4d1009', 'addr:00007fff9c8a0000 vm_flags:00000875 anon_vma:c0000001fffc3400 mapping:0000000000000000 index:db'],
    values: ['1 pte present 0x13a234', '1 pmd table 0xa4d1'], said: [/powerpc64 \(architecture assumed\)/] },
  { name: 'no powerpc64: what is no pointer', log: ['mce: [Hardware Error]: Machine Check: 0 Bank 4: c000000000000135', 'BUG: Bad page map in process a  pte:8000000123456067 pmd:123456067'],
    values: ['2 pte present 0x123456', '2 pmd table 0x123456'], said: [/x86_64 \(architecture assumed\)/] },
  { name: 'one value of an unknown machine', log: ['memory.c:98: bad pmd 0000000000000003.'], values: ['1 pmd -'], said: [/the value fits/], never: [/they fit/] },
];

// v6.14 arch/riscv/mm/fault.c show_pte; v6.13 has none.
// prettier-ignore
const PARTS: readonly LogKind[] = ([['6.6.30', /a kernel with parts of later ones: it prints what those of 6\.14 do/], ['6.15.0-rc1-icicle', undefined]] as const).map(([release, said]): LogKind => ({
  name: `riscv64, a walk of ${release}`, log: ['Unable to handle kernel NULL pointer dereference at virtual address 0000000000000368', 'Current swapper/0 pgtable: 4K pagesize, 39-bit VAs, pgdp=0x00000000814f1000', '[0000000000000368] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000', `CPU: 0 PID: 1 Comm: swapper/0 Not tainted ${release} #232`],
  values: ['3 pgd none', '3 p4d none', '3 pud none'], said: said ? [said] : [/named in the log/], never: said ? [] : [/parts of later/] }));

// v6.13 arch/arm64/include/asm/pgtable-hwdef.h PMD_TABLE_AF; v6.12 has no bit 10 in a table.
// prettier-ignore
const NEXT_BITS: readonly LogKind[] = ([['6.12.0', '800000002736403', true], ['6.12.0', '800000002736003', false], ['6.13.0', '800000002736403', false]] as const).map(([release, pmd, isNext]): LogKind => ({
  name: `arm64, a table ${pmd} of ${release}`, log: [`BUG: Bad page map in process husband  pte:60000001b46fcb pmd:${pmd}`, 'addr:0000ffff87b4e000 vm_flags:040400fb anon_vma:0000000000000000 mapping:ffff0000018cf348 index:6', `CPU: 2 UID: 0 PID: 313 Comm: husband Not tainted ${release} #1`, 'pc : foo+0x10/0x20'],
  values: ['1 pte present 0x1b46', '1 pmd table 0x2736'], ...(isNext ? { said: [/parts of later ones: it makes tables as those of 6\.13 do \(PMD_TABLE_AF\)/] } : { never: [/parts of later/] }) }));
// linux-next of November 2024, with what was queued for 6.13; a report of a board to the list, in which other lines stand between.
// prettier-ignore
const NEXT_TREES: readonly LogKind[] = ([['6.12.0-next-20241125', '08000000', true], ['6.12.0', '08000000', false]] as const).map(([release, flags, isNext]): LogKind => ({
  name: `arm64, a walk of another report than that with ${release}`, log: [`CPU: 0 UID: 0 PID: 0 Comm: swapper/0 Tainted: G      D            ${release} #1`, 'user pgtable: 4k pages, 48-bit VAs, pgdp=00000000856aa000', `[0000ffffa3c44d20] pgd=${flags}89bb0403, p4d=${flags}89bb0403, pud=${flags}8943e403, pmd=${flags}89bac403, pte=00200000910f9fc3`],
  values: ['3 pgd table 0x89bb0', '3 p4d table 0x89bb0', '3 pud table 0x8943e', '3 pmd table 0x89bac', '3 pte present 0x910f9'], ...(isNext ? { said: [/linux-next, .* can be in it; it makes tables as those of 6\.13 do \(PMD_TABLE_AF\)/] } : { never: [/it makes tables/] }) }));

describe('what tells a machine, or a release, without naming it', () => {
  test.each([
    ...TABLE_FLAGS,
    ...EMULATORS,
    ...XMON,
    ...HASH,
    ...DEVICE_TREES,
    ...WIDTHS,
    ...LINEAR_MAP,
    ...PARTS,
    ...NEXT_BITS,
    ...NEXT_TREES,
  ])('$name', expectKind);
});
