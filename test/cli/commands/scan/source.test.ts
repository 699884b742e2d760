import { describe, expect, test } from '@jest/globals';
import { openScanSource, partsOf, rangeFromOptions } from '../../../../src/cli/commands/scan/source.ts';
import { Invocation } from '../../../../src/cli/spec.ts';
import { changedIo } from '../../../../src/input/bytes/io.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { fakeIo } from '../../../helpers/fake-io.ts';

const given = (values: Readonly<Record<string, string>>, ...switches: string[]): Invocation =>
  new Invocation(
    [],
    new Map(Object.entries(values).map(([name, value]) => [name, [value]])),
    new Set(switches),
  );
const kernel = resolveKernel({ kernel: '6.12' });
const ROOTS = { user: 0x1000n, kernel: 0x1000n, isolated: false };
/** Page numbers of 48-bit addresses: 2^36, the upper half from 2^35 on. */
const HALF = 2 ** 35;

describe('rangeFromOptions', () => {
  test.each([
    { name: 'everything', invocation: given({}), range: { start: 0, end: 2 * HALF } },
    { name: '--user', invocation: given({}, 'user'), range: { start: 0, end: HALF } },
    {
      name: '--kernel-half',
      invocation: given({}, 'kernel-half'),
      range: { start: HALF, end: 2 * HALF },
    },
    { name: 'a range', invocation: given({ range: '0x1000-0x3000' }), range: { start: 1, end: 3 } },
    { name: 'parts of pages', invocation: given({ range: '0x1fff-0x2001' }), range: { start: 1, end: 3 } },
    {
      name: 'up to the last address',
      invocation: given({ range: '0xffffffffff600000-0x10000000000000000' }),
      range: { start: 2 * HALF - 0xa00, end: 2 * HALF },
    },
    // Intel SDM Vol. 1, 3.3.7.1: of 48 bits an address has the upper ones all the same.
    {
      name: 'from below the hole between the halves to above it',
      invocation: given({ range: '0x7ffffffff000-0xffff800000001000' }),
      range: { start: HALF - 1, end: HALF + 1 },
    },
    {
      name: 'out of the hole',
      invocation: given({ range: '0x900000000000-0xffff800000001000' }),
      range: { start: HALF, end: HALF + 1 },
    },
    {
      name: 'into the hole',
      invocation: given({ range: '0x7ffffffff000-0x900000000000' }),
      range: { start: HALF - 1, end: HALF },
    },
  ])('$name', ({ invocation, range }) => {
    expect(rangeFromOptions(invocation, kernel, ROOTS)).toEqual(range);
  });

  test.each([
    { kernel: '6.12', range: '0x800000000000-0x900000000000' },
    { kernel: '6.12', range: '0xffff000000000000-0xffff100000000000' },
    { kernel: '6.12,arch=arm64', range: '0x1000000000000-0x1000000001000' },
    { kernel: '6.12,arch=powerpc64', range: '0xd000000000000000-0xd000000000001000' },
    { kernel: '6.12,arch=i386,X86_PAE=n', range: '0x100000000-0x100001000' },
  ])('no table has $range on $kernel', ({ kernel: name, range }) => {
    expect(() => rangeFromOptions(given({ range }), resolveKernel({ kernel: name }), ROOTS)).toThrow(
      'no table has such addresses',
    );
  });

  // Documentation/arch/arm64/tagged-pointers.rst: the top byte of a user address is ignored.
  test('a tag in an address counts for nothing', () => {
    const arm = resolveKernel({ kernel: '6.12', arch: 'arm64' });
    const invocation = given({ range: '0x0b00000000001000-0x0b00000000003000' });
    expect(rangeFromOptions(invocation, arm, ROOTS)).toEqual({ start: 1, end: 3 });
  });

  test.each([
    { invocation: given({}, 'user', 'kernel-half') },
    { invocation: given({ range: '0x1000' }) },
    { invocation: given({ range: '0x2000-0x1000' }) },
    { invocation: given({ range: '0x1000-0x1000' }) },
    { invocation: given({ range: '0x1000-0x2000' }, 'kernel-half') },
  ])('refuses %#', ({ invocation }) => {
    expect(() => rangeFromOptions(invocation, kernel, ROOTS)).toThrow(
      expect.objectContaining({ code: 'ERR_USAGE' }),
    );
  });
});

test('with page-table isolation each half has its own top table', () => {
  const roots = { user: 0x2000n, kernel: 0x1000n };
  const isolated = { ...roots, isolated: true };
  expect(partsOf(kernel, isolated, { start: 5, end: 2 * HALF })).toEqual([
    { root: 0x2000n, range: { start: 5, end: HALF } },
    { root: 0x1000n, range: { start: HALF, end: 2 * HALF } },
  ]);
  expect(partsOf(kernel, isolated, { start: 5, end: 6 })).toEqual([
    { root: 0x2000n, range: { start: 5, end: 6 } },
  ]);
  const same = { user: 0x1000n, kernel: 0x1000n, isolated: false };
  expect(partsOf(kernel, same, { start: 0, end: 2 * HALF })).toHaveLength(1);
});

describe('--table', () => {
  const { io } = fakeIo({ files: { 'page.bin': new Uint8Array(4096) } });

  test('knows which pages it speaks of', async () => {
    const source = await openScanSource(given({ table: 'page.bin', va: '0x7f0000000000', level: 'pmd' }), io);
    expect(source.range).toEqual({ start: 0x7f0000000, end: 0x7f0000000 + 512 * 512 });
    let entries = 0;
    source.feed({
      entries: (_geometry, _words, first, last) => (entries += last - first),
      problem: () => undefined,
    });
    expect(entries).toBe(512);
  });

  // Privileged architecture, "Svnapot": a CPU without it faults on a present entry with bit 63.
  test.each([
    { config: undefined, isKnown: true },
    { config: 'RISCV_ISA_SVNAPOT=n', isKnown: false },
    { config: 'RISCV_ISA_EXT_SVNAPOT=n', isKnown: false },
  ])(
    'takes it for given that the CPU has what entries use, unless options say otherwise: $config',
    async ({ config, isKnown }) => {
      const values = {
        table: 'page.bin',
        arch: 'riscv64',
        kernel: '6.12',
        ...(config === undefined ? {} : { config }),
      };
      const { kernel } = await openScanSource(given(values), io);
      expect(kernel.config('RISCV_ISA_EXT_SVNAPOT')).toBe(isKnown);
    },
  );

  test('reads what --config names once: it can be a pipe', async () => {
    const config = new TextEncoder().encode('CONFIG_RISCV=y\nCONFIG_64BIT=y\nCONFIG_MMU=y\n');
    const left = [config];
    const once = changedIo(io, {
      readFile: (path, limit) =>
        path === 'pipe' ? (left.pop() ?? new Uint8Array()) : io.readFile(path, limit),
    });
    const values = { table: 'page.bin', arch: 'riscv64', kernel: '6.12', config: 'pipe' };
    const source = await openScanSource(given(values), once);
    expect(source.kernel.arch).toBe('riscv64');
    expect(left).toEqual([]);
  });

  test.each([{ other: 'memory' }, { other: 'pgd' }, { other: 'cpu' }, { other: 'range' }])(
    'not with --$other',
    async ({ other }) => {
      await expect(openScanSource(given({ table: 'page.bin', [other]: '0' }), io)).rejects.toMatchObject({
        code: 'ERR_USAGE',
      });
    },
  );

  test.each([{ name: 'va' }, { name: 'level' }])('--$name only with --table', async ({ name }) => {
    await expect(openScanSource(given({ [name]: 'pte' }), io)).rejects.toMatchObject({ code: 'ERR_USAGE' });
  });
});

describe('--va of --table', () => {
  const withTable = (values: Readonly<Record<string, string>>) => {
    const { io, stderr } = fakeIo({ files: { table: Buffer.alloc(4096) } });
    return { source: openScanSource(given({ table: 'table', ...values }), io), stderr };
  };

  // Intel SDM Vol. 1, 3.3.7.1; Arm ARM (DDI 0487) D8.1: bits above those of the walk are those of TTBR0 or TTBR1.
  test.each([
    { arch: 'x86_64', kernel: '6.12', va: '0x900000000000' },
    { arch: 'x86_64', kernel: '6.12', va: '0x1000000000000' },
    { arch: 'x86_64', kernel: '6.12', va: '0xff00000000000000' },
    { arch: 'arm64', kernel: '6.12', va: '0xabffff0000200000' },
    { arch: 'arm64', kernel: '6.12', paging: '3', va: '0xffff800000000000' },
  ])('no table of $arch has $va', async (values) => {
    await expect(withTable(values).source).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: `--va ${values.va}: no table has such addresses`,
    });
  });

  // Arm ARM (DDI 0487), "Address tagging": by bit 55 it is an address of TTBR0, whatever the highest byte is.
  test('a tag of a user address of arm64 is left out, which is said', async () => {
    const { source, stderr } = withTable({ arch: 'arm64', kernel: '6.12', va: '0xab00000000200000' });
    expect((await source).range).toEqual({ start: 0x200, end: 0x400 });
    expect(stderr()).toContain('read as 0x200000');
  });
});
