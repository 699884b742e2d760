import { describe, expect, test } from '@jest/globals';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { checkExample, type Example } from '../../helpers/examples.ts';

const VM = 'read out of the memory of a virtual machine with this kernel (test/fixtures/realkernel has more)';
const swap = { type: 1, offset: 0x1234n } as const;

const EXAMPLES: readonly Example[] = [
  {
    name: 'swap',
    kernel: '6.12',
    raw: 0x0fffffffffdb9600n,
    entry: { state: 'swap', swap },
    generic: 0x400000000001234n,
    src: 'v6.12 pgtable_64.h __swp_entry, computed',
  },
  {
    name: 'swap up to 4.18.0',
    kernel: '4.18',
    raw: 0x048d0200n,
    entry: { state: 'swap', swap },
    src: 'v4.18 pgtable_64.h __swp_entry, computed',
  },
  {
    name: 'uffd-wp marker',
    kernel: 'debian-6.1',
    raw: 0xf7fffffffffffc00n,
    entry: { state: 'pte-marker', marker: 1n },
    src: VM,
  },
  {
    name: 'uffd-wp marker',
    kernel: 'debian-6.12',
    raw: 0xfffffffffffffc00n,
    entry: { state: 'pte-marker', marker: 1n },
    src: VM,
  },
  {
    name: 'hwpoison',
    kernel: 'debian-6.1',
    raw: 0xd7ffffffffac3600n,
    entry: { state: 'hwpoison', pfn: 0x29e4n },
    src: VM,
  },
  {
    name: 'migration, writable, young and dirty',
    kernel: 'debian-7.3',
    raw: 0xdfffe7ffff912402n,
    entry: { state: 'migration', pfn: 0x376dn, writable: true, young: true, dirty: true },
    has: ['soft_dirty'],
    src: VM,
  },
  {
    name: 'PROT_NONE',
    kernel: 'debian-6.12',
    raw: 0x040ffffffd417920n,
    entry: { state: 'protnone', pfn: 0x2be8n },
    has: ['saved_dirty', 'accessed', 'soft_dirty'],
    src: VM,
  },
  {
    name: 'a 2 MiB page',
    kernel: 'debian-6.1',
    level: 'pmd',
    raw: 0x80000000046008e7n,
    entry: { state: 'present', pfn: 0x4600n, pageSize: 0x200000n },
    src: VM,
  },
  {
    name: 'the zero page',
    kernel: 'debian-6.1',
    raw: 0x8000000003310225n,
    entry: { state: 'present', pfn: 0x3310n },
    has: ['special'],
    src: VM,
  },
];

describe('x86_64', () => {
  test.each(EXAMPLES)('$kernel: $name', (example) => {
    checkExample('x86_64', example);
  });

  test.each([
    { paging: 4, shifts: [39, 30, 21, 12] },
    { paging: 5, shifts: [48, 39, 30, 21, 12] },
  ])('levels with $paging-level paging', ({ paging, shifts }) => {
    expect(resolveKernel({ paging }).levels.map(({ shift }) => shift)).toEqual(shifts);
  });
});
