import { expect, test } from '@jest/globals';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { shortKernelId } from '../../../src/records/text/kernel-id.ts';

test.each([
  { id: '7.3', short: '7.3' },
  { id: '6.18.44,CONFIG_MEM_SOFT_DIRTY=n', short: '6.18.44 (1 symbol differs)' },
  {
    id: '6.18.44,CONFIG_MEM_SOFT_DIRTY=n,CONFIG_DEVICE_PRIVATE=y,paging=5',
    short: '6.18.44 (2 symbols differ), paging=5',
  },
  // Off is what it is taken for where nobody says it.
  { id: '6.18.44,CONFIG_DEVICE_PRIVATE=n', short: '6.18.44' },
  { id: '6.12,ARM64_LPA2=n,arch=arm64', short: '6.12, arch=arm64' },
])('$id: $short', ({ id, short }) => {
  expect(shortKernelId(resolveKernel({ kernel: id }))).toBe(short);
});
