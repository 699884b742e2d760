import { expect, test } from '@jest/globals';
import { shortKernelId } from '../../../src/records/text/kernel-id.ts';

test.each([
  { id: '7.3', short: '7.3' },
  { id: '6.18.44,CONFIG_MEM_SOFT_DIRTY=n', short: '6.18.44 (1 symbol differs)' },
  { id: '6.18.44,CONFIG_A=n,CONFIG_B=y,arch=arm64', short: '6.18.44 (2 symbols differ), arch=arm64' },
])('$id: $short', ({ id, short }) => {
  expect(shortKernelId(id)).toBe(short);
});
