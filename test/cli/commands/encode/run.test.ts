import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LEVELS } from '../../../../src/core/rows/layout.ts';
import { runCli } from '../../../helpers/fake-io.ts';

const encode = async (argv: readonly string[], stdin = '') => runCli(['encode', ...argv], { stdin });

describe('pte-decode encode', () => {
  // Values that were seen in memory of real kernels, or follow from their headers.
  test.each([
    { argv: ['uffd-wp-special'], raw: '0x0000000000000004' },
    { argv: ['none'], raw: '0x0000000000000000' },
    { argv: ['swap', '--type', '1', '--offset', '0x1234', '-k', '4.17'], raw: '0x00000000048d0200' },
    { argv: ['swap', '--type', '1', '--offset', '0x1234', '-k', '4.19'], raw: '0x0fffffffffdb9600' },
    {
      argv: [
        'swap',
        '--type',
        '0',
        '--offset',
        '0x200',
        '--flag',
        'soft_dirty,uffd_wp',
        '--flag',
        '_PAGE_SWP_EXCLUSIVE',
        '-k',
        'debian-6.1',
      ],
      raw: '0x07fffffffffbfe0e',
    },
    { argv: ['pte-marker', '--marker', 'uffd-wp', '-k', 'debian-6.1'], raw: '0xf7fffffffffffc00' },
    {
      argv: ['pte-marker', '--marker', 'PTE_MARKER_UFFD_WP', '-k', 'debian-6.12'],
      raw: '0xfffffffffffffc00',
    },
    { argv: ['pte-marker', '--marker', '2', '-k', 'debian-6.12'], raw: '0xfffffffffffffa00' },
    { argv: ['pte-marker', '--marker', 'guard', '-k', 'debian-7.3'], raw: '0xfffffffffffff600' },
    {
      argv: ['pte-marker', '--marker', 'uffd-wp,2', '--marker', 'guard', '-k', 'debian-7.3'],
      raw: '0xfffffffffffff000',
    },
    { argv: ['hwpoison', '--pfn', '0x29e4', '-k', 'debian-6.1'], raw: '0xd7ffffffffac3600' },
    { argv: ['migration', '--pfn', '0x12345', '-k', 'debian-6.12'], raw: '0xe7fffffffdb97400' },
    {
      argv: ['migration', '--pfn', '0x12345', '--exclusive', '-k', 'debian-6.12'],
      raw: '0xeffffffffdb97400',
    },
    {
      argv: [
        'migration',
        '--pfn',
        '0x12345',
        '--writable',
        '--young',
        '--dirty',
        '-k',
        'debian-6.12',
        '--paging',
        '5',
      ],
      raw: '0xf7f9fffffdb97400',
    },
    {
      argv: ['device-private', '--pfn', '0x12345', '--writable', '-k', 'debian-7.3'],
      raw: '0xe7fffffffdb97400',
    },
    { argv: ['device-exclusive', '--pfn', '0x12345', '-k', 'debian-7.3'], raw: '0xf7fffffffdb97400' },
    { argv: ['swapin-error', '--pfn', '1', '-k', 'debian-6.1'], raw: '0xfffffffffffffc00' },
    {
      argv: ['protnone', '--pfn', '0x29e9', '--flag', 'accessed,dirty,soft_dirty', '-k', 'debian-6.1'],
      raw: '0x000ffffffd616960',
    },
    {
      argv: ['present', '--pfn', '0x29e8', '--prot', '0x8000000000000867', '-k', 'debian-6.1'],
      raw: '0x80000000029e8867',
    },
    {
      argv: [
        'present',
        '--level',
        'pmd',
        '--pfn',
        '0x4600',
        '--prot',
        '0x80000000000008e7',
        '-k',
        'debian-6.1',
      ],
      raw: '0x80000000046008e7',
    },
  ])('$argv', async ({ argv, raw }) => {
    expect(await encode(argv)).toMatchObject({ code: 0, stdout: `${raw}\n`, stderr: '' });
  });

  test('warns of an anonymous mapping as the kernel does, and gives the value', async () => {
    const { code, stdout, stderr } = await encode(['uffd-wp-special', '--vma', 'anon']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0x0000000000000004\n' });
    expect(stderr).toContain('WARN_ON_ONCE');
    expect((await encode(['uffd-wp-special', '--vma', 'file'])).stderr).toBe('');
  });

  test.each([
    { name: 'an offset of 51 bits', argv: ['swap', '--type', '1', '--offset', '0x4000000000000'] },
    { name: 'a type of six bits', argv: ['swap', '--type', '32', '--offset', '1'] },
    { name: 'a frame beyond the field', argv: ['present', '--pfn', '0x10000000000'] },
    { name: 'a page without its frame', argv: ['present', '--flag', 'rw'] },
    { name: 'an offset without a type', argv: ['swap', '--offset', '1'] },
    { name: 'an unknown state', argv: ['nothing'] },
    { name: 'an unknown flag', argv: ['present', '--pfn', '1', '--flag', 'x'] },
    { name: 'an unknown marker', argv: ['pte-marker', '--marker', 'x', '-k', '6.12'] },
    { name: 'a state that the kernel does not have', argv: ['pte-marker', '--marker', '1', '-k', '5.11'] },
    { name: 'a frame that is a negative number', argv: ['present', '--pfn', '-1'] },
    { name: 'a frame of 65 bits', argv: ['present', '--pfn', '0x10000000000000000'] },
  ])('refuses $name', async ({ argv }) => {
    const { code, stdout, stderr } = await encode(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^pte-decode: (?!a bug)/);
  });

  // SWP_MIGRATION_READ is type 28 of 6.12, SWP_PTE_MARKER 31; PTE_MARKER_GUARD came with 6.13.
  test.each([
    {
      name: 'a type of another state',
      argv: ['swap', '--type', '28', '--offset', '1'],
      is: /"migration" \(SWP_MIGRATION_READ\)/,
      raw: '0xe7fffffffffffc00',
    },
    {
      name: 'the type of markers',
      argv: ['swap', '--type', '31', '--offset', '1'],
      is: /"pte-marker" \(SWP_PTE_MARKER\)/,
      raw: '0xfffffffffffffc00',
    },
    {
      name: 'a marker without a bit',
      argv: ['pte-marker', '--marker', '0'],
      is: /marker-empty/,
      raw: '0xfffffffffffffe00',
    },
    {
      name: 'a marker of later kernels',
      argv: ['pte-marker', '--marker', '4'],
      is: /marker-unknown-bits/,
      raw: '0xfffffffffffff600',
    },
    {
      name: 'the header of a swap area',
      argv: ['swap', '--type', '1', '--offset', '0'],
      is: /swap-slot-zero/,
      raw: '0x0ffffffffffffe00',
    },
    {
      name: 'a writable protected page',
      argv: ['present', '--pfn', '3', '--flag', 'uffd_wp,rw'],
      is: /uffd-wp-writable/,
      raw: '0x0000000000003403',
    },
    {
      name: 'a bad table',
      argv: ['table', '--level', 'pmd', '--pfn', '3'],
      is: /bad-table/,
      raw: '0x0000000000003001',
    },
  ])('refuses $name without --force, and says what it would be', async ({ argv, is, raw }) => {
    const { code, stdout, stderr } = await encode([...argv, '-k', '6.12']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(is);
    expect(stderr).toContain(raw);
    expect(await encode([...argv, '-k', '6.12', '--force'])).toMatchObject({ code: 0, stdout: `${raw}\n` });
  });

  // v6.2 mm/Kconfig: PTE_MARKER_UFFD_WP depends on HAVE_ARCH_USERFAULTFD_WP, which arm64 selects from 6.10 on, and s390 and
  // riscv of these releases do not.
  test.each([
    { kernel: '6.9,arch=arm64', raw: '0x00000000000001f8', isMade: false },
    { kernel: '6.12,arch=arm64', raw: '0x00000000000017c0', isMade: true },
    { kernel: '6.12,arch=riscv64', raw: '0x0000000000001f80', isMade: false },
    { kernel: '6.12,arch=s390x', raw: '0x000000000000167c', isMade: false },
    { kernel: '6.12,CONFIG_PTE_MARKER_UFFD_WP=n', raw: '0xfffffffffffffc00', isMade: false },
  ])('a uffd-wp marker of $kernel: $isMade', async ({ kernel, raw, isMade }) => {
    const argv = ['pte-marker', '--marker', 'uffd-wp', '-k', kernel];
    const { code, stdout, stderr } = await encode(argv);
    expect({ code, stdout }).toEqual(isMade ? { code: 0, stdout: `${raw}\n` } : { code: 2, stdout: '' });
    expect(stderr.includes('no kernel without CONFIG_PTE_MARKER_UFFD_WP')).toBe(!isMade);
    expect(await encode([...argv, '--force'])).toMatchObject({ code: 0, stdout: `${raw}\n` });
    expect((await runCli(['audit', '-k', kernel, raw])).code).toBe(isMade ? 0 : 1);
  });

  test('a record of an entry that was seen is given back, whatever it breaks', async () => {
    const seen = await runCli(['--json', '-k', '6.12', '0x8000000002bcbc67', '0x0ffffffffffffe00']);
    expect(await encode(['-'], seen.stdout)).toMatchObject({
      code: 0,
      stdout: '0x8000000002bcbc67\n0x0ffffffffffffe00\n',
    });
    const other = '{"state":"swap","swap":{"type":28,"offset":"1"},"kernel":"6.12"}\n';
    expect(await encode(['-'], other)).toMatchObject({ code: 2, stdout: '' });
  });

  test('takes the kernel of each record, unless the command line names one', async () => {
    const record = '{"state":"pte-marker","marker":"0x1","kernel":"debian-6.1"}\n';
    expect((await encode(['-'], record)).stdout).toBe('0xf7fffffffffffc00\n');
    expect((await encode(['-', '-k', '6.12'], record)).stdout).toBe('0xfffffffffffffc00\n');
  });

  // v6.10 arch/arm64/include/asm/pgtable.h: __SWP_TYPE_SHIFT 6, __SWP_OFFSET_SHIFT 12.
  test('takes the architecture of a record without a kernel', async () => {
    const record = '{"state":"swap","swap":{"type":1,"offset":"0x1234"},"arch":"arm64"}\n';
    expect(await encode(['-'], record)).toMatchObject({ code: 0, stdout: '0x0000000001234040\n' });
    for (const arch of ['"vax"', '7']) {
      const { code, stdout, stderr } = await encode(['-'], record.replace('"arm64"', arch));
      expect({ code, stdout, stderr }).toMatchObject({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^pte-decode: <stdin>:1: /);
    }
  });

  test.each(['', '\n \n'])('an input without records is no answer: %j', async (stdin) => {
    for (const command of ['encode', 'apply'])
      expect(await runCli([command, '-'], { stdin })).toMatchObject({
        code: 2,
        stdout: '',
        stderr: 'pte-decode: no records in the input\n',
      });
  });

  test('gives back every record that decoding printed', async () => {
    const value = fc.oneof(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), fc.nat(0xffff).map(BigInt));
    const kernel = fc.constantFrom(
      'uffd-wp-special',
      'debian-6.1',
      'debian-6.12',
      'debian-7.3',
      '4.17',
      '7.3,paging=5',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 20 }),
        kernel,
        fc.constantFrom(...LEVELS),
        async (values, name, level) => {
          const words = values.map((item) => `0x${item.toString(16).padStart(16, '0')}`);
          const records = await runCli(['--json', '-k', name, '-l', level, ...words]);
          const { stdout, stderr } = await encode(['-'], records.stdout);
          expect({ name, level, stderr, words: stdout.split('\n').slice(0, -1) }).toEqual({
            name,
            level,
            stderr: '',
            words,
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  // Tables (with type and length bits, and without), leaves, PROT_NONE leaves and empty entries: _REGION3_ENTRY 0x07,
  // _REGION2_ENTRY 0x0b, _REGION1_ENTRY 0x0f, *_EMPTY 0x24, 0x28, 0x2c of arch/s390/include/asm/pgtable.h.
  test.each(
    ['6.1', '6.12', '6.13'].flatMap((kernel) => ['pud', 'p4d', 'pgd'].map((level) => ({ kernel, level }))),
  )('records of s390x, $level of $kernel, give their values back', async ({ kernel, level }) => {
    const words = [
      '0x80000000046008e7',
      '0x0000000004600007',
      '0x000000000460000b',
      '0x000000000460000f',
      '0x0000000004600000',
      '0x0000000080000403',
      '0x000000008000340f',
      '0x0000000080007c03',
      '0x0000000000000024',
      '0x0000000000000028',
      '0x000000000000002c',
    ];
    const records = await runCli(['--json', '--arch', 's390x', '-k', kernel, '-l', level, ...words]);
    expect(await encode(['-'], records.stdout)).toMatchObject({
      stdout: `${words.join('\n')}\n`,
      stderr: '',
    });
  });
});

// v6.12 mm/swapfile.c get_swap_device: pr_err("%s: %s%08lx\n", __func__, Bad_file, entry.val), Bad_offset; the type stands from
// bit 58 on. swp_entry_to_pte() of both is held by the vectors.
describe('records of swap messages', () => {
  const recordsOf = async (message: string) =>
    (await runCli(['log', '--json', '-k', 'debian-6.12'], { stdin: `get_swap_device: ${message}\n` })).stdout;

  test('are ptes without flags', async () => {
    const stdin = await recordsOf('Bad swap file entry 18000000002d2d2f');
    const made = ['swp_entry_to_pte', '--type', '6', '--offset', '0x2d2d2f', '-k', 'debian-6.12'];
    const { stdout } = await runCli(['apply', ...made]);
    expect(await runCli(['encode', '-'], { stdin })).toMatchObject({ code: 0, stdout, stderr: '' });
  });

  // Without flags this one is pte_none(), which it cannot have been.
  test('and not audited: nobody knows their flags', async () => {
    const stdin = await recordsOf('Bad swap offset entry 3ffffffffffff');
    const { code, stderr } = await runCli(['audit', '--input', 'json'], { stdin });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('its flags are not known'),
    });
  });
});

// v6.12 include/linux/swapops.h: a writable or an exclusive page has a type of its own, young and dirty stand in the offset.
test.each(['writable', 'young', 'dirty', 'exclusive'])(
  '--flag %s of a migration entry names the option',
  async (name) => {
    const argv = ['encode', 'migration', '--pfn', '0x12345', '-k', '6.12'];
    expect(await runCli([...argv, '--flag', `uffd_wp,${name}`])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`--${name} says it`),
    });
    expect((await runCli([...argv, `--${name}`])).code).toBe(0);
    // By its own name the bit is what is meant.
    expect((await runCli([...argv, '--flag', '_PAGE_DIRTY'])).code).toBe(0);
    const { stderr } = await runCli(['encode', 'present', '--pfn', '1', '--flag', name, '-k', '6.12']);
    expect(stderr).not.toContain(`--${name}`);
  },
);

// Markers came with v5.19 include/linux/swapops.h: the kernel that nobody chose is older.
test.each([
  { words: ['encode', 'pte-marker', '--marker', 'uffd-wp'], told: true },
  { words: ['encode', 'pte-marker', '--marker', 'uffd-wp', '-k', '5.4'], told: false },
  { words: ['apply', 'make_pte_marker', '0x1'], told: true },
  { words: ['encode', 'swap', '--type', '1'], told: false },
])('what a kernel has not is refused with the kernel that was assumed: $words', async ({ words, told }) => {
  const { code, stdout, stderr } = await runCli(words);
  expect({ code, stdout, told: stderr.includes('nobody said which: -k host') }).toEqual({
    code: 2,
    stdout: '',
    told,
  });
});
