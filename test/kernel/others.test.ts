import { expect, test } from '@jest/globals';
import type { Kernel } from '../../src/core/rows/model.ts';
import { ERAS, otherKernels } from '../../src/kernel/others.ts';
import { RELEASES } from '../../src/kernel/profiles.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

/** Everything that the note about other kernels compares. */
function signature(kernel: Kernel): string {
  const names = [57, 58].map((n) =>
    kernel
      .form('pte', 'leaf')
      .rows.filter((row) => row.lo === n)
      .map((row) => row.name)
      .join(),
  );
  return JSON.stringify([
    kernel.swap.src,
    kernel.swapTypes.map((type) => type.name),
    kernel.markers.map((row) => row.short),
    names,
  ]);
}

test('the eras are the runs of releases that the tables make', () => {
  const runs: { first: string; last: string; text: string }[] = [];
  for (const release of RELEASES) {
    const text = signature(resolveKernel({ kernel: release }));
    const run = runs.at(-1);
    if (run?.text === text) run.last = release;
    else runs.push({ first: release, last: release, text });
  }
  expect(ERAS).toEqual(runs.map(({ first, last }) => ({ first, last })));
});

test('the kernels to compare with are made once', () => {
  expect(otherKernels()).toBe(otherKernels());
  expect(otherKernels().map((other) => other.label)).toContain('5.11 with the patch');
});
