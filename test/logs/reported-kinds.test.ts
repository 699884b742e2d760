import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Lines of reports as people post them, shortened; what is proven of them stands in the kernel's sources and the CPU's manuals. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // As pages of mailing lists have them whose line feeds are gone.
  { name: 'x86, a report whose lines were joined to one', log: ['we hit this: <1>BUG: unable to handle kernel paging request at 0000000b819fdb98 <1>IP: [<ffffffff812a588f>] notify_remote_via_irq+0x13/0x34 <4>PGD 94b10067 PUD 0 <0>Oops: 0000 [#1] SMP <4>CPU 3 Pid: 18, comm: events/3 Not tainted 2.6.32 RIP: e030:[<ffffffff812a588f>] [<ffffffff812a588f>] ify_remote_via_irq+0x13/0x34 RSP: e02b:ffff8800e7bf7bd0 EFLAGS: 00010202'],
    values: ['1 pgd table 0x94b10', '1 pud none'], said: [/named in the log \(2\.6\.32\)/], never: [/elsewhere/] },
  // journalctl -r
  { name: 'x86, a report whose last line stands first', log: ['srv kernel: RIP: e030:zap_pte_range.isra.0+0x19c/0x880', 'srv kernel: CPU: 1 PID: 1426643 Comm: bash Tainted: G        W         5.5.4-050504-generic #202002150446', 'srv kernel: Oops: 0003 [#1] SMP NOPTI', 'srv kernel: PGD 260c067 P4D 260c067 PUD 3000067 PMD 7ff40067 PTE 801000007931a065', 'srv kernel: #PF: error_code(0x0003) - permissions violation', 'srv kernel: BUG: unable to handle page fault for address: ffff88807931a398'],
    values: ['4 pgd table 0x260c', '4 p4d table 0x260c', '4 pud table 0x3000', '4 pmd table 0x7ff40', '4 pte present 0x7931a'], said: [/named elsewhere in the log \(5\.5\.4-050504-generic\)/], never: [/another report/, /Ubuntu/] },
];

describe('reports as people post them', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
