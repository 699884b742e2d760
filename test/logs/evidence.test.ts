import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const FAULT = 'Unable to handle kernel paging request at virtual address b6f00041';
const WALK = '[b6f00041] *pgd=8a3b2831, *pte=02bc865e, *ppte=00000000';
const OPEN = /where user addresses end on this machine is not in the text/;

// arch/arm/Kconfig and arch/x86/Kconfig PAGE_OFFSET: 0xb6f00041 is a user's address with a split at 3 GiB alone.
// prettier-ignore
const SPLITS: readonly LogKind[] = [
  { name: 'arm, code of the kernel behind 3 GiB shows the split', log: [FAULT, WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1', 'PC is at foo+0x1/0x2', 'pc : [<c01096f8>]    lr : [<c010c0f0>]    psr: 60000013'],
    values: ['2 pgd table 0x8a3b2', '2 pte swap'], said: [/in swap, not in memory$/], never: [OPEN] },
  { name: 'arm, code behind 2 GiB: the address is one of the kernel', log: [FAULT, WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1', 'pc : [<801096f8>]    lr : [<8010c0f0>]    psr: 60000013'],
    values: ['2 pgd table 0x8a3b2', '2 pte -'], said: [/an unmapped page of the kernel/], never: [OPEN, /in swap/] },
  { name: 'arm, no entry of the kernel', log: [FAULT, WALK.replace('865e', '8804'), 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1', 'pc : [<801096f8>]    lr : [<8010c0f0>]    psr: 60000013'],
    values: ['2 pgd table 0x8a3b2', '2 pte swap'], said: [/not present, though the address is one of the kernel/], never: [OPEN, /in swap/] },
  { name: 'arm, a page table of 2 GiB printed before the walk (4.9)', log: [FAULT, 'pgd = 80004000', WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 4.9.51 #1'],
    values: ['3 pgd table 0x8a3b2', '3 pte -'], said: [/an unmapped page of the kernel/], never: [OPEN, /in swap/] },
  { name: 'arm, code made at run time is no image of the kernel', log: [FAULT, WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1', 'pc : [<f01096f8>]    lr : [<f010c0f0>]    psr: 60000013'],
    values: ['2 pgd table 0x8a3b2', '2 pte swap'], said: [OPEN] },
  { name: 'i386, code behind 3 GiB (4.9 and before)', log: ['BUG: unable to handle kernel paging request at b6f00041', '*pdpt = 0000000034d0b001 *pde = 0000000034d0d067 *pte = 00000000123448a4', 'Oops: 0000 [#1] SMP', 'CPU: 1 PID: 5 Comm: a Not tainted 4.9.0 #1', 'EIP: 0060:[<c0405a2b>] EFLAGS: 00010246 CPU: 0', 'ESI: 00000000 EDI: 00000000 EBP: f6d7df30 ESP: f6d7df28'],
    values: ['2 pgd table 0x34d0b', '2 pmd table 0x34d0d', '2 pte swap'], said: [/in swap, not in memory$/], never: [OPEN] },
  { name: 'i386, a stack of the kernel behind 2 GiB', log: ['BUG: unable to handle page fault for address: b6f00041', '#PF: error_code(0x0000) - not-present page', '*pde = 34d0d067 *pte = 123448a4', 'Oops: 0000 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 5.10.0 #1', 'EIP: foo+0x1/0x2', 'ESI: 00000000 EDI: 00000000 EBP: 86d7df30 ESP: 86d7df28'],
    values: ['3 pmd table 0x34d0d', '3 pte -'], said: [/an unmapped page of the kernel/], never: [OPEN, /in swap/] },
  { name: 'i386, registers of a program show no stack of the kernel', log: ['BUG: unable to handle page fault for address: b6f00041', '#PF: error_code(0x0004) - not-present page', '*pde = 34d0d067 *pte = 123448a4', 'Oops: 0004 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 5.10.0 #1', 'EIP: 0x8048123', 'ESI: 00000000 EDI: 00000000 EBP: 86d7df30 ESP: 86d7df28'],
    values: ['3 pmd table 0x34d0d', '3 pte swap'], never: [/of the kernel: frame/, /unmapped page/] },
];

const OPEN_LAYOUT =
  /whether this build has the swap entries of L1TF is unknown: with the other layout pte is swap, type 0, offset 0x3f$/;

// prettier-ignore
const LAYOUTS: readonly LogKind[] = ['4.4.0-142-generic', '4.9.0-13-amd64'].map((release) => ({
  name: `--kernel ${release} leaves the layout of swap entries as open as the log does`,
  log: ['BUG: Bad page map in process x  pte:7ffffffffff8000 pmd:12345067'],
  options: ['--kernel', release],
  values: ['1 pte swap', '1 pmd table 0x12345'], said: [OPEN_LAYOUT], never: [/corrupted/],
}));

describe('where user addresses end', () => {
  test.each(SPLITS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

describe('the layout of swap entries', () => {
  test.each(LAYOUTS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
