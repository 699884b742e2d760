import { describe, expect, test } from '@jest/globals';
import { archSpellings, markerShortNames, NAME_KINDS, namesOf } from '../../../src/cli/completion/names.ts';
import { nameLists } from '../../../src/cli/completion/model.ts';
import { kernelFunctions } from '../../../src/core/functions/functions.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

describe('names to suggest', () => {
  test('kernels: the profiles, the ends of the range and host', () => {
    expect(namesOf('kernel')).toEqual(
      expect.arrayContaining(['uffd-wp-special', 'debian-6.1', '4.14', '6.12', '7.3', 'host']),
    );
  });
  test('configuration: Kconfig symbols with their prefix, properties of the machine without', () => {
    const settings = namesOf('config');
    expect(settings).toEqual(
      expect.arrayContaining(['CONFIG_DEVICE_PRIVATE=y', 'CONFIG_DEVICE_PRIVATE=n', 'CPU_SHADOW_STACK=y']),
    );
    expect(new Set(settings).size).toBe(settings.length);
  });
  test('flags: short names and those of the kernel, of one architecture', () => {
    expect(namesOf('flag', 'x86_64')).toEqual(
      expect.arrayContaining(['rw', 'uffd_wp', '_PAGE_RW', '_PAGE_NX']),
    );
    // arch/arm64/include/asm/pgtable-hwdef.h
    expect(namesOf('flag', 'arm64')).toEqual(expect.arrayContaining(['PTE_AF', 'PTE_RDONLY']));
    expect(namesOf('flag', 'arm64')).not.toContain('_PAGE_RW');
  });
  test('markers', () => expect(markerShortNames()).toEqual(['uffd_wp', 'poisoned', 'guard']));
  test('functions of old and new kernels', () => {
    const names = namesOf('function', 'x86_64');
    for (const kernel of ['uffd-wp-special', '4.14', '6.12', '7.3'])
      for (const { name } of kernelFunctions(resolveKernel({ kernel }))) expect(names).toContain(name);
  });
  test('numbers of levels', () => {
    expect(namesOf('paging', 'x86_64')).toEqual(['4', '5']);
    expect(namesOf('paging', 'i386')).toEqual(['2', '3']);
  });
  test('every architecture has a list of each kind, and so has none', () => {
    for (const kind of NAME_KINDS) {
      const archs = nameLists().flatMap((list) => (list.kind === kind ? list.archs : []));
      expect(archs.toSorted()).toEqual(['', ...archSpellings().map(({ arch }) => arch)].toSorted());
    }
  });
});
