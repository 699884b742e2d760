import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const WALK = 'PGD 1810067 P4D 1810067 PUD 192d067 PMD 3c17067 PTE 0';
const at = (line: number): readonly string[] =>
  ['pgd table 0x1810', 'p4d table 0x1810', 'pud table 0x192d', 'pmd table 0x3c17', 'pte none'].map(
    (value) => `${line} ${value}`,
  );

/** What who copies a report into a mail leaves out, and what the rest of it still tells. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v6.17 arch/x86/kernel/dumpstack.c __die_header: "Oops: %s: %04lx"; commit 85e1ff61060a has it without the first word.
  { name: 'an oops without its first word, and the kernel that its CPU names',
    log: ['BUG: unable to handle page fault for address: ffffbc3840291000', '#PF: supervisor read access in kernel mode', '#PF: error_code(0x0000) - not-present page', WALK, 'Oops: 0000 [#1] SMP NOPTI', 'CPU: 0 UID: 0 PID: 81 Comm: kunit_try_catch Tainted: G                 N  6.17.0-rc3 #10 PREEMPT(voluntary)', 'Tainted: [N]=TEST'],
    values: at(4), said: [/Linux 6\.17, .*named in the log \(6\.17\.0-rc3\)/], never: [/elsewhere|6\.9/] },
  // v6.11 lib/dump_stack.c dump_stack_print_info, kernel/panic.c print_tainted_verbose; v6.10 has neither.
  ...['CPU: 0 UID: 0 PID: 81 Comm: a', 'Tainted: [N]=TEST'].map((line): LogKind => ({
    name: `an oops without its first word, and a line of later kernels: ${line}`, log: ['BUG: unable to handle page fault for address: ffffbc3840291000', WALK, 'Oops: 0000 [#1] SMP NOPTI', line], values: at(2), said: [/Linux 7\.3, .*the newest that no known message or date rules out/] })),
];

describe('reports as they are copied', () => {
  test.each(KINDS)('$name', expectKind);
});
