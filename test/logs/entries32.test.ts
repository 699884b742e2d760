import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';

async function explained(lines: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(['log'], { stdin: lines.join('\n') + '\n' });
  expect([code, stderr]).toEqual([0, '']);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('    |'))
    .join('\n');
}

const ARM = 'Internal error: Oops: 17 [#2] ARM';
const ARM_CPU = 'CPU: 0 PID: 7690 Comm: htop Tainted: G      D  C        5.4.79+ #1373';

describe('arm', () => {
  // https://github.com/derf/feh/issues/574
  test('*ppte is printed with short descriptors alone', async () => {
    const walk = '[0000000c] *pgd=0d3e2831, *pte=00000000, *ppte=00000000';
    const said = await explained(['pgd = 6f458410', walk, ARM, ARM_CPU]);
    expect(said).toContain('Linux 5.4.79, arm, 2-level paging');
    expect(said).toMatch(/pgd +0x000000000d3e2831 +table +table at 0xd3e2800/);
    expect(said).toContain('the walk ends at pte, which is empty');
  });

  // v5.4 arch/arm/mm/fault.c show_pte: *pmd where there is a pmd.
  test('*pmd is printed with LPAE alone', async () => {
    const said = await explained(['[c0d0f000] *pgd=80000040007003, *pmd=00000000', ARM, ARM_CPU]);
    expect(said).toContain('arm, 3-level paging');
    expect(said).toContain('the walk ends at pmd, which is empty');
  });

  // https://github.com/raspberrypi/firmware/issues/483
  test('a table tells the layout, where only one has such', async () => {
    const said = await explained([
      'swap_free: Bad swap file entry 0100d400',
      'BUG: Bad page map in process ssh-agent  pte:806a0000 pmd:387c2831',
      '[<80018440>] (unwind_backtrace) from [<80013e0c>] (show_stack+0x20/0x24)',
    ]);
    expect(said).toMatch(/pte +0x00000000806a0000 .*type 0 .*offset 0x100d400/);
    expect(said).toMatch(/pmd +0x00000000387c2831 +table/);
  });

  test('an empty entry alone tells nothing', async () => {
    const said = await explained(['[fadcf041] *pgd=00000000', 'PC is at kswapd+0x4/0x10', ARM_CPU]);
    expect(said).toContain('no tables applied: on arm the entries depend on the number of levels');
  });

  // https://lore.kernel.org, 6.0.0-rc1+: two words of a pgd printed as one.
  test.each([[[]], [['CPU: 0 PID: 70 Comm: brctl Not tainted 6.0.0-rc1+ #102']]])(
    'a value of more bits than an entry is not decoded, %j',
    async (more) => {
      const walk = '[00000000] *pgd=2b7b83102b7b831, *pte=c2b7b000, *ppte=c086b6f4';
      const said = await explained([walk, 'Internal error: Oops: 17 [#1] PREEMPT ARM', ...more]);
      expect(said).toContain('not decoded: 0x02b7b83102b7b831: entries have 32 bits');
    },
  );

  test('entries of 64 bits are those of LPAE', async () => {
    const said = await explained([
      'BUG: Bad page map in process a  pte:6000004f5cd75f pmd:08a0e003',
      '[<80018440>] (unwind_backtrace) from [<80013e0c>] (show_stack+0x20/0x24)',
    ]);
    expect(said).toMatch(/pte +0x006000004f5cd75f +present +pfn 0x4f5cd/);
  });

  // A walk of arm64 4.5 with a small address: https://lore.kernel.org, gpio_mockup.
  test('16 digits are no walk of it', async () => {
    const walk = '[0000007c] *pgd=00000000b5a20003, *pud=00000000b5a20003, *pmd=0000000000000000';
    expect(await explained([walk])).not.toContain('arch=arm:');
  });
});

describe('i386 without PAE', () => {
  // https://lore.kernel.org/all/?q=%22700b81c7%22
  test('*pde and *pte of 8 digits', async () => {
    const said = await explained([
      'EIP: 0x37f399c9',
      'DS: 007b ES: 007b FS: 0000 GS: 0033 SS: 007b EFLAGS: 00000216',
      'get_swap_device: Bad swap file entry 700b81c7',
      'BUG: kernel NULL pointer dereference, address: 00000000',
      '#PF: supervisor read access in kernel mode',
      '#PF: error_code(0x0000) - not-present page',
      '*pde = b1849067 *pte = 1703aa3e ',
      'Oops: 0000 [#1] PREEMPT',
      'CPU: 0 PID: 931 Comm: trinity-c3 Tainted: G    B             5.6.0-11490-gf45ec5ff16a75 #1',
    ]);
    expect(said).toContain('i386, 2-level paging');
    expect(said).toMatch(/swap_entry +0x00000000700b81c7 .*type 28 .*offset 0xb81c7/);
    expect(said).toMatch(/pte +0x000000001703aa3e .*type 31 .*offset 0xb81d5/);
  });

  // v2.6.21 arch/i386/mm/fault.c do_page_fault(): the word at `address >> 22` behind CR3, with PAE as well; v2.6.22: *pdpt.
  test.each([
    ['2.6.13', / i386(?: \(architecture assumed\))? \(2-level paging assumed\); named/g],
    ['2.6.23', / i386, 2-level paging(?: \(architecture assumed\))?; named/g],
  ])('a kernel older than the tables, %s, keeps its levels', async (release, levels) => {
    const said = await explained([
      'swap_free: Unused swap offset entry 00004000',
      'Unable to handle kernel paging request at virtual address f92b83ea',
      '*pde = 01bc4067',
      '*pte = 00000000',
      'Oops: 0000 [#1]',
      `EFLAGS: 00010097   (${release}) `,
    ]);
    // Of both reports, which one line names the kernel of.
    expect([said.match(levels)?.length, said.match(/; named in the log/g)?.length]).toEqual([2, 2]);
  });
});
