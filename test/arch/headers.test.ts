import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LEVELS } from '../../src/core/rows/layout.ts';
import { makeSwapPte } from '../../src/core/entry/swap-entry.ts';
import { parseVersion } from '../../src/core/version.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { askHeaders, hasCompiler, headerTrees } from '../helpers/kernel-headers.ts';

/** The headers of each architecture, and the configuration that the tables take for standard. */
const ARCHITECTURES = [
  {
    arch: 'x86_64',
    headers: ['pgtable_types.h', 'pgtable_64.h'].map((name) => `arch/x86/include/asm/${name}`),
    defines: ['CONFIG_X86_64', 'CONFIG_X86_INTEL_MEMORY_PROTECTION_KEYS', 'PAGE_SHIFT=12'],
    config: '',
  },
  {
    arch: 'i386',
    headers: ['pgtable_types.h', 'pgtable-3level.h'].map((name) => `arch/x86/include/asm/${name}`),
    defines: ['CONFIG_X86_PAE', 'PAGE_SHIFT=12'],
    config: '',
  },
  {
    arch: 'arm64',
    headers: ['pgtable-hwdef.h', 'pgtable-prot.h', 'pgtable.h'].map(
      (name) => `arch/arm64/include/asm/${name}`,
    ),
    defines: ['PAGE_SHIFT=12'],
    config: '',
  },
  {
    arch: 'riscv64',
    headers: ['pgtable-bits.h', 'pgtable-64.h', 'pgtable.h'].map((name) => `arch/riscv/include/asm/${name}`),
    defines: ['CONFIG_64BIT', 'CONFIG_MMU', 'PAGE_SHIFT=12'],
    config: '',
  },
  {
    arch: 's390x',
    headers: ['arch/s390/include/asm/pgtable.h'],
    defines: ['PAGE_SHIFT=12'],
    config: '',
  },
  {
    arch: 'loongarch64',
    headers: ['pgtable-bits.h', 'pgtable.h'].map((name) => `arch/loongarch/include/asm/${name}`),
    defines: ['CONFIG_64BIT', 'PAGE_SHIFT=14'],
    config: '',
  },
  {
    arch: 'powerpc64',
    headers: ['arch/powerpc/include/asm/book3s/64/pgtable.h'],
    defines: ['PAGE_SHIFT=16'],
    config: '',
  },
  {
    arch: 'powerpc64',
    headers: ['arch/powerpc/include/asm/book3s/64/pgtable.h'],
    defines: ['PAGE_SHIFT=12'],
    config: ',PPC_64K_PAGES=n',
  },
] as const;

/** Types and offsets that fit every architecture, up to the 26 bits of a `swp_entry_t` on i386. */
const ENTRIES = [
  { type: 0, offset: 1n },
  { type: 1, offset: 0x1234n },
  { type: 31, offset: 0x3ffffffn },
  { type: 26, offset: 0x155aa5n },
];

const trees = hasCompiler() ? headerTrees() : [];

describe('against the kernel headers of this machine', () => {
  if (trees.length === 0)
    test.skip('skipped: no gcc, or no linux-headers-*-common under /usr/src or in PTE_DECODE_HEADERS', () =>
      undefined);

  const cases = trees.flatMap((tree) =>
    ARCHITECTURES.flatMap((known) => {
      const isThere = known.headers.every((header) => existsSync(join(tree.folder, header)));
      return isThere ? [{ ...known, tree, release: tree.release }] : [];
    }),
  );
  for (const { arch, config, headers, defines, tree, release } of cases)
    test(`${release} ${arch}${config}: every named bit, and swap ptes`, () => {
      const plain = resolveKernel({ arch, kernel: `${release}${config}` });
      const on = ['MEM_SOFT_DIRTY', 'HAVE_ARCH_USERFAULTFD_WP', 'TRANSPARENT_HUGEPAGE'].filter((symbol) =>
        plain.config(symbol),
      );
      const masks = new Map<string, Set<bigint>>();
      for (const level of LEVELS)
        for (const form of ['none', 'leaf', 'protnone', 'table', 'swap'] as const)
          for (const row of plain.form(level, form).rows)
            if (row.kind === 'flag' && /^\w+$/.test(row.name))
              masks.set(row.name, (masks.get(row.name) ?? new Set()).add(row.mask));
      const answers = askHeaders(tree, {
        headers,
        defines: [...defines, ...on.map((symbol) => `CONFIG_${symbol}`)],
        names: [...masks.keys()],
        entries: ENTRIES,
      });
      const different = [...answers.values].filter(([name, value]) => !masks.get(name)?.has(value));
      expect(different).toEqual([]);
      // Not every name is a macro of these headers, but most are.
      expect(answers.values.size).toBeGreaterThan(0.8 * masks.size);
      expect(answers.entries).toEqual(ENTRIES.map((entry) => makeSwapPte(plain.swap, entry)));
      expect(plain.version).toBe(parseVersion(release));
    });
});
