import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseVersion } from '../../../src/core/version.ts';
import { CAPABILITIES } from '../../../src/kernel/capabilities/capabilities.ts';
import { answerCapability, type AskedKernel } from '../../../src/kernel/capabilities/answers.ts';
import { CAPABILITY_NAMES, type CapabilityName } from '../../../src/kernel/capabilities/names.ts';
import { realJson } from '../../helpers/real-kernels.ts';
import { property } from '../../helpers/json.ts';

const allOn = (): boolean => true;

function answer(name: CapabilityName, kernel: Partial<AskedKernel> & { release: string }): string {
  const row = CAPABILITIES.find((capability) => capability.name === name);
  if (!row) throw new Error(name);
  const { release, ...rest } = kernel;
  const asked = { name: release, version: parseVersion(release), arch: 'x86_64', symbol: allOn, ...rest };
  return answerCapability(row, asked).answer;
}

test('docs/host.md lists them', () => {
  const page = readFileSync(new URL('../../../docs/host.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `([^`]+)` +\| (.*?) +\| (\S*) +\|$/gm)].map(
    ([, name, text, since]) => ({ name, text, since }),
  );
  expect(listed).toEqual(CAPABILITIES.map(({ name, text, since = '' }) => ({ name, text, since })));
});

test('the names of the rows are those that a shell suggests', () => {
  expect(CAPABILITIES.map(({ name }) => name)).toEqual([...CAPABILITY_NAMES]);
});

// What UFFDIO_API of four real kernels answered: bits of include/uapi/linux/userfaultfd.h.
// prettier-ignore
const FEATURES = [
  { name: 'uffd-wp', bit: 0 }, { name: 'uffd-wp-shmem', bit: 12 }, { name: 'uffd-wp-hugetlb', bit: 12 }, { name: 'wp-unpopulated', bit: 13 },
  { name: 'poison', bit: 14 }, { name: 'wp-async', bit: 15 }, { name: 'rwp', bit: 17 },
] as const;

describe.each(['6.1.0-56-amd64', '6.12.117+deb12-amd64', '6.18.44-native', '7.3.4+deb13-amd64'])(
  '%s',
  (folder) => {
    const features = BigInt(String(property(realJson(folder, 'meta.json'), 'uffd_features')));
    test.each(FEATURES)('$name is feature bit $bit', ({ name, bit }) => {
      expect(answer(name, { release: folder.replace('-native', '') })).toBe(
        ((features >> BigInt(bit)) & 1n) === 1n ? 'yes' : 'no',
      );
    });
  },
);

describe('release and configuration', () => {
  // prettier-ignore
  test.each<{ name: CapabilityName; release: string; is: string; off?: string; arch?: string; vendor?: string }>([
    { name: 'uffd-wp', release: '5.6', is: 'no' },
    { name: 'uffd-wp', release: '5.7', is: 'yes' },
    { name: 'uffd-wp', release: '6.9', arch: 'arm64', off: 'HAVE_ARCH_USERFAULTFD_WP', is: 'no' },
    { name: 'uffd-wp', release: '6.12', arch: 's390x', off: '', is: 'no' },
    { name: 'uffd-wp-shmem', release: '6.1', off: 'SHMEM', is: 'no' },
    { name: 'uffd-wp-shmem', release: '5.14', is: 'no' },
    { name: 'uffd-wp-shmem', release: '5.14', vendor: 'Red Hat', is: 'unknown' },
    { name: 'soft-dirty', release: '6.12', off: 'MEM_SOFT_DIRTY', is: 'no' },
    { name: 'guard', release: '6.12', is: 'no' },
    { name: 'guard', release: '6.13', is: 'yes' },
    { name: 'pagemap-scan', release: '6.6', is: 'no' },
    { name: 'pagemap-scan-holes', release: '6.6', is: 'no' },
    { name: 'pagemap-scan-holes', release: '6.12.117', is: 'unknown' },
    { name: 'pagemap-scan-holes', release: '7.2', is: 'yes' },
    { name: 'pfn', release: '7.3', is: 'unknown' },
  ])('$name on $release $arch $off $vendor: $is', ({ name, release, is, off, arch, vendor }) => {
    const symbol = (symbol: string): boolean | undefined => (off === '' ? undefined : symbol !== off);
    expect(answer(name, { release, symbol, ...(arch && { arch }), ...(vendor && { vendor }) })).toBe(is);
  });

  test('nothing is yes where the configuration is not known, but for what has no symbol', () => {
    const yes = CAPABILITIES.filter(
      ({ name }) => answer(name, { release: '7.3', symbol: () => undefined }) === 'yes',
    );
    expect(yes.map(({ name }) => name)).toEqual(['guard', 'guard-files']);
  });
});
