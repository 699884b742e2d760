import { describe, expect, test } from '@jest/globals';
import * as names from '../../../src/cli/completion/names.ts';

describe('names to suggest', () => {
  test('kernels: the profiles, the ends of the range and host', () => {
    expect(names.kernelNames()).toEqual(
      expect.arrayContaining(['uffd-wp-special', 'debian-6.1', '4.14', '6.12', '7.3', 'host']),
    );
  });
  test('architectures', () => expect(names.archNames()).toContain('x86_64'));
  test('configuration: Kconfig symbols with their prefix, properties of the machine without', () => {
    const settings = names.configSettings();
    expect(settings).toEqual(
      expect.arrayContaining(['CONFIG_DEVICE_PRIVATE=y', 'CONFIG_DEVICE_PRIVATE=n', 'CPU_SHADOW_STACK=y']),
    );
    expect(new Set(settings).size).toBe(settings.length);
  });
  test('flags: short names and those of the kernel', () => {
    expect(names.flagNames()).toEqual(expect.arrayContaining(['rw', 'uffd_wp', '_PAGE_RW', '_PAGE_NX']));
  });
  test('markers', () => expect(names.markerShortNames()).toEqual(['uffd_wp', 'poisoned', 'guard']));
  test('functions of old and new kernels', () => {
    expect(names.functionNames()).toEqual(
      expect.arrayContaining(['pte_mkuffd_wp', 'pte_mkuffd', 'pte_swp_mkuffd_wp_special', 'make_pte_marker']),
    );
  });
});
