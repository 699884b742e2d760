import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v2.6.26 include/asm-x86/pgtable_64.h __swp_entry: type << 1 | offset << 8
  { name: 'x86_64 before 2.6.29, the pte with a swap entry as its kernel has it',
    log: ['swap_free: Unused swap offset entry 00102e07', 'Pid: 1, comm: a Not tainted 2.6.18 #1', 'RIP: 0010:[<ffffffff81686ac3>]  [<ffffffff81686ac3>] dump_stack+0x19/0x1b'],
    values: ['1 swap_entry swap'], said: [/offset 0x102e07; as a pte 0x00000000102e0700/] },
];

describe('lines that tell which releases a report can be of', () => {
  test.each(KINDS)('$name', expectKind);
});
