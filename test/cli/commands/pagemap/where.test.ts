import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';
import { jsonLines } from '../../../helpers/json.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';

// A process that is nothing but files: two mappings, of which smaps alone says which is registered for write-protection.
// Its smaps gives the first another name than its maps, so that a name tells which of the two was read.
const PROCESS = {
  '/proc/77/comm': 'made-up\n',
  '/proc/77/maps':
    '00010000-00012000 rw-p 00000000 00:00 0 [heap]\n00020000-00021000 rw-p 00000000 00:00 0 \n',
  '/proc/77/smaps':
    '00010000-00012000 rw-p 00000000 00:00 0 [anon:smaps]\nVmFlags: rd wr mr mw me uw \n' +
    '00020000-00021000 rw-p 00000000 00:00 0 \nVmFlags: rd wr mr mw me \n',
  '/proc/77/pagemap': dumpOf([
    ...Array<bigint>(16).fill(0n),
    0x8300_0000_0000_2bcbn,
    0x8300_0000_0000_2bccn,
    ...Array<bigint>(14).fill(0n),
    0x8100_0000_0000_2bcdn,
  ]),
};

describe('smaps of a process', () => {
  const UW = 'vma.flags has "uw"';
  const LIVE = ['pagemap', '--pid', '77', '-k', '6.12'];

  // fs/proc/task_mmu.c show_smap_vma_flags: VmFlags stand in smaps and nowhere else.
  test.each([
    { view: ['--json'], out: /"pages":2,"bytes":8192,"states":\{"present":2/ },
    { view: ['--by', 'vma'], out: /2 pages[^]*\[anon:smaps\]/ },
    { view: ['--ranges'], out: /^0x0000000000010000-0x0000000000012000 +2 .*\[anon:smaps\]$/m },
    { view: ['--entries'], out: /^0x0000000000010000 .*\n0x0000000000011000 .*\n$/m },
    { view: ['--map'], out: /^1 mapping, 8 KiB, 8 KiB of it in use$/m },
    { view: ['--html', '-'], out: /anon:smaps/ },
  ])('is read for an expression that asks for it: $view', async ({ view, out }) => {
    const { code, stdout } = await runCli([...LIVE, ...view, '--where', UW], { files: PROCESS });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(out) });
  });

  test.each([
    { where: UW, from: '[anon:smaps]' },
    { where: `present && !(${UW} && vaddr > 0x10000)`, from: '[anon:smaps]' },
    { where: 'present && !maybe_swapped', from: '[anon:smaps]' },
    { where: 'uffd_wp', from: '[heap]' },
    { where: 'perms == "rw-p" && vaddr < 0x11000', from: '[heap]' },
  ])('and for no other: $where', async ({ where, from }) => {
    const { stdout } = await runCli([...LIVE, '--ranges', '--json', '--where', where], { files: PROCESS });
    expect(jsonLines(stdout)[0]).toMatchObject({ vaddr: '0x0000000000010000', vma: from });
  });
});
