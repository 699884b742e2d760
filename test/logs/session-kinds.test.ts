import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// v3.0 include/linux/swapops.h SWP_TYPE_SHIFT, swap.h MAX_SWAPFILES_SHIFT: the type in the top 5 bits, 27 to 31 of a word of 32.
const LARGE = 'swap_free: Bad swap file entry 10000000';
const SMALL = 'swap_free: Bad swap offset entry 00730000';

// prettier-ignore
const SPOKEN: readonly LogKind[] = [
  ...['Subject: Linux 2.6.10-rc3-bk15 hanged under high load (i386)', 'Linux 2.6.10-rc3-bk15 on i386 hangs', 'Linux 2.6.10-rc3-bk15 #1 SMP i686 GNU/Linux', 'I run i386 Debian, kernel 2.6.10-rc3-bk15', 'My i386 box hangs with Linux 2.6.10-rc3-bk15', 'Linux 2.6.10-rc3-bk15 (i686)'].map((line): LogKind => ({
    name: `i386 beside a kernel: ${line}`, log: [line, LARGE, SMALL], values: ['2 swap_entry -', '3 swap_entry swap'], said: [/i386 \(architecture assumed\).*speaks of Linux 2\.6\.10-rc3-bk15/, /before 3\.1 have them: type 2, offset 0x0/, /offset 0x730000 is beyond/], never: [/x86_64/] })),
  ...([['Linux 2.6.24 on MIPS router', 'MIPS'], ['Linux 2.6.24 on my Alpha', 'alpha'], ['My sparc64 box runs kernel 2.6.24', 'sparc64']] as const).map(([line, name]): LogKind => ({
    name: `a machine without tables beside a kernel: ${line}`, log: [line, SMALL], values: ['2 swap_entry -'], said: [new RegExp(`no tables for ${name}, which the text speaks of`)] })),
  { name: 'arm64 beside a kernel, named again without it', log: ['kernel 5.4 on arm64 crashes', 'I said kernel 5.4', 'get_swap_device: Bad swap offset entry 00730000'], values: ['3 swap_entry swap'], said: [/Linux 5\.4, arm64 \(architecture assumed\)/] },
  ...['Linux 2.6.24 (alpha) hangs', 'I build on arm64 for i386, kernel 2.6.24', 'Linux 2.6.24 on my desktop, (see i386)', 'The i386 manual is old. Linux 2.6.24 hangs'].map((line): LogKind => ({
    name: `no machine beside a kernel: ${line}`, log: [line, SMALL], values: ['2 swap_entry swap'], said: [/x86_64 \(architecture assumed\)/] })),
  // A walk of 16 digits is none of a machine of 32 bits, whatever the text speaks of.
  { name: 'lines of 64 bits tell more', log: ['Linux 2.6.24 on i386', 'RAX: 0000000000000000 RBX: 0000000000000000', SMALL], values: ['3 swap_entry swap'], said: [/x86_64/], never: [/i386/] },
];

describe('sessions', () => {
  test.each(SPOKEN)('$name', expectKind);
});
