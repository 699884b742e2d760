import { expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';

const REPORT = (pte: string, flags: string, address = '00007f0b86e73000'): string =>
  [
    `[   12.345678] BUG: Bad page map in process foo  pte:${pte} pmd:04b00067`,
    `[   12.345679] addr:${address} vm_flags:${flags} anon_vma:ffff8881046f9068 mapping:0000000000000000 index:7f0b86e73`,
    '[   12.345680] CPU: 0 PID: 1 Comm: foo Not tainted 6.12.0-1-amd64 #1  Debian 6.12.1-1',
    '',
  ].join('\n');

const WRITABLE = '8000000012345867';
const PROTECTED = '8000000012345c25';
const SWAPPED = '4fffffffffdb9604';
const UNREGISTERED = /pte would be protected by userfaultfd, .*\(vm_flags 0x[0-9a-f]+ lacks VM_UFFD_WP/;
// Linux 6.2-rc mm/mprotect.c: mprotect_fixup() gives the mapping its new flags before change_protection() looks at its entries, vm_normal_page() among others.
const READ_ONLY = /pte would be writable, .*\(vm_flags 0x[0-9a-f]+ lacks VM_WRITE.* or met by mprotect\(\)/;

// v6.12 include/linux/mm.h: VM_READ 1, VM_WRITE 2, VM_PFNMAP 0x400, VM_UFFD_WP 0x1000, VM_IO 0x4000, VM_MIXEDMAP 0x10000000; v7.3
// VMA_UFFD_RWP_BIT 43. v3.2: VM_RESERVED 0x80000, VM_INSERTPAGE 0x2000000 of what is VM_MIXEDMAP since 3.7. v6.12 mm/memory.c print_bad_pte: vm_flags:%08lx.
test.each([
  { pte: PROTECTED, flags: '08100073', said: UNREGISTERED },
  { pte: SWAPPED, flags: '08100073', said: UNREGISTERED },
  { pte: 'ffffffffffffee00', flags: '08100073', said: undefined },
  { pte: PROTECTED, flags: '08101073', said: undefined },
  { pte: PROTECTED, flags: '80008100073', said: undefined },
  // Text: what its bits would mean counts for nothing.
  { pte: '6f77206f6c6c6568', flags: '08100073', said: undefined },
  { pte: WRITABLE, flags: '08100071', said: READ_ONLY },
  { pte: WRITABLE, flags: '08100073', said: undefined },
  { pte: WRITABLE, flags: '00040451', said: undefined },
  { pte: WRITABLE, flags: '10100071', said: undefined },
  { pte: WRITABLE, flags: '00044011', said: undefined },
  { pte: WRITABLE, flags: '000800f9', said: undefined },
  { pte: WRITABLE, flags: '020000f9', said: undefined },
  { pte: '8000000012345865', flags: '08100071', said: undefined },
])('$pte in a mapping with flags $flags: $said', async ({ pte, flags, said }) => {
  const { stdout } = await runCli(['log', '-'], { stdin: REPORT(pte, flags) });
  const told = stdout.split('\n').filter((line) => line.includes('| =') && line.includes('vm_flags'));
  expect(told).toHaveLength(said === undefined ? 0 : 1);
  if (said) expect(told[0]).toMatch(said);
});

test('without the line of the mapping, or with a part of it, nothing is said of its flags', async () => {
  for (const flags of ['0810007', '08100071\n'])
    expect((await runCli(['log', '-'], { stdin: REPORT(WRITABLE, flags) })).stdout).not.toMatch(
      /would be writable/,
    );
});

// v6.12 mm/memory.c print_bad_pte(): pr_alert of the entry, dump_page() of its page, pr_alert of the address, then dump_stack(), which names the kernel.
test('of two reports at once without the names of their callers no line of a mapping is of the one or of the other', async () => {
  const [first = [], second = []] = [
    REPORT('8000000012345865', '08100071'),
    REPORT(WRITABLE, '08100073', '00007f0b86e74000'),
  ].map((report) => report.trimEnd().split('\n'));
  const told = async (lines: readonly (string | undefined)[]) =>
    (await runCli(['log', '--json', '-'], { stdin: `${lines.join('\n')}\n` })).stdout;
  const mixed = [0, 1, 2].flatMap((row) => [first[row], second[row]]);
  for (const lines of [mixed, [...mixed.slice(0, 2), ...mixed.slice(2).toReversed()]]) {
    const stdout = await told(lines);
    expect(stdout).not.toMatch(/mapping-flags|no page: line/);
    expect(stdout.match(/"address":null/g)).toHaveLength(4);
  }
  // One behind the other each has its own.
  const inOrder = await told([...second, ...first]);
  expect(inOrder.match(/no page: line/g)).toHaveLength(2);
  expect(inOrder.match(/"address":"0x00007f0b86e7[34]000"/g)).toHaveLength(4);
});

test('programs are told by a code', async () => {
  const { stdout } = await runCli(['log', '--json', '-'], { stdin: REPORT(PROTECTED, '08100073') });
  const [pte] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { findings: { code: string }[] });
  expect(pte?.findings).toContainEqual(expect.objectContaining({ code: 'mapping-flags' }));
});
