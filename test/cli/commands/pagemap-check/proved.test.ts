import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';

// v6.8 fs/proc/task_mmu.c: PM_PRESENT, PM_SOFT_DIRTY; bit 55 stays clear without CONFIG_MEM_SOFT_DIRTY. include/linux/swap.h:
// type 28 is SWP_MIGRATION_READ without CONFIG_DEVICE_PRIVATE and SWP_DEVICE_READ with it, 1 is a swap area in both.
const CLEAN = 0x8000_0000_0000_0005n;
const DIRTY = CLEAN | (1n << 55n);
const OPEN_TYPE = 0x4000_0000_0000_009cn;
const files = {
  '/clean': dumpOf([CLEAN, CLEAN, CLEAN]),
  '/dirty': dumpOf([CLEAN, CLEAN, DIRTY]),
  '/typed': dumpOf([CLEAN, OPEN_TYPE, 0x4000_0000_0000_0081n]),
};

describe('a question that must be asked of each page', () => {
  test.each([
    // Nothing shows that the kernel has the bit: that it is clear says nothing of the page that is asked for.
    { file: '/clean', asked: ['--no', 'soft_dirty', '--where', 'vaddr == 0x1000'], code: 2 },
    { file: '/clean', asked: ['--no', 'vaddr == 0x1000 && soft_dirty'], code: 2 },
    { file: '/clean', asked: ['--no', 'pfn == 5 && soft_dirty'], code: 2 },
    { file: '/clean', asked: ['--no', 'pfn == 6 && soft_dirty'], code: 0 },
    { file: '/clean', asked: ['--some', 'vaddr == 0x1000 && !soft_dirty'], code: 2 },
    { file: '/clean', asked: ['--every', 'vaddr != 0x1000 || soft_dirty'], code: 2 },
    { file: '/clean', asked: ['--every', 'none', '--where', 'vaddr <= 0x1000 && soft_dirty'], code: 2 },
    // Another page shows it.
    { file: '/dirty', asked: ['--no', 'soft_dirty', '--where', 'vaddr == 0x1000'], code: 0 },
    { file: '/dirty', asked: ['--no', 'pfn == 5 && soft_dirty'], code: 1 },
    { file: '/dirty', asked: ['--some', 'vaddr == 0x1000 && !soft_dirty'], code: 0 },
    { file: '/dirty', asked: ['--every', 'vaddr != 0x1000 || soft_dirty'], code: 1 },
    // What nobody knows of one page is no doubt about others.
    { file: '/typed', asked: ['--no', 'state == "migration"', '--where', 'vaddr in (0x0, 0x2000)'], code: 0 },
    { file: '/typed', asked: ['--no', 'state == "migration"', '--where', 'vaddr == 0x1000'], code: 2 },
    { file: '/typed', asked: ['--no', 'pfn == 5'], code: 1 },
  ])('$file $asked: $code', async ({ file, asked, code }) => {
    const result = await runCli(['pagemap', 'check', file, '-k', '6.8', ...asked], { files });
    expect(result.code).toBe(code);
    // No question is left open without a reason.
    expect(/not known: \S/.test(result.stdout)).toBe(code === 2);
  });

  test('lists what breaks it, and nothing that other pages had to prove and did not', async () => {
    const argv = [
      'pagemap',
      'check',
      '/clean',
      '-k',
      '6.8',
      '--no',
      'vaddr == 0x0 || (pfn == 5 && soft_dirty)',
    ];
    const { code, stdout } = await runCli(argv, { files });
    expect(code).toBe(1);
    expect(stdout).toContain('broken: 1 of 1 page, in 1 range');
    const shown = await runCli(['pagemap', 'check', '/dirty', ...argv.slice(3)], { files });
    expect(shown.stdout).toContain('broken: 2 of 3 pages, in 2 ranges');
  });
});
