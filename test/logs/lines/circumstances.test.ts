import { describe, expect, test } from '@jest/globals';
import type { Circumstances } from '../../../src/core/rows/log-lines.ts';
import { circumstancesIn } from '../../../src/logs/lines/circumstances.ts';

// prettier-ignore
const LINES: readonly { line: string; said: Circumstances | undefined }[] = [
  { line: 'BUG: unable to handle page fault for address: 00007f5909628123', said: { address: 0x7f5909628123n, wordBits: 64 } },
  { line: 'BUG: kernel NULL pointer dereference, address: 0000000000000008', said: { address: 8n, wordBits: 64 } },
  { line: 'BUG: unable to handle kernel NULL pointer dereference at 0000000000000008', said: { address: 8n, wordBits: 64, until: '5.2', assumedBefore: '5.0' } },
  { line: 'BUG: unable to handle kernel paging request at ffffcd2fc00d4ff8', said: { address: 0xffff_cd2f_c00d_4ff8n, wordBits: 64, until: '5.2', assumedBefore: '5.0' } },
  { line: 'Unable to handle kernel paging request at virtual address ffff800083f5d000', said: { address: 0xffff_8000_83f5_d000n, wordBits: 64, among: ['arm64', 'riscv64', 'loongarch64'] } },
  { line: 'Unable to handle kernel access to user memory outside uaccess routines at virtual address 0000000000001000', said: { address: 0x1000n, wordBits: 64, isGuarded: true } },
  { line: '#PF: supervisor read access in kernel mode', said: { access: 'read', mode: 'kernel', since: '5.0' } },
  { line: '#PF: supervisor instruction fetch in kernel mode', said: { access: 'execute', mode: 'kernel', since: '5.0' } },
  { line: '#PF: user write access in user mode', said: { access: 'write', mode: 'user', since: '5.0' } },
  { line: '[    9.1] #PF: error_code(0x0011) - permissions violation', said: { errorCode: 0x11n, since: '5.0' } },
  { line: 'Oops: 0002 [#1] PREEMPT SMP NOPTI', said: { errorCode: 2n, assumedBefore: '6.10', before: '6.15', printedSince: '2.5.65' } },
  { line: 'Oops: Oops: 0002 [#1] SMP NOPTI', said: { errorCode: 2n, printedSince: '6.10' } },
  { line: 'Oops: Oops: 0000 [#1] PREEMPT SMP PTI', said: { errorCode: 0n, isolated: true, before: '6.15', printedSince: '6.10' } },
  { line: 'Bad pagetable: 000c [#20] PREEMPT SMP NOPTI', said: { errorCode: 12n, assumedBefore: '6.10', before: '6.15', printedSince: '2.5.65' } },
  { line: 'gt-worker: Corrupted page table at address 7f59094ea000', said: { address: 0x7f59094ea000n, corrupted: true } },
  { line: '  ESR = 0x0000000096000006', said: { esr: 0x9600_0006n, arch: 'arm64', printedSince: '5.19' } },
  { line: 'Internal error: Oops: 0000000096000006 [#1] SMP', said: { esr: 0x9600_0006n, isBehindWalk: true, arch: 'arm64', assumedBefore: '6.15', printedSince: '6.1' } },
  { line: 'Internal error: Oops: 0000000096000006 [#1]  SMP', said: { esr: 0x9600_0006n, isBehindWalk: true, arch: 'arm64', printedSince: '6.1' } },
  { line: 'addr:00007f590954e000 vm_flags:08100073 anon_vma:ffff8d2c040ab000 mapping:0000000000000000 index:7f590954e', said: { address: 0x7f590954e000n, vmFlags: 0x810_0073n, isOfMap: true, wordBits: 64, printedSince: '5.4' } },
  { line: 'page:000000007159f809 refcount:1 mapcount:-513 mapping:0000000000000000 index:0x0 pfn:0x449b', said: { pageDump: true, pages: [{ pfn: 0x449bn, refcount: 1, mapcount: -513 }], wordBits: 64, before: '6.9', printedSince: '4.20' } },
  { line: 'page: refcount:0 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x3dcb', said: { pageDump: true, pages: [{ pfn: 0x3dcbn, refcount: 0, mapcount: 0 }], wordBits: 64 } },
  { line: 'user pgtable: 4k pages, 48-bit VAs, pgdp=00000000f4ed1000', said: { arch: 'arm64', vaBits: 48, pageShift: 12, space: 'user' } },
  { line: 'swapper pgtable: 64k pages, 42-bit VAs, pgdp=00000000f4ed1000', said: { arch: 'arm64', vaBits: 42, pageShift: 16, space: 'kernel' } },
  { line: 'Current sh pgtable: 4K pagesize, 57-bit VAs, pgdp=0x00000000f4ed1000', said: { arch: 'riscv64', vaBits: 57, pageShift: 12, since: '6.14' } },
  { line: 'Call trace:', said: { likely: 'arm64', callTrace: true } },
  { line: 'Call Trace:', said: { callTrace: true } },
  { line: '[    1.2] addr:00007f590954e000', said: { address: 0x7f590954e000n, isOfMap: true, wordBits: 64 } },
  { line: '> Dec  9 17:36:35 hen kernel: addr:b7f2c000', said: { address: 0xb7f2c000n, isOfMap: true, wordBits: 32 } },
  { line: 'foo 0000:00:01.0: bar addr:febf1000', said: undefined },
  { line: 'address:ffff addr:12', said: undefined },
];

describe('circumstancesIn', () => {
  test.each(LINES)('$line', ({ line, said }) => {
    expect(circumstancesIn(line)).toEqual(said);
  });
});
