import { describe, expect, test } from '@jest/globals';
import { readVectors, VECTOR_SETS } from '../../../helpers/vectors.ts';
import { runCli } from '../../../helpers/fake-io.ts';

const apply = async (argv: readonly string[], stdin = '') => runCli(['apply', ...argv], { stdin });

describe('pte-decode apply', () => {
  // 5.11 and 6.1 only set the bit; 6.12 and 7.3 clear RW and move dirty to bit 58 (test/vectors/README.md).
  test.each([
    { kernel: 'uffd-wp-special', name: 'pte_mkuffd_wp', raw: '0x8000000002bcbc67' },
    { kernel: 'debian-6.1', name: 'pte_mkuffd_wp', raw: '0x8000000002bcbc67' },
    { kernel: 'debian-6.12', name: 'pte_mkuffd_wp', raw: '0x8400000002bcbc25' },
    { kernel: 'debian-7.3', name: 'pte_mkuffd', raw: '0x8400000002bcbc25' },
    { kernel: 'debian-7.3', name: 'pte_mkuffd_wp', raw: '0x8400000002bcbc25' },
  ])('$name on $kernel', async ({ kernel, name, raw }) => {
    expect(await apply([name, '0x8000000002bcb867', '-k', kernel])).toMatchObject({
      code: 0,
      stdout: `${raw}\n`,
    });
  });

  test.each(VECTOR_SETS)('records of $stem give what the kernel gave', async ({ stem, kernel }) => {
    const rows = readVectors(stem, 'encode').filter((row) => row['config'] === undefined);
    const { stdout, stderr } = await apply(
      ['-', '-k', kernel],
      rows.map((row) => JSON.stringify(row)).join('\n'),
    );
    const lines = stdout.split('\n');
    expect(stderr).toBe('');
    for (const [index, row] of rows.entries()) {
      const wanted = row['raw'] ?? row['val'] ?? row['result'];
      const given = lines[index] ?? '';
      expect({ row, given: typeof wanted === 'string' ? BigInt(given) : given }).toEqual({
        row,
        given: typeof wanted === 'string' ? BigInt(wanted) : String(wanted),
      });
    }
  });

  // The same values as above: each record of the kernel that it names, unless an option names one.
  test.each([
    { options: [], record: { kernel: '6.12' }, raw: '0x8400000002bcbc25' },
    { options: [], record: { kernel: '6.1' }, raw: '0x8000000002bcbc67' },
    { options: ['-k', '6.1'], record: { kernel: '6.12' }, raw: '0x8000000002bcbc67' },
  ])('a record of $record.kernel with options $options', async ({ options, record, raw }) => {
    const stdin = JSON.stringify({ op: 'pte_mkuffd_wp', pte: '0x8000000002bcb867', ...record });
    expect(await apply(['-', ...options], stdin)).toMatchObject({ code: 0, stdout: `${raw}\n` });
  });

  test('a record of a kernel that is none', async () => {
    const stdin = JSON.stringify({ op: 'pte_mkuffd_wp', pte: '0x1', kernel: '5.99' });
    expect(await apply(['-'], stdin)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('<stdin>:1: kernel "5.99"'),
    });
  });

  test('a chain gives what its steps give', async () => {
    const one = await apply(['pte_wrprotect', '0x8000000002bcb867', '-k', '6.12']);
    const two = await apply(['pte_mkuffd_wp', one.stdout.trim(), '-k', '6.12']);
    expect((await apply(['pte_wrprotect,pte_mkuffd_wp', '0x8000000002bcb867', '-k', '6.12'])).stdout).toBe(
      two.stdout,
    );
  });

  test('markers go by their numbers and by their names, as in encode', async () => {
    // test/vectors: pte_marker(uffd_wp) of 6.12.
    for (const marker of ['1', 'uffd-wp', 'PTE_MARKER_UFFD_WP'])
      expect(await apply(['make_pte_marker', '--marker', marker, '-k', '6.12'])).toMatchObject({
        code: 0,
        stdout: '0xfffffffffffffc00\n',
      });
  });

  test('--list shows what the kernel has, with what it takes', async () => {
    const { stdout } = await apply(['--list', '-k', '6.12']);
    expect(stdout).toContain('pte_modify(pte, prot)\n');
    expect(stdout).toContain('make_pte_marker(marker)\n');
    expect(stdout).not.toContain('pte_mkuffd(');
  });

  test.each([
    { name: 'no function', argv: ['--young'] },
    { name: 'records of a list', argv: ['--list', '--json'] },
    { name: 'an input of a list', argv: ['--list', '--pfn', '1'] },
    { name: 'an unknown function', argv: ['pte_nothing', '0x4'] },
    { name: 'a function of a later kernel', argv: ['make_pte_marker', '--marker', '1'] },
    { name: 'a missing input', argv: ['pte_modify', '0x4'] },
    {
      name: 'an entry for a function that takes none',
      argv: ['swp_entry', '0x4', '--type', '1', '--offset', '1'],
    },
    { name: 'an entry made twice', argv: ['pte_mkdirty,pfn_pte', '0x4'] },
    { name: 'an entry wanted behind a truth value', argv: ['pte_same,pte_mkdirty', '0x4', '--with', '0x4'] },
    { name: 'a number that is none', argv: ['pte_modify', '0x4', '--prot', 'x'] },
    { name: 'a bad value', argv: ['pte_mkdirty', 'zz'] },
  ])('$name is refused', async ({ argv }) => {
    const { code, stdout, stderr } = await apply(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^pte-decode: (?!a bug)/);
  });

  test('a record may name the entry after its level', async () => {
    // v6.12 arch/arm64/include/asm/pgtable.h pmd_mkhuge: without PMD_TABLE_BIT.
    const records = '{"op":"pmd_mkhuge","pmd":"0x3"}\n{"op":"pmd_mkhuge","pud":"0x703"}\n';
    const { code, stdout } = await apply(['-', '--arch', 'arm64', '--kernel', '6.12'], records);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0x0000000000000001\n0x0000000000000701\n' });
  });

  test('records that are none are reported with their lines, the rest is done', async () => {
    const { code, stdout, stderr } = await apply(
      ['-'],
      '{"op":"pte_mkold","pte":"0x20"}\nx\n{}\n{"op":"pte_mkold","pte":"0x21"}\n',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '0x0000000000000000\n0x0000000000000001\n' });
    expect(stderr).toBe(
      'pte-decode: <stdin>:2: "x": not JSON\npte-decode: <stdin>:3: a record without "op"\n',
    );
  });
});

// v6.12 fs/proc/task_mmu.c make_uffd_wp_pte: pte_mkuffd_wp() of pte_present(), pte_swp_mkuffd_wp() of is_swap_pte(), and a
// marker in place of an empty entry. The offset of a swap entry is bits 58-9, inverted (pgtable_64.h SWP_OFFSET_SHIFT).
describe('functions and the entries that they are for', () => {
  test.each([
    {
      functions: 'pte_mkuffd_wp',
      raw: '0x07fffffffffbf002',
      says: 'pte_mkuffd_wp: not for swap entries: it changes its offset from 0x207 to 0x205',
    },
    { functions: 'pte_mkdirty', raw: '0x0', says: 'pte_mkdirty: not for empty entries' },
    { functions: 'pte_swp_mkuffd_wp', raw: '0x0', says: 'pte_swp_mkuffd_wp: not for empty entries' },
    {
      functions: 'pte_swp_mkuffd_wp',
      raw: '0x8000000002bcb863',
      says: 'pte_swp_mkuffd_wp: not for present entries',
    },
  ])('$functions of $raw', async ({ functions, raw, says }) => {
    const { code, stderr } = await apply([functions, raw, '-k', '6.12']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `pte-decode: ${says}\n` });
  });

  test.each([
    { functions: 'pte_mkuffd_wp', raw: '0x8000000002bcb867' },
    // PROT_NONE: v6.12 arch/x86/include/asm/pgtable.h pte_present() is true of it.
    { functions: 'pte_mkuffd_wp', raw: '0x8000000002bcb962' },
    { functions: 'pte_swp_mkuffd_wp', raw: '0x07fffffffffbf002' },
    { functions: 'pmd_mkinvalid,pmd_mkuffd_wp', raw: '0x80000000028000e7' },
    { functions: 'pte_mkold', raw: '0x0' },
  ])('$functions of $raw is nothing to tell', async ({ functions, raw }) => {
    expect(await apply([functions, raw, '-k', '6.12'])).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('functions that do not do what their names say', () => {
  test.each([
    // v5.19 include/linux/swapops.h make_pte_marker_entry() without CONFIG_PTE_MARKER: WARN_ON_ONCE(1); swp_entry(0, 0).
    {
      argv: ['make_pte_marker', '--marker', '0x1', '-k', '5.19', '--arch', 'arm64'],
      stdout: '0x0000000000000000\n',
      says: 'make_pte_marker: this kernel has no SWP_PTE_MARKER: the entry is that of type 0 and offset 0, and the kernel warns once (WARN_ON_ONCE)',
    },
    {
      argv: ['make_pte_marker', '--marker', '0x1', '-k', '6.1', '--config', 'CONFIG_PTE_MARKER_UFFD_WP=n'],
      // Type 0, and offset 0 inverted in bits 9-58.
      stdout: '0x07fffffffffffe00\n',
      says: 'make_pte_marker: this kernel has no SWP_PTE_MARKER: the entry is that of type 0 and offset 0, and the kernel warns once (WARN_ON_ONCE)',
    },
    // v6.12 include/linux/swapops.h PTE_MARKER_MASK: BIT(2) - 1; the guard is BIT(2) since 6.13.
    {
      argv: ['make_pte_marker', '--marker', '0x5', '-k', '6.12'],
      stdout: '0xfffffffffffff400\n',
      says: 'make_pte_marker: 0x4 is no marker of this kernel (PTE_MARKER_MASK 0x3)',
    },
    // v6.2 include/linux/swapops.h: PTE_MARKER_UFFD_WP is there without its symbol, which asks for HAVE_ARCH_USERFAULTFD_WP.
    {
      argv: ['make_pte_marker', '--marker', 'uffd_wp', '-k', '6.9', '--arch', 'arm64'],
      stdout: '0x00000000000001f8\n',
      says: 'make_pte_marker: PTE_MARKER_UFFD_WP is made and asked for with CONFIG_PTE_MARKER_UFFD_WP alone',
    },
    // v6.9 include/asm-generic/pgtable_uffd.h: pte_mkuffd_wp() gives its pte; arm64 selects HAVE_ARCH_USERFAULTFD_WP since 6.10.
    {
      argv: ['pte_mkuffd_wp', '0xe8000012345f43', '-k', '6.9', '--arch', 'arm64'],
      stdout: '0x00e8000012345f43\n',
      says: 'pte_mkuffd_wp: changes nothing in this kernel',
    },
    {
      argv: ['pte_swp_mkuffd_wp', '0x07fffffffffbf002', '-k', '6.12', '--config', 'CONFIG_USERFAULTFD=n'],
      stdout: '0x07fffffffffbf002\n',
      says: 'pte_swp_mkuffd_wp: changes nothing in this kernel',
    },
    // v6.12 include/linux/swapops.h make_readable_device_private_entry() without CONFIG_DEVICE_PRIVATE: swp_entry(0, 0).
    {
      argv: ['make_readable_device_private_entry', '--offset', '0x12', '-k', '6.12'],
      stdout: undefined,
      says: 'make_readable_device_private_entry: this kernel has no SWP_DEVICE_READ: the entry is that of type 0 and offset 0',
    },
  ])('$argv', async ({ argv, stdout, says }) => {
    const answer = await apply(argv);
    expect(answer).toMatchObject({ code: 0, stderr: `pte-decode: ${says}\n` });
    if (stdout !== undefined) expect(answer.stdout).toBe(stdout);
  });

  test.each([
    { argv: ['make_pte_marker', '--marker', '0x5', '-k', '6.13'] },
    { argv: ['make_pte_marker', '--marker', '0x1', '-k', '5.19'] },
    { argv: ['pte_mkuffd_wp', '0xe8000012345f43', '-k', '6.10', '--arch', 'arm64'] },
    {
      argv: [
        ...['make_readable_device_private_entry', '--offset', '0x12'],
        ...['-k', '6.12', '--config', 'CONFIG_DEVICE_PRIVATE=y'],
      ],
    },
  ])('$argv is nothing to tell', async ({ argv }) => {
    expect(await apply(argv)).toMatchObject({ code: 0, stderr: '' });
  });
});

test('apply - names the keys of a record that it does not read, each once', async () => {
  const rows = [
    { op: 'pte_mkdirty', pte: '0x67', kernal: '6.1' },
    { op: 'pte_mkdirty', pte: '0x67', kernal: '6.1', config: 'wp=n', raw: '0x0', cat: 'low' },
    { op: 'swp_entry_to_pte', type: 1, offset: 2, pte_swp_mkuffd_wp: true },
    { op: 'make_readable_migration_entry', offset: 2, make_migration_entry_young: true },
  ];
  const stdin = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const { code, stdout, stderr } = await runCli(['apply', '-k', '6.12', '-'], { stdin });
  expect([code, stdout.split('\n').length]).toEqual([0, 5]);
  const told = stderr.split('\n').filter((line) => line.includes('is no key of an operation'));
  expect(told).toEqual([
    expect.stringMatching(/"kernal" of a record/),
    expect.stringMatching(/"config" of a record/),
  ]);
});
