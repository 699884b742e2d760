import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** The abort of a kernel that prints no line with FSC, such as 5.12, and that of one which does, such as 5.14: arch/arm64/mm/fault.c mem_abort_decode(). Which of them 5.13 is, is not known. */
const abort = (second: number, more: readonly string[] = []): readonly string[] =>
  [
    'Unable to handle kernel paging request at virtual address ffffffffffffffe0',
    '  EC = 0x25: DABT (current EL), IL = 32 bits',
    '  EA = 0, S1PTW = 0',
    ...more,
    'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000001004000',
    '[ffffffffffffffe0] pgd=0000000000000000, p4d=0000000000000000',
  ].map((line) => `[${second.toFixed(6).padStart(12)}] ${line}`);
const FSC = ['  FSC = 0x04: level 0 translation fault'];

/** `pstate: ` of 5.15 and later. v5.15 arch/arm64/kernel/process.c print_pstate() */
const SINCE_515 = '[    3.000000] pstate: 60400009 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)';

const at = (...lines: readonly number[]): readonly string[] =>
  lines.flatMap((line) => [`${line} pgd none`, `${line} p4d none`]);
/** v5.10 to v5.14 the same: TCO, and no DIT. */
const PROC = '[    2.000000] pstate: 60400009 (nZCv daif +PAN -UAO -TCO BTYPE=--)';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  { name: 'the pstate of the report before', log: [...abort(1, FSC), PROC, ...abort(3, FSC)], values: at(6, 13), said: [/Linux 5\.14, arm64/], never: [/Linux (?!5\.14)/] },
  { name: 'lines of a fault without a status by itself', log: [...abort(1), ...abort(3).filter((line) => !line.includes('EA ='))], values: at(5, 9), said: [/Linux 5\.13, arm64/], never: [/Linux (?!5\.13)/] },
  // A text without times, of another boot or of a mail between, can be of two kernels.
  { name: 'no times', log: [...abort(1, FSC), PROC, ...abort(3, FSC)].map((line) => line.slice(15)), values: at(6, 13), said: [/Linux 5\.14, arm64/, /Linux 7\.3, arm64/] },
  { name: 'a clock that began again', log: [...abort(30, FSC), PROC.replace('  2.', ' 31.'), ...abort(3, FSC)], values: at(6, 13), said: [/Linux 5\.14, arm64/, /Linux 7\.3, arm64/] },
  { name: 'a kernel that the text speaks of in between', log: [...abort(1, FSC), PROC, 'And here is kernel version 6.1:', ...abort(3, FSC)], values: at(6, 14), said: [/Linux 5\.14, arm64/, /Linux 6\.1.*speaks of Linux 6\.1/] },
  { name: 'a quotation, and the answer', log: [...[...abort(1, FSC), PROC].map((line) => `> ${line}`), ...abort(3, FSC)], values: at(6, 13), said: [/Linux 5\.14, arm64/, /Linux 7\.3, arm64/] },
  { name: 'reports that contradict each other', log: [...abort(1, FSC), PROC, ...abort(3, FSC), SINCE_515], values: at(6, 13), said: [/Linux 5\.14, arm64/, /Linux 7\.3, arm64/] },
];

describe('what one report tells of the release of the others of its boot', () => {
  test.each(KINDS)('$name', expectKind);
});
