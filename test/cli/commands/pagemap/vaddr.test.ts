import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';
import { whereChoice } from '../../../../src/cli/commands/scan/where.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';

// v6.12 fs/proc/task_mmu.c: PM_PRESENT, PM_MMAP_EXCLUSIVE, PM_UFFD_WP.
const files = { '/dump': dumpOf([0x8100_0000_0000_0001n, 0x8300_0000_0000_0002n]) };

// A page begins at an address whose bits below PAGE_SHIFT are zero: include/linux/mm.h PAGE_ALIGNED.
describe('an address within a page', () => {
  test.each([
    { command: ['pagemap', 'check', '/dump', '--no'], where: 'uffd_wp && vaddr == 0x1123' },
    { command: ['pagemap', 'check', '/dump', '--no'], where: 'vaddr in (0, 0x1123)' },
    { command: ['pagemap', '/dump', '--ranges', '-w'], where: 'vaddr == 0x1123' },
    { command: ['pagemap', 'diff', '/dump', '/dump', '--fail-on'], where: 'after && vaddr == 0x1123' },
  ])('is refused, and its page named: $command $where', async ({ command, where }) => {
    const { code, stdout, stderr } = await runCli([...command, where, '-k', '6.12'], { files });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('vaddr is never 0x1123: ');
    expect(stderr).toContain('did you mean 0x1000?');
  });

  test.each([
    { pageSize: '4096', code: 1 },
    { pageSize: '16384', code: 2 },
  ])('counts for pages of $pageSize bytes', async ({ pageSize, code }) => {
    const args = ['pagemap', 'check', '/dump', '--no', 'vaddr == 0x1000 && uffd_wp', '--page-size', pageSize];
    expect((await runCli([...args, '-k', '6.12'], { files })).code).toBe(code);
  });

  test.each(['vma.size == 5', 'vma.size == 0x1800'])(
    'nor has a mapping a part of a page: %s',
    async (where) => {
      const { code, stderr } = await runCli(['pagemap', '/dump', '-w', where], { files });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('vma.size is never') });
    },
  );

  test('order needs no border', async () => {
    const { stdout } = await runCli(['pagemap', '/dump', '--entries', '-w', 'vaddr < 0x123', '-k', '6.12'], {
      files,
    });
    expect(stdout.match(/^0x[0-9a-f]+/gm)).toEqual(['0x0000000000000000']);
  });

  test('of an image', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    expect(() => whereChoice('vaddr == 0x7fc4c60b8123', kernel, { kernel })).toThrow(
      'did you mean 0x7fc4c60b8000?',
    );
    expect(() => whereChoice('vaddr == 0x7fc4c60b8000', kernel, { kernel })).not.toThrow();
  });
});
