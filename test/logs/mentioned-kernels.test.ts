import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const WALK = 'PGD 4089067 P4D 4089067 PUD 43be067 PMD 0';
const WALKED = ['pgd table 0x4089', 'p4d table 0x4089', 'pud table 0x43be', 'pmd none'];
const at = (line: number): readonly string[] => WALKED.map((value) => `${line} ${value}`);
const FAR = 'nothing of interest here, but a line of a mail that goes on and on\n'.repeat(150).trimEnd();

/** What a text says of its kernel outside of its reports. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  { name: 'prose in front of a report', log: ['I see this with kernel 4.19 here:', WALK], values: at(2), said: [/Linux 4\.19, x86_64, .*; assumed, the text speaks of Linux 4\.19: see --kernel/] },
  { name: 'prose behind a report that waits', log: [WALK, 'I see this with kernel 4.19 here.'], values: at(1), said: [/Linux 4\.19, x86_64, .*; assumed, the text speaks of Linux 4\.19:/] },
  { name: 'prose is weaker than a name', log: ['I see this with kernel 4.19 here:', WALK, 'CPU: 1 PID: 5 Comm: a Not tainted 5.4.0 #1'], values: at(2), said: [/Linux 5\.4, .*named in the log \(5\.4\.0\)/], never: [/4\.19/] },
  { name: 'prose is weaker than the name of another report', log: ['I see this with kernel 4.19 here:', WALK, '', 'BUG: Bad page map in process a  pte:2bf1e025 pmd:1535b5067', 'CPU: 1 PID: 5 Comm: a Not tainted 5.4.0 #1'], values: [...at(2), '4 pte present 0x2bf1e', '4 pmd table 0x1535b5'], said: [/Linux 5\.4/], never: [/4\.19/] },
  { name: 'prose is weaker than a boot before it', log: ['Linux version 5.4.0 (a@b) (gcc version 9.2.1)', 'I see this with kernel 4.19 here:', WALK], values: at(3), said: [/Linux 5\.4, .*named/], never: [/4\.19/] },
  { name: 'prose is weaker than --kernel', options: ['--kernel', '5.4'], log: ['I see this with kernel 4.19 here:', WALK], values: at(2), said: [/Linux 5\.4, .*as --kernel/], never: [/4\.19/] },
  { name: 'two releases', log: ['I see this with kernel 4.19 and 5.4 here:', WALK], values: at(2), said: [/Linux 7\.3, .*the newest that no known message or date rules out/] },
  // v6.15 arch/x86/kernel/dumpstack.c __die_header: no PREEMPT behind "[#1]".
  { name: 'two releases, one of which the report rules out', log: ['I see this with kernel 5.4 and with Linux 6.16 here:', WALK, 'Oops: 0000 [#1] PREEMPT SMP'], values: at(2), said: [/Linux 5\.4, .*assumed, the text speaks of Linux 5\.4:/] },
  { name: 'a release that the report rules out', log: ['I see this with Linux 6.16 here:', WALK, 'Oops: 0000 [#1] PREEMPT SMP'], values: at(2), said: [/Linux 6\.\d, .*the newest that no known message or date rules out/], never: [/6\.16/] },
  { name: 'two releases of one series', log: ['last pass: v5.10.162-950-g7728aa131bf4, first fail: v5.10.165-101-gd21c032a492a', WALK], values: at(2), said: [/the text speaks of Linux 5\.10\.16/] },
  { name: 'a release and its series', log: ['Linux 5.10 (Debian), kernel 5.10.35', WALK], values: at(2), said: [/Linux 5\.10\.35, .*speaks of Linux 5\.10\.35:/] },
  { name: 'prose too far away', log: ['I see this with kernel 4.19 here:', FAR, WALK], values: at(152), said: [/Linux 7\.3/] },
{ name: 'a further report of the same text, too far from the prose', log: ['I see this with kernel 4.19 here:', FAR.slice(0, 6000), WALK, FAR.slice(0, 6000), WALK], values: [...at(92), ...at(183)], said: [/Linux 4\.19/, /Linux 7\.3/] },
  // docs/log-kernels.md: what older kernels read is told where the newest release is assumed.
  { name: 'what older kernels read is not told beside it', log: ['Command line: BOOT_IMAGE=/boot/vmlinuz-5.4.0-42-generic root=/dev/sda1', 'BUG: Bad page map in process b  pte:00012000 pmd:061e5067'], values: ['2 pte swap', '2 pmd table 0x61e5'], said: [/speaks of Linux 5\.4\.0-42-generic/], never: [/of which it can be as well/] },
  { name: 'several releases of one series', log: ['I see this with kernel 6.1.10 and kernel 6.1.1:', WALK], values: at(2), said: [/speaks of Linux 6\.1\.1:/] },
  // docs/log-kernels.md: the only release of those that a text speaks of counts.
  { name: 'more releases than are kept', log: ['On kernel 5.4:', ...[20, 21, 22, 23, 24, 25, 26].map((patch) => `kernel 2.6.${patch} here`), 'On kernel 5.10:', WALK], values: at(10), said: [/the newest that no known message or date rules out/], never: [/speaks of/] },
  // v2.6 include/linux/swapops.h: type and offset, not the pte; one of the first area reads alike in all of them.
  { name: 'a message about a swap entry, of a kernel that prose names', log: ['BUG: it works with 2.6.5, but does not with', '--- linux-2.6.6/mm/swapfile.c', 'swap_free: Unused swap file entry 0000003d'], values: ['3 swap_entry swap'], said: [/offset 0x3d/], never: [/no name of its kernel/] },
  { name: 'a message about a swap entry, of a kernel before 2.6', log: ['A bug in linux-2.4.22 about swap', 'swap_free: Unused swap file entry 00003d00'], values: ['2 swap_entry -'], said: [/kernels before 2\.5\.20 print the pte itself in such messages, and no line that counts says of which architecture \(the text speaks of Linux 2\.4\.22\)/] },
  { name: 'a message about a swap entry, of several kernels', log: ['We tried kernels 2.4.18-3 and 2.6.7 so far', 'swap_free: Unused swap file entry 00003d00'], values: ['2 swap_entry -'], said: [/not decoded: .*the text speaks of Linux 2\.4\.18-3 and 2\.6\.7, which does not tell its kernel, and of those that print such messages some/] },
  // include/linux/swapops.h is in the tree of 3 June 2002 (v2.5.20, 2 June; Anton Blanchard, "Fix for recent swap changes on 64 bit archs").
  { name: 'a message about a swap entry, of a late 2.5', log: ['Linux version 2.5.64', 'swap_free: Bad swap file entry 0000003d'], values: ['2 swap_entry swap'], said: [/offset 0x3d/], never: [/print the pte itself/] },
  { name: 'a message about a swap entry, of an early 2.5', log: ['Linux version 2.5.7', 'swap_free: Bad swap file entry 00003d00'], values: ['2 swap_entry -'], said: [/kernels before 2\.5\.20 print the pte itself in such messages/] },
  // 5 March 2003, 2.5.64: "mm/memory.c:92: bad pmd ffffffff."; 2.4 has no folder there.
  { name: 'a bad entry of a late 2.5', log: ['We run kernel 2.5.64 and module-init-tools 0.9.10', 'EIP:    0060:[<c013ce25>]    Not tainted', 'mm/memory.c:92: bad pmd 001be57b.'], values: ['3 pmd table 0x1be'], said: [/the text speaks of Linux 2\.5\.64/] },
  // ksymoops(8): "(default)" is of the machine that it runs on.
  ...([['(default)', false], ['(specified)', true]] as const).map(([how, isTold]): LogKind => ({ name: `the modules that ksymoops takes ${how}`, log: [`     -o /lib/modules/4.19.20/ ${how}`, WALK], values: at(2), said: isTold ? [/the text speaks of Linux 4\.19\.20/] : [], never: isTold ? [] : [/4\.19/] })),
  // v4.0 arch/s390/Kconfig 64BIT is a choice; 4.1 has no kernels of 31 bits ("s390: remove 31 bit support"). v4.0 arch/s390/Makefile UTS_MACHINE: `uname -m` of one is s390.
  ...([['We run Linux 2.6.5 on s390.', /not decoded: no tables for s390 \(31 bits, or not said how many\), which the text speaks of/], ['Linux foo 2.6.5 #1 SMP Mon Jan 1 2004 s390 GNU/Linux', /not decoded: no tables for s390 \(31 bits/], ['We run Linux 2.6.5 on s390x.', /s390x \(architecture assumed\)/], ['We run Linux 6.1 on s390.', /Linux 6\.1, s390x \(architecture assumed\)/]] as const).map(([line, said]): LogKind => ({
    name: `s390, with the bits that its kernels can have: ${line}`, log: [line, `${line.includes('6.1') ? 'get_swap_device' : 'swap_free'}: Bad swap file entry 00000302`], values: [`2 swap_entry ${/s390x|6\.1/.test(line) ? 'swap' : '-'}`], said: [said] })),
  // v2.6.0 arch/i386/kernel/traps.c die(): "[#%d]"; 2.5.64 and 2.4 print none.
  { name: 'a message about a swap entry, and an oops with its number', log: ['swap_free: Bad swap file entry 0000003d', 'Oops: 0000 [#1]', 'EIP:    0060:[<c013ce25>]    Not tainted'], values: ['1 swap_entry swap'], said: [/offset 0x3d/], never: [/print the pte itself/] },
  // v6.6 include/linux/swapops.h SWP_TYPE_SHIFT: the type from bit 58 on.
  { name: 'the type of a generic entry, of a kernel that prose names', log: ['> In the Android 15-linux6.6 system', '> get_swap_device: Bad swap file entry 18000000002d2d2f'], values: ['2 swap_entry swap'], said: [/type 6 .*offset 0x2d2d2f/] },
  // v6.4 arch/arm64/include/asm/pgtable.h __SWP_OFFSET_SHIFT 8: from bit 12 on since 6.10.
  { name: 'a swap entry of arm64, of a kernel that KernelCI describes', log: ['new failure (last pass: v6.4-rc5-142-g7f2b5d41063a)', '[0000000000000000] pgd=080000009c56003, p4d=080000009c56003, pud=080000009c56003, pmd=080000009c56003', 'BUG: Bad page map in process udevadm  pte:4000000000 pmd:800000009c56003'], options: ['--arch', 'arm64'],
    values: ['3 pte swap', '3 pmd table 0x9c56'], said: [/Linux 6\.4, arm64/, /offset 0x40000000/] },
  // docs/log-kernels.md: packages, the release in front of the word, a stable tree, numbers that only kernels have.
  ...([['Kernel BUG: kernel-nrjQL-server-5.18.5-1omv-1-1-omv2014.0 (Bugzilla Bug 1163)', '5.18.5-1omv-1-1-omv2014.0'], ['this is kernel-4.18.0-80.el8.x86_64.rpm', '4.18.0-80.el8'], ['> 4.19.5 kernel, two sockets', '4.19.5'], ['Hi, on a 4.19 kernel I see', '4.19'], ['with the 5.4-rc3 kernel', '5.4-rc3'], ['On v5.4.y the crash happens', '5.4'], ['It happens on v5.4-rc2.', '5.4-rc2']] as const).map(([line, release]): LogKind => ({
    name: `other words for a kernel: ${line}`, log: [line, WALK], values: at(2), said: [new RegExp(String.raw`; assumed, the text speaks of Linux ${release}(?:\.x86_64)?: see --kernel`)] })),
  ...['Subject: x86-64 bad pmds in 2.6.11.6', 'I run 2.6.11.6 here', 'and "2.6.12-mm1 crash: a thing"'].map((line): LogKind => ({
    name: `numbers of a kernel by their form: ${line}`, log: [line, 'mm/memory.c:97: bad pmd ffff81004b017440(0000000000000003).'], values: ['2 pmd table 0x0'], said: [/the text speaks of Linux 2\.6\.1/] })),
  // QEMU's releases have candidates before .0; those of Linux 2.4.0 and 2.6.0 were called -test.
  ...([['a guest of QEMU 2.6.0-rc2', false], ['with qemu 2.4.0-rc1 it is so', false], ['I run 2.6.0-test11', true], ['I run 2.4.20-rc2', true]] as const).map(([line, isTold]): LogKind => ({
    name: `numbers of a kernel, or of QEMU: ${line}`, log: [line, `${line.includes('2.4.') ? '' : 'mm/'}memory.c:97: bad pmd ffff81004b017440(0000000000000003).`], values: ['2 pmd table 0x0'], said: isTold ? [/the text speaks of Linux 2\.[46]\./] : [], never: isTold ? [] : [/speaks/] })),
  ...['since the 4.19.5 kernel', 'RHEL 7.2 kernel', 'Oct 1 10:00:00 5.10.20.30 kernel: a thing', 'This is based on v5.4', 'On v5.4.y and newer it is so', 'kernel-headers-5.4.0-1 is there', 'CPython 2.6.11, glib 2.6.1', '10.2.6.11.6 answers', 'The 5.4.3 kernel works', 'libfoo-2.6.11.6'].map((line): LogKind => ({
    name: `and none of one: ${line}`, log: [line, WALK], values: at(2), said: [/Linux 7\.3/], never: [/speaks/] })),
  // RFC 5322 3.6.5: what a message is about; answers put "Re: " in front.
  ...['Subject: Re: Linux version 4.19 crashes here', '> Subject: oops (Not tainted 4.19.3 #1)', 'We boot Linux version 4.19 here'].map((line): LogKind => ({ name: `no name of the kernel of a report: ${line}`, log: [line, WALK], values: at(2), said: [/Linux (?:4\.19|7\.3), .*; assumed, /], never: [/named/] })),
  // v6.12 kernel/printk/printk.c print_time(); who publishes a log takes names and addresses out of it.
  ...['[EMAIL PROTECTED] gcc version 8', '&lt;a@b&gt; gcc version 8', '\\'].map((rest): LogKind => ({ name: `a boot without who built it: ${rest}`, log: [`> [    0.000000] Linux version 4.19.5 ${rest}`, WALK], values: at(2), said: [/Linux 4\.19\.5, .*; named in the log/] })),
  { name: 'a mail about something else', log: ['Subject: kernel 4.19: trouble', 'It oopses.', 'Subject: another thing', WALK], values: at(4), said: [/Linux 7\.3, .*the newest that no known message or date rules out/], never: [/4\.19/] },
  { name: 'a mail about something else behind a report', log: ['Subject: a thing', WALK, 'Subject: kernel 4.19: trouble', 'CPU: 1 PID: 5 Comm: a Not tainted 5.4.0 #1'], values: at(2), said: [/Linux 7\.3, .*the newest that no known message or date rules out/], never: [/4\.19|5\.4/] },
  // Marks of answers in other languages and of other programs; RFC 2047, section 4: the same in encoded words, here of UTF-8 and GB 2312.
  ...['Re[2]: [bug] a thing', 'Re : [bug] a thing', 'SV: [bug] a thing', 'Antw: Re: [bug] a thing', '[list] VS: [bug] a thing', '答复: [bug] a thing', '回复：[bug] a thing', '=?UTF-8?Q?Re:_[bug]_a_thing?=', '=?utf-8?q?Re=3A_=5Bbug=5D?= =?utf-8?q?_a_thing?=', '=?UTF-8?B?5Zue5aSN77yaW2J1Z10gYSB0aGluZw==?=', '=?gb2312?B?tPC4tDogW2J1Z10gYSB0aGluZw==?='].map((subject): LogKind => ({
    name: `an answer: ${subject}`, log: ['Subject: [bug] a thing', 'I see this with kernel 4.19 here:', `Subject: ${subject}`, WALK], values: at(4), said: [/the text speaks of Linux 4\.19:/] })),
  { name: 'the heading behind an encoded word', log: ['Subject: =?UTF-8?Q?oops_at_b=C3=B6rse?=', 'Date: Mon, 3 Sep 2018 17:27:05 +0200', WALK], values: at(3), said: [/Linux 4\.19, x86_64/] },
  ...['=?x-none?Q?Re:_[bug]_a_thing?=', '=?UTF-8?B?5Zue5aSN77yaW2J1Z10gYSB0aGluZ?=', '=?UTF-8?Q?another_thing?=', 'mm: [bug] a thing'].map((subject): LogKind => ({
    name: `what is not known for an answer: ${subject}`, log: ['Subject: [bug] a thing', 'I see this with kernel 4.19 here:', `Subject: ${subject}`, WALK], values: at(4), never: [/4\.19/] })),
  { name: 'an answer', log: ['Subject: [bug] a thing', 'I see this with kernel 4.19 here:', 'Subject: Re: [bug] a thing', WALK, 'subject: another thing'], values: at(4), said: [/the text speaks of Linux 4\.19:/] },
  ...([['in front of', 'elsewhere in', [0, 1]], ['behind', 'in', [1, 0]]] as const).map(([place, named, order]): LogKind => ({ name: `a boot ${place} the heading of the mail of a report`,
    log: [...order.map((line) => ['Linux version 5.4.0 (a@b) (gcc version 9.2.1)', 'Subject: a thing'][line] ?? ''), WALK], values: at(3), said: [new RegExp(`Linux 5\\.4, .*; named ${named} the log \\(5\\.4\\.0\\)`)] })),
];

describe('kernels that a text speaks of', () => {
  test.each(KINDS)('$name', expectKind);

  test('is told in JSON as an assumption', async () => {
    const stdin = `I see this with kernel 4.19.12 here:\n${WALK}\n`;
    const [record] = jsonLines((await runCli(['log', '--json'], { stdin })).stdout);
    expect(['kernel_source', 'release', 'mentioned', 'kernel'].map((name) => property(record, name))).toEqual(
      ['default', null, '4.19.12', '4.19.12'],
    );
  });
});
