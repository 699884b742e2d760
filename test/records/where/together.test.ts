import { expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import type { Level } from '../../../src/core/rows/layout.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { propertiesOf } from '../../../src/records/properties.ts';
import { whereNames } from '../../../src/records/where/where-names.ts';
import { compileWhere } from '../../../src/records/where/where.ts';
import { randomValues } from '../../helpers/values.ts';

// What a value has is no condition that no entry can meet: the rules and the state are read one by one here, not by kinds of entries.
test.each(ARCHITECTURES.map(({ arch }) => arch))(
  'state and rules of any value of %s hold together, at any level',
  (arch) => {
    const kernels = ['6.12', '7.3'].map((release) => resolveKernel({ kernel: release, arch }));
    for (const kernel of kernels)
      for (const { level } of kernel.levels) {
        const names = whereNames(kernel, { levels: [level] });
        const seen = new Set<string>();
        for (const raw of randomValues(400, kernel.entryBits)) {
          const { state } = readEntry(kernel, raw, level);
          const { rules } = decodeEntry(kernel, raw, { level });
          const parts = (['1', '2', '4'] as const).map((id) => `rule${id} == ${String(rules[id].holds)}`);
          for (const part of parts) seen.add(`state == "${state}" && ${part}`);
        }
        for (const text of seen) expect(compileWhere(text, names).text).toBe(text);
      }
  },
);

const NUMBERS = [
  'pfn',
  'phys',
  'swap.type',
  'swap.offset',
  'marker',
  'pkey',
  'reserved',
  'unknown',
  'missing',
];
const LISTS = ['flags', 'marker_names', 'notes'];

test.each(ARCHITECTURES.map(({ arch }) => arch))(
  'the numbers, the lists and the state of any value of %s hold together, at any level',
  (arch) => {
    const kernel = resolveKernel({ kernel: '6.12', arch });
    const properties = propertiesOf(kernel.layout);
    const numbers = properties.filter(({ name }) => NUMBERS.includes(name));
    const lists = properties.filter(({ name }) => LISTS.includes(name));
    const swapName = properties.find(({ name }) => name === 'swap.name');
    for (const { level } of kernel.levels) {
      const names = whereNames(kernel, { levels: [level] });
      for (const raw of randomValues(60, kernel.entryBits)) {
        const entry = decodeEntry(kernel, raw, { level });
        const parts = numbers.flatMap(({ name, of }) => {
          const value = of(entry, { kernel });
          return typeof value === 'bigint' || typeof value === 'number'
            ? [`${name} == 0x${value.toString(16)}`]
            : [];
        });
        const elements = lists.flatMap(({ name, of }) => {
          const value = of(entry, { kernel });
          return Array.isArray(value) ? value.map((element) => `${name} has "${String(element)}"`) : [];
        });
        const device = swapName?.of(entry, { kernel });
        if (typeof device === 'string') elements.push(`swap.name == "${device}"`);
        const text = [`state == "${entry.state}"`, ...parts, ...elements].join(' && ');
        expect(compileWhere(text, names).text).toBe(text);
      }
    }
  },
);

// docs/where.md: a list holds where it is not empty.
test.each([
  'flags',
  'flags && present',
  'present || state == "swap" && flags',
  'marker_names',
  'marker_names != null && state == "pte-marker"',
  // 6.6 moved _PAGE_DEVMAP from bit 58, where 6.8 has _PAGE_SAVED_DIRTY: what a value is elsewhere, no kind of entry tells.
  'notes has "other-kernels" && state == "protnone" && special',
  'notes && state == "protnone" && special && !accessed',
])('lists of which something is possible are not refused: %s', (text) => {
  const names = whereNames(resolveKernel({ kernel: '6.8' }), { levels: ['pte'] });
  expect(compileWhere(text, names).text).toBe(text);
});

// A page in memory has no type of a swap device, a marker is neither: mm/memory.c tells them apart by these alone.
test.each([
  'pfn == 1 && swap.type == 1',
  'swap.type == 1 && marker == 1',
  'pkey == 1 && swap.offset == 1',
  'present && swap.offset == 1',
  'state == "swap" && pfn == 1',
  'present && pfn == null',
  // arch/x86/include/asm/pgtable.h: pte_swp_uffd_wp() is of swap entries, pte_uffd_wp() of pages.
  'present && flags has "_PAGE_SWP_UFFD_WP"',
  // include/linux/swap.h of 6.12: MAX_SWAPFILES_SHIFT 5; SWP_PTE_MARKER is the last of 32 types, and no swap device.
  'state == "swap" && swap.type == 31',
  'state == "swap" && swap.name == "SWP_PTE_MARKER"',
  'state == "pte-marker" && swap.type < 31',
  'state == "migration" && swap.name == "SWP_HWPOISON"',
])('numbers that no entry has both are refused: %s', (text) => {
  const names = whereNames(resolveKernel({ kernel: '6.12' }));
  expect(() => compileWhere(text, names)).toThrow('its parts never hold together');
});

test.each([
  // Markers came with 5.19: include/linux/swapops.h make_pte_marker_entry.
  ['x86_64', '5.4', 'pte', 'marker == 0'],
  ['x86_64', '5.4', 'pte', 'marker != null'],
  ['x86_64', '5.4', 'pte', 'marker_names != null'],
  ['x86_64', '4.14', 'pte', 'notes has "marker-empty"'],
  // X86_USER_SHADOW_STACK came with 6.6.
  ['x86_64', '4.14', 'pte', 'notes has "shadow-stack"'],
  // No bit is set in all entries of x86_64; a pte is no table.
  ['x86_64', '6.12', 'pte', 'missing != 0'],
  ['x86_64', '6.12', 'pte', 'missing & 0x1'],
  ['x86_64', '6.12', 'pte', 'unknown & 0x2'],
  ['x86_64', '6.12', 'pte', 'reserved & 0x1'],
  ['x86_64', '6.12', 'pte', 'notes has "bad-table"'],
  // ARCH_HAS_PKEYS is selected by x86, powerpc and arm64: arch/*/Kconfig.
  ['s390x', '6.12', 'pte', 'pkey == 0'],
  ['riscv64', '6.12', 'pte', 'pkey != null'],
  // arch/s390/include/asm/pgtable.h of 6.12: pmd_present() is true of every segment entry but the empty one.
  ['s390x', '6.12', 'pmd', 'state == "swap"'],
  ['s390x', '6.12', 'pmd', 'swap.type == 3'],
])('what no entry of %s %s at level %s can be is refused: %s', (arch, kernel, level, text) => {
  const names = whereNames(resolveKernel({ kernel, arch }), { levels: [level as Level] });
  expect(() => compileWhere(text, names)).toThrow(/never|no such/);
});
