import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { dumpOf } from '../helpers/pagemap.ts';

// v6.12 fs/proc/task_mmu.c: PM_PRESENT, PM_MMAP_EXCLUSIVE, PM_SOFT_DIRTY. Pages 0 to 3, at 0 to 0x3fff.
const present = (frame: bigint): bigint => 0x8180_0000_0000_0000n | frame;
const files = {
  '/before': dumpOf([present(1n), present(2n), 0n, 0n]),
  '/after': dumpOf([present(1n), 0n, 0n, 0n]),
};
const TEN = Array.from({ length: 10 }, (_, at) => `vaddr > 0x${at}00`).join(' || ');
const run = async (...argv: string[]) => runCli(['pagemap', ...argv, '-k', '6.12'], { files });

// A page that nobody read is no page of which the condition is false.
describe('a condition that asks for pages by their addresses', () => {
  test.each([
    { where: 'vaddr == 0x0', code: 0 },
    { where: 'vaddr == 0x1000', code: 1 },
    { where: 'vaddr == 0x4000', code: 2 },
    { where: '0x4000 == vaddr && before.present', code: 2 },
    { where: 'vaddr >= 0x4000', code: 2 },
    { where: 'vaddr > 0x2000 && vaddr < 0x4000', code: 0 },
    { where: 'vaddr > 0x3000 && vaddr < 0x800000', code: 2 },
    { where: 'vaddr in (0x0, 0x4000)', code: 2 },
    // A change that is proved is an answer.
    { where: 'vaddr in (0x1000, 0x4000)', code: 1 },
    { where: 'vaddr == 0x4000 || before.none', code: 0 },
    { where: '!(vaddr == 0x4000) && after.present', code: 0 },
    { where: 'vaddr in (0x5000, 0x0, 0x5000)', code: 2 },
    { where: '(vaddr < 0x1000 || vaddr > 0x7000) && vaddr > 0x0', code: 2 },
    { where: '(vaddr > 0x5000 || vaddr < 0x800 || vaddr < 0x1800) && vaddr < 0x9000 && after.none', code: 1 },
    { where: '(vaddr == 0x4000 || vaddr == 0x1000) && vaddr < 0x3000', code: 1 },
    // Ten addresses of each of eight parts: 10^8 ways to pick one of each.
    { where: Array.from({ length: 8 }, () => `(${TEN})`).join(' && '), code: 1 },
  ])('pagemap diff --where $where', async ({ where, code }) => {
    const result = await run('diff', '/before', '/after', '--where', where);
    expect(result.code).toBe(code);
    expect(result.stderr.includes('was read')).toBe(code === 2 || where.includes('(0x1000, 0x4000)'));
  });

  test.each([
    { asked: 'vaddr == 0x1000 && after.present', code: 0 },
    { asked: 'vaddr == 0x1000', code: 1 },
    { asked: 'vaddr == 0x4000', code: 2 },
  ])('pagemap diff --fail-on $asked', async ({ asked, code }) => {
    expect((await run('diff', '/before', '/after', '--fail-on', asked)).code).toBe(code);
  });

  test.each([
    { asked: ['--no', 'vaddr == 0x0 && none'], code: 0 },
    { asked: ['--no', 'vaddr == 0x0 && present'], code: 1 },
    { asked: ['--no', 'vaddr == 0x4000 && present'], code: 2 },
    { asked: ['--some', 'vaddr == 0x2000'], code: 0 },
    { asked: ['--some', 'vaddr == 0x4000'], code: 2 },
    { asked: ['--no', '!(vaddr != 0x4000) && present'], code: 2 },
    { asked: ['--every', 'vaddr != 0x4000'], code: 0 },
    { asked: ['--every', 'vaddr < 0x4000'], code: 0 },
    { asked: ['--every', 'vaddr != 0x0 || present'], code: 0 },
    { asked: ['--every', '!(vaddr in (0x0, 0x3000)) || none'], code: 1 },
    { asked: ['--every', 'vaddr != 0x4000 || present'], code: 2 },
    { asked: ['--every', '!(vaddr == 0x4000 && none)'], code: 2 },
    { asked: ['--every', 'vaddr < 0x4000 || present'], code: 2 },
    { asked: ['--every', '!(vaddr in (0x0, 0x4000)) || present'], code: 2 },
    { asked: ['--every', 'present', '--where', 'vaddr in (0x0, 0x1000)'], code: 0 },
    { asked: ['--every', 'present', '--where', 'vaddr in (0x0, 0x4000)'], code: 2 },
  ])('pagemap check $asked', async ({ asked, code }) => {
    expect((await run('check', '/before', ...asked)).code).toBe(code);
  });
  test.each([
    { where: 'vaddr == 0x1000', code: 0 },
    { where: 'vaddr == 0x2000 && present', code: 0 },
    { where: 'vaddr == 0x4000', code: 2 },
    { where: '!(vaddr != 0x4000) && present', code: 2 },
    { where: 'vaddr in (0x1000, 0x4000)', code: 2 },
    { where: 'vaddr >= 0x4000 && pages > 1', code: 2 },
  ])('pagemap --where $where', async ({ where, code }) => {
    for (const view of [['--ranges'], ['--entries'], []]) {
      if (where.includes('pages') && view[0] !== '--ranges') continue;
      const result = await run('/before', ...view, '--where', where);
      expect(result.code).toBe(code);
      expect(result.stderr.includes('was read')).toBe(code === 2);
    }
  });
});
