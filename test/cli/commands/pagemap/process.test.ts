import { describe, expect, test } from '@jest/globals';
import { captureOf } from '../../../helpers/captures.ts';
import { runCli } from '../../../helpers/fake-io.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';

// v6.18 fs/proc/task_mmu.c: PM_PRESENT, PM_MMAP_EXCLUSIVE.
const MAPPING = { start: 0x1_0000n, flags: 'rd wr mr mw me', words: [0x8100_0000_0000_0001n] };
const of = (pid: number, program: string): Uint8Array => captureOf('6.18', [MAPPING], true, { pid, program });
const files = {
  '/parent': of(18090, 'guest'),
  '/child': of(18091, 'guest'),
  '/other': of(18092, 'sleep'),
  '/nameless': of(0, ''),
  '/dump': dumpOf(MAPPING.words),
};
const run = (...args: readonly string[]): ReturnType<typeof runCli> =>
  runCli(['pagemap', ...args], { files });

// proc(5) /proc/uptime, random(4) boot_id: times of one boot have an order, those of two have none that these tell.
describe('the time of a capture', () => {
  const at = (taken: unknown): Uint8Array => captureOf('6.18', [MAPPING], true, { taken });
  const times = {
    '/first': at('a 9.5 700'),
    '/second': at('a 13.25 700'),
    '/rebooted': at('b 1.00 50'),
    '/fork': captureOf('6.18', [MAPPING], true, { taken: 'a 9.5 700', pid: 8 }),
    // The pid of another container, and a capture that does not say when the process began.
    '/contained': at('a 9.5 650'),
    '/undated': at('a 9.5'),
    '/undated-later': at('a 13.25'),
    '/older': captureOf('6.18', [MAPPING]),
    '/bad': at(13),
  };
  test.each([
    { files: ['/first', '/second'], code: 0 },
    { files: ['/first', '/first'], code: 0 },
    { files: ['/second', '/rebooted'], code: 0 },
    { files: ['/second', '/older'], code: 0 },
    { files: ['/older', '/first'], code: 0 },
    // A fork, and its parent that was captured after it.
    { files: ['/second', '/fork'], code: 0 },
    { files: ['/second', '/contained'], code: 0 },
    { files: ['/second', '/undated'], code: 0 },
    { files: ['/undated-later', '/undated'], code: 0 },
    { files: ['/second', '/first'], code: 2 },
    { files: ['/first', '/bad'], code: 2 },
  ])('$files: $code', async ({ files: [before = '', after = ''], code }) => {
    const compare = async (...argv: readonly string[]) =>
      runCli(['pagemap', ...argv, before, after], { files: times });
    const result = await compare('diff');
    expect(result.code).toBe(code);
    if (before !== '/second' || after !== '/first') return;
    expect(result.stderr).toContain('/second was captured after /first: the earlier one comes first');
    expect((await compare('diff', '--fail-on', 'lost-uffd-wp', '-q')).code).toBe(2);
    expect((await compare('chain')).code).toBe(2);
  });
});

test.each([
  { arch: 'arm64', code: 2 },
  { arch: 'x86_64', code: 0 },
  { arch: 'amd64', code: 0 },
])('--arch $arch over a capture of x86_64', async ({ arch, code }) => {
  const files = { '/own': captureOf('6.18', [MAPPING]), '/arm': captureOf('6.18,arch=arm64', [MAPPING]) };
  const result = await runCli(['pagemap', '--arch', arch, '/own'], { files });
  expect([result.code, result.stderr]).toEqual([
    code,
    code === 0 ? '' : 'pte-decode: --arch arm64: /own is a capture of x86_64\n',
  ]);
  expect((await runCli(['pagemap', '--arch', arch, '/arm'], { files })).code).toBe(2 - code);
});

// include/linux/swap.h: type 28 of 6.18 is SWP_MIGRATION_READ without CONFIG_DEVICE_PRIVATE and SWP_DEVICE_READ with it. The
// name of the kernel does not say it, where it is as Debian builds it.
describe('what a capture says of the configuration', () => {
  const page = { ...MAPPING, words: [0x4000_0000_0000_009cn] };
  const files = {
    '/silent': captureOf('6.18', [page]),
    '/without': captureOf('6.18', [page], true, { device_private: false }),
    '/with': captureOf('6.18', [page], true, { device_private: true }),
    '/bad': captureOf('6.18', [page], true, { device_private: 0 }),
  };
  test.each([
    { argv: ['/silent', '--no', 'state == "migration"'], code: 2 },
    { argv: ['/without', '--no', 'state == "migration"'], code: 1 },
    { argv: ['/with', '--no', 'state == "migration"'], code: 0 },
    { argv: ['/bad', '--no', 'state == "migration"'], code: 2 },
    // Options lie over what it says, and leave the rest of it.
    { argv: ['/silent', '--config', 'DEVICE_PRIVATE=n', '--no', 'state == "migration"'], code: 1 },
    { argv: ['/without', '--config', 'DEVICE_PRIVATE=y', '--no', 'state == "migration"'], code: 0 },
    { argv: ['/without', '--config', 'MEMORY_FAILURE=n', '--no', 'soft_dirty'], code: 0 },
    { argv: ['/without', '--config', 'MEMORY_FAILURE=n', '--no', 'state == "migration"'], code: 1 },
  ])('$argv: $code', async ({ argv, code }) => {
    expect((await runCli(['pagemap', 'check', ...argv], { files })).code).toBe(code);
  });
});

// docs/pagemap.md, "Captures": the header has the process and the name of its program.
describe('the process of a capture', () => {
  test('stands in the heading of the summary and in its record', async () => {
    expect((await run('/parent')).stdout).toMatch(/^\/parent: guest \(pid 18090\), kernel 6\.18/);
    const record: unknown = JSON.parse((await run('/parent', '--json')).stdout);
    expect(record).toMatchObject({ process: { pid: 18090, program: 'guest' } });
  });

  test.each(['/nameless', '/dump'])('is not there where nothing says it: %s', async (file) => {
    expect((await run(file, '-k', '6.18')).stdout).toMatch(/^\/\w+: kernel 6\.18/);
    expect(JSON.parse((await run(file, '--json')).stdout)).not.toHaveProperty('process');
  });

  test.each(['diff', 'chain'])('of another program is said: %s', async (command) => {
    const { stderr } = await run(command, '/parent', '/other');
    expect(stderr).toContain(
      'different programs: /parent is of guest (pid 18090), /other is of sleep (pid 18092)',
    );
  });

  // fork(2): the child has another pid, and its memory is that of the parent.
  test.each(['/parent', '/child', '/nameless'])(
    'of the same program, or of none, is not: %s',
    async (after) => {
      expect((await run('diff', '/parent', after)).stderr).toBe('');
    },
  );
});

// --paging and its like say nothing of the release, and so nothing of the bits and swap types that it has.
describe('an option about the kernel that names none', () => {
  const plain = dumpOf([0x8180_0000_0000_0001n, 0n]);
  const marker = [{ start: 0x1_0000n, flags: 'rd wr mr mw me uw um', words: [0x4200_0000_0000_003en] }];
  test.each([
    ['--paging', '4'],
    ['--arch', 'x86_64'],
    ['--config', 'CONFIG_DEVICE_PRIVATE=n'],
    ['--phys-mask', '0xfffffffffffff'],
  ])('%s %s leaves a plain dump without a kernel', async (...option) => {
    const argv = ['pagemap', 'check', '/dump', '--no', 'uffd_wp', ...option];
    const { code, stdout } = await runCli(argv, { files: { '/dump': plain } });
    expect([code, stdout]).toEqual([2, expect.stringContaining('kernel 7.3')]);
    expect(stdout).toContain('assumed');
    expect((await runCli([...argv, '-k', '6.12'], { files: { '/dump': plain } })).code).toBe(0);
  });

  // v6.1 include/linux/swap.h: with Debian's configuration SWP_PTE_MARKER is type 30, from 6.2 on 31.
  test.each([
    ['--paging', '4'],
    ['--config', 'CONFIG_X86_5LEVEL=n'],
  ])('%s %s leaves a capture its own', async (...option) => {
    const files = { '/capture': captureOf('debian-6.1', marker) };
    const { stdout } = await runCli(['pagemap', '/capture', '--ranges', ...option], { files });
    expect(stdout).toContain('pte-marker:uffd_wp');
    const audit = await runCli(['audit', '--input', 'pagemap', '--file', '/capture', ...option], { files });
    expect(audit).toMatchObject({ code: 0, stdout: expect.stringMatching(/as the\s+capture says/) });
  });
});
