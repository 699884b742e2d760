import { expect, test } from '@jest/globals';
import { changedKernel, kernelFrom, pagingChoices } from '../../src/explorer/kernel-choice.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

// e8a62cc26ddf (Sv48, 5.17), 011f09d12052 (Sv57, 5.18), "arm64 updates for 6.9" (LPA2).
test.each([
  { kernel: '5.16,arch=riscv64', choices: [3] },
  { kernel: '5.17,arch=riscv64', choices: [3, 4] },
  { kernel: '5.18,arch=riscv64', choices: [3, 4, 5] },
  { kernel: '6.8,arch=arm64', choices: [3, 4] },
  { kernel: '6.9,arch=arm64', choices: [3, 4, 5] },
  { kernel: '6.12,arch=powerpc64', choices: [4] },
  // A link can name what an image of a distribution showed.
  { kernel: '6.6,paging=5,arch=arm64', choices: [3, 4, 5] },
])('the levels that $kernel can be told to have', ({ kernel, choices }) => {
  expect(pagingChoices(resolveKernel({ kernel }))).toEqual(choices);
});

// Void Linux puts an underscore and the revision of its package behind the release.
test.each([
  { name: '6.1.21_1', release: '6.1.21', vendor: 'Void Linux' },
  { name: '6.1.21_1,paging=5', release: '6.1.21', vendor: 'Void Linux' },
])('$name is read as $release', ({ name, release, vendor }) => {
  const { kernel, remark } = kernelFrom(name);
  expect(kernel.id).toContain(release);
  expect(remark).toContain(vendor);
});

// v7.2 mm/Kconfig DEVICE_PRIVATE has "default y", v6.12 has none: what was said is said of the other release as well.
test('another release is configured as was said, also where the first is so by itself', () => {
  const config = (text: string): boolean =>
    changedKernel(kernelFrom(text).kernel, { kernel: '6.12' }).config('DEVICE_PRIVATE');
  expect(config('7.3,CONFIG_DEVICE_PRIVATE=y')).toBe(true);
  expect(config('uffd-wp-special,CONFIG_DEVICE_PRIVATE=y')).toBe(true);
  expect(config('7.3')).toBe(false);
});
