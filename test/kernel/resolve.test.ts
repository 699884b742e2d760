import { swpOffset, swpType } from '../../src/core/entry/swap-entry.ts';
import { describe, expect, test } from '@jest/globals';
import { isMemorySizeUnknown, unsaidExtensions } from '../../src/core/verdicts/unknowns.ts';
import { configSymbols } from '../../src/kernel/config.ts';
import { architectureNames } from '../../src/kernel/possible.ts';
import { type KernelSpec, resolveKernel } from '../../src/kernel/resolve.ts';

/** The worked table of swap type numbers in the fact sheet (section 4.2), computed from include/linux/swap.h. */
const NUMBERS: readonly { name: string; kernel: string; types: Readonly<Record<string, number>> }[] = [
  {
    name: 'Debian 6.1',
    kernel: 'debian-6.1',
    types: {
      MAX: 26,
      SWP_HWPOISON: 26,
      SWP_MIGRATION_READ: 27,
      SWP_MIGRATION_READ_EXCLUSIVE: 28,
      SWP_MIGRATION_WRITE: 29,
      SWP_PTE_MARKER: 30,
      SWP_SWAPIN_ERROR: 31,
    },
  },
  {
    name: 'Debian 6.1 cloud',
    kernel: 'debian-6.1,CONFIG_MEMORY_FAILURE=n',
    types: {
      MAX: 27,
      SWP_MIGRATION_READ: 27,
      SWP_MIGRATION_WRITE: 29,
      SWP_PTE_MARKER: 30,
      SWP_SWAPIN_ERROR: 31,
    },
  },
  {
    name: 'Debian 6.12',
    kernel: 'debian-6.12',
    types: {
      MAX: 27,
      SWP_HWPOISON: 27,
      SWP_MIGRATION_READ: 28,
      SWP_MIGRATION_READ_EXCLUSIVE: 29,
      SWP_MIGRATION_WRITE: 30,
      SWP_PTE_MARKER: 31,
    },
  },
  {
    name: 'Debian 7.3',
    kernel: 'debian-7.3',
    types: {
      MAX: 24,
      SWP_HWPOISON: 24,
      SWP_MIGRATION_READ: 25,
      SWP_MIGRATION_READ_EXCLUSIVE: 26,
      SWP_MIGRATION_WRITE: 27,
      SWP_DEVICE_WRITE: 28,
      SWP_DEVICE_READ: 29,
      SWP_DEVICE_EXCLUSIVE: 30,
      SWP_PTE_MARKER: 31,
    },
  },
  {
    name: '6.2-6.14 with DEVICE_PRIVATE',
    kernel: '6.14,CONFIG_DEVICE_PRIVATE=y',
    types: {
      MAX: 23,
      SWP_HWPOISON: 23,
      SWP_MIGRATION_READ: 24,
      SWP_MIGRATION_WRITE: 26,
      SWP_DEVICE_WRITE: 27,
      SWP_DEVICE_READ: 28,
      SWP_DEVICE_EXCLUSIVE_WRITE: 29,
      SWP_DEVICE_EXCLUSIVE_READ: 30,
      SWP_PTE_MARKER: 31,
    },
  },
  {
    name: '6.15 with DEVICE_PRIVATE',
    kernel: '6.15,CONFIG_DEVICE_PRIVATE=y',
    types: { MAX: 24, SWP_DEVICE_EXCLUSIVE: 30, SWP_PTE_MARKER: 31 },
  },
  {
    name: '6.18 with neither',
    kernel: '6.18,CONFIG_MEMORY_FAILURE=n',
    types: {
      MAX: 28,
      SWP_MIGRATION_READ: 28,
      SWP_MIGRATION_READ_EXCLUSIVE: 29,
      SWP_MIGRATION_WRITE: 30,
      SWP_PTE_MARKER: 31,
    },
  },
  {
    name: '5.19-6.1 with DEVICE_PRIVATE',
    kernel: '6.0,CONFIG_DEVICE_PRIVATE=y',
    types: {
      MAX: 22,
      SWP_HWPOISON: 22,
      SWP_MIGRATION_READ: 23,
      SWP_MIGRATION_WRITE: 25,
      SWP_DEVICE_WRITE: 26,
      SWP_DEVICE_READ: 27,
      SWP_DEVICE_EXCLUSIVE_WRITE: 28,
      SWP_DEVICE_EXCLUSIVE_READ: 29,
      SWP_PTE_MARKER: 30,
      SWP_SWAPIN_ERROR: 31,
    },
  },
  {
    name: '5.19-6.1 without PTE_MARKER',
    kernel: '6.1,CONFIG_PTE_MARKER_UFFD_WP=n',
    types: {
      MAX: 27,
      SWP_HWPOISON: 27,
      SWP_MIGRATION_READ: 28,
      SWP_MIGRATION_READ_EXCLUSIVE: 29,
      SWP_MIGRATION_WRITE: 30,
      SWP_SWAPIN_ERROR: 31,
    },
  },
  {
    name: '5.14-5.18 with DEVICE_PRIVATE',
    kernel: '5.15,CONFIG_DEVICE_PRIVATE=y',
    types: {
      MAX: 25,
      SWP_HWPOISON: 25,
      SWP_MIGRATION_READ: 26,
      SWP_MIGRATION_WRITE: 27,
      SWP_DEVICE_WRITE: 28,
      SWP_DEVICE_READ: 29,
      SWP_DEVICE_EXCLUSIVE_WRITE: 30,
      SWP_DEVICE_EXCLUSIVE_READ: 31,
    },
  },
  {
    name: '5.14-5.18',
    kernel: '5.18',
    types: { MAX: 29, SWP_HWPOISON: 29, SWP_MIGRATION_READ: 30, SWP_MIGRATION_WRITE: 31 },
  },
  {
    name: '4.18-5.13 with DEVICE_PRIVATE',
    kernel: '4.19,CONFIG_DEVICE_PRIVATE=y',
    types: {
      MAX: 27,
      SWP_HWPOISON: 27,
      SWP_MIGRATION_READ: 28,
      SWP_MIGRATION_WRITE: 29,
      SWP_DEVICE_WRITE: 30,
      SWP_DEVICE_READ: 31,
    },
  },
  { name: 'no migration', kernel: '5.10,CONFIG_MIGRATION=n', types: { MAX: 31, SWP_HWPOISON: 31 } },
];

const REFUSED: readonly { name: string; spec: KernelSpec; code: string }[] = [
  { name: 'a word', spec: { kernel: 'fedora' }, code: 'ERR_KERNEL_UNKNOWN' },
  { name: 'a release before the tables', spec: { kernel: '4.0' }, code: 'ERR_KERNEL_UNKNOWN' },
  { name: 'a release after the tables', spec: { kernel: '7.4' }, code: 'ERR_KERNEL_UNKNOWN' },
  { name: 'an unknown architecture', spec: { arch: 'vax' }, code: 'ERR_KERNEL_UNKNOWN' },
  { name: 'three levels', spec: { paging: 3 }, code: 'ERR_FIELD_RANGE' },
  { name: 'an encryption bit outside the frame', spec: { encBit: 52 }, code: 'ERR_FIELD_RANGE' },
  { name: 'an override of nothing', spec: { kernel: '6.1,CONFIG_FOO=y' }, code: 'ERR_CONFIG' },
  { name: 'an override without value', spec: { kernel: '6.1,paging' }, code: 'ERR_VALUE_SYNTAX' },
];

describe('resolveKernel', () => {
  test.each(NUMBERS)('numbers the special types of $name as the kernel does', ({ kernel, types }) => {
    const { swapTypes, maxSwapfiles } = resolveKernel({ kernel });
    expect(maxSwapfiles).toBe(types['MAX']);
    for (const [name, number] of Object.entries(types))
      if (name !== 'MAX')
        expect([name, swapTypes.findIndex((type) => type.name === name)]).toEqual([name, number]);
    expect(swapTypes.filter((type) => type.kind !== 'swap')).toHaveLength(32 - maxSwapfiles);
  });

  test.each([
    'uffd-wp-special',
    'debian-6.12,CONFIG_DEVICE_PRIVATE=y,paging=5',
    'debian-7.3,CPU_SHADOW_STACK=y,enc-bit=47',
    '6.1.55,CONFIG_USERFAULTFD=n,phys-mask=0x3fffffffff',
    '4.15,L1TF_LAYOUT=y',
  ])('the id of %s resolves to the same kernel', (kernel) => {
    const first = resolveKernel({ kernel });
    const again = resolveKernel({ kernel: first.id });
    expect(again.id).toBe(first.id);
    expect([again.paging, again.encMask, again.physMask, again.markerMask]).toEqual([
      first.paging,
      first.encMask,
      first.physMask,
      first.markerMask,
    ]);
    expect(again.swapTypes).toEqual(first.swapTypes);
  });

  test.each(architectureNames())('an id keeps what is said of any symbol of %s', (arch) => {
    const symbols = configSymbols(arch);
    for (const kernel of ['5.4', '6.1', '6.12', '6.17', '7.3'])
      for (const { name } of symbols)
        for (const on of [false, true]) {
          if (arch === 'loongarch64' && kernel === '5.4') continue;
          const first = resolveKernel({ kernel, arch, config: new Map([[name, on]]) });
          const again = resolveKernel({ kernel: first.id });
          const of = (found: typeof first): unknown => [
            found.id,
            symbols.filter((symbol) => found.config(symbol.name)).map((symbol) => symbol.name),
            found.swapTypes.map((type) => type.name),
            found.otherBuild?.kernel.swapTypes.map((type) => type.name),
            isMemorySizeUnknown(found),
            unsaidExtensions(found).map((symbol) => symbol.name),
          ];
          expect([name, on, of(again)]).toEqual([name, on, of(first)]);
        }
  });

  test('the three builds of the patch', () => {
    expect(resolveKernel().uffdWpSpecial).toBe(4n);
    expect(resolveKernel({ config: new Map([['HAVE_ARCH_USERFAULTFD_WP', false]]) }).uffdWpSpecial).toBe(0n);
    expect(resolveKernel({ config: new Map([['USERFAULTFD', false]]) }).uffdWpSpecial).toBeUndefined();
    expect(resolveKernel({ kernel: '6.1' }).uffdWpSpecial).toBeUndefined();
  });

  test.each(REFUSED)('refuses $name', ({ spec, code }) => {
    expect(() => resolveKernel(spec)).toThrow(expect.objectContaining({ code }));
  });

  test('full release names', () => {
    expect(resolveKernel({ kernel: '6.9.7-custom+' }).release).toBe('6.9.7');
  });
});

// CVE-2018-3620, __swp_entry() of arch/x86/include/asm/pgtable_64.h: since v4.4.148, v4.9.120, v4.14.63, v4.17.15, v4.18.1
// the entry 0x3f of area 0 is ~0x3f << 14 >> 5; in v4.14 it is 0x3f << 14.
test.each([
  { kernel: '4.14.62', before: true },
  { kernel: '4.14.63', before: false },
  { kernel: 'v4.14.95', before: false },
  { kernel: '4.14.123-111.109.amzn2.x86_64', before: false },
  { kernel: '4.15.18', before: true },
  { kernel: '4.17.14', before: true },
  { kernel: '4.17.19', before: false },
  { kernel: '4.18', before: true },
  { kernel: '4.18.1', before: false },
])('$kernel keeps swap entries as before L1TF: $before', ({ kernel, before }) => {
  const raw = before ? 0xfc000n : 0x07ff_ffff_ffff_8000n;
  const { swap } = resolveKernel({ kernel });
  expect([swpType(swap, raw), swpOffset(swap, raw)]).toEqual([0, 0x3fn]);
  expect(resolveKernel({ kernel, arch: 'i386', paging: 3 }).config('L1TF_LAYOUT')).toBe(!before);
});
