import { describe, test } from '@jest/globals';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';

/** Lines of public reports of machines other than x86, shortened; what is proven of them stands in the kernel's sources. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // A report of a Sharp Collie, next-20220324: 16 digits of pgd, where v5.17 arch/arm/mm/fault.c show_pte has the 8 of pte and ppte.
  { name: 'arm, a pgd of 16 digits above entries of 8', log: ['8<--- cut here ---', 'Unable to handle kernel paging request at virtual address e090d000', '[e090d000] *pgd=c0c0b811c0c0b811, *pte=00000000, *ppte=00000000', 'Internal error: Oops: 807 [#1] ARM', 'CPU: 0 PID: 1 Comm: swapper Not tainted 5.17.0 #1'],
    values: ['3 pgd -', '3 pte none'], said: [/more than the 32 bits of an entry/, /arm, 2-level paging; named/, /FSR 0x807 \(page translation fault\)/, /\*ppte 0x0/], never: [/arm64/] },
  // v5.15 arch/arm/mm/fault.c show_pte prints "pgd = %p", no later release (93d204384401).
  ...['pgd =', 'pgd = '].map((front): LogKind => ({
    name: `arm, "${front}" wrapped in front of the address`, log: ['Aug 25 07:44:31 ni-n3xx-31AFFD1 kern.alert kernel: [82689.450921] Unable to', 'handle kernel paging request at virtual address fffffffe', `Aug 25 07:44:31 ni-n3xx-31AFFD1 kern.alert kernel: [82689.458127] ${front}`, 'd3d33249', 'Aug 25 07:44:31 ni-n3xx-31AFFD1 kern.alert kernel: [82689.460785]', '[fffffffe] *pgd=2fffd861, *pte=00000000, *ppte=00000000', 'Aug 25 07:44:31 ni-n3xx-31AFFD1 kern.emerg kernel: [82689.467121] Internal', 'error: Oops: 80000007 [#1] PREEMPT SMP ARM'],
    values: ['6 pgd table 0x2fffd', '6 pte none'], said: [/Linux 5\.15, arm/] })),
];

describe('other machines', () => {
  test.each(KINDS)('$name', (kind) => expectKind(kind));

  test.each(KINDS)('$name, however it is cut', (kind) => expectSameHoweverCut(kind));
});
