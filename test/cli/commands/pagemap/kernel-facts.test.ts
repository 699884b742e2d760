import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';

// v6.12 fs/proc/task_mmu.c: PM_PRESENT.
const files = { '/dump': dumpOf([0x8000_0000_0000_0001n, 0x8000_0000_0000_0009n]) };

// pagemap has a word for each page (v6.12 Documentation/admin-guide/mm/pagemap.rst), whose size is a choice of Kconfig: v6.12
// arch/loongarch/Kconfig (default 16KB_3LEVEL), arch/powerpc/Kconfig PPC_64K_PAGES, arch/arm64/Kconfig ARM64_16K_PAGES, ARM64_64K_PAGES.
describe('the words of a dump stand as far apart as the pages of the kernel that is named', () => {
  test.each([
    { said: ['-k', '6.12'], at: '0x0000000000001000' },
    { said: ['-k', '6.12', '--arch', 'loongarch64'], at: '0x0000000000004000' },
    { said: ['--arch', 'powerpc64'], at: '0x0000000000010000' },
    { said: ['-k', '6.12', '--arch', 'arm64', '--config', 'ARM64_64K_PAGES=y'], at: '0x0000000000010000' },
    { said: ['-k', '6.12.38+deb13-arm64-16k'], at: '0x0000000000004000' },
    { said: ['--arch', 'powerpc64', '--page-size', '4096'], at: '0x0000000000001000' },
  ])('$said', async ({ said, at }) => {
    const { code, stdout } = await runCli(['pagemap', '/dump', '--entries', '--no-heading', ...said], {
      files,
    });
    expect(code).toBe(0);
    expect(stdout.split('\n')[1]).toMatch(new RegExp(`^${at} 0x8000000000000009`));
  });

  test('an address within such a page is no place for the first', async () => {
    const args = ['pagemap', '/dump', '--arch', 'loongarch64', '--start', '0x1000'];
    const { code, stderr } = await runCli(args, { files });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('page size 16384') });
  });
});

// pagemap is of 2.6.25, soft-dirty of 3.11, where CONFIG_MEM_SOFT_DIRTY is on: v4.4 mm/Kconfig, and arch/x86/Kconfig alone of these has
// HAVE_ARCH_SOFT_DIRTY.
describe('options count for kernels that are older than the tables', () => {
  test.each([
    { said: [], code: 2, text: 'nothing says that kernel 4.4 has soft_dirty' },
    { said: ['--config', 'MEM_SOFT_DIRTY=y'], code: 0, text: 'holds: 2 pages' },
    { said: ['--config', 'MEM_SOFT_DIRTY=n'], code: 2, text: 'without CONFIG_MEM_SOFT_DIRTY' },
    { said: ['--arch', 'arm64'], code: 2, text: 'kernel 4.4, arch=arm64 has no soft_dirty' },
    { said: ['--arch', 'vax'], code: 2, text: 'architecture "vax"' },
    { said: ['--config', '/none'], code: 2, text: '/none: cannot read' },
    { said: ['--paging', '9'], code: 2, text: 'paging 9' },
  ])('$said', async ({ said, code, text }) => {
    const args = ['pagemap', 'check', '/dump', '-k', '4.4', '--no', 'soft_dirty', ...said];
    const run = await runCli(args, { files });
    expect({ code: run.code, text: run.stdout + run.stderr }).toEqual({
      code,
      text: expect.stringContaining(text),
    });
  });
});
