import { expect, test } from '@jest/globals';
import { summaryOf } from '../../../../src/cli/commands/scan/summary.ts';
import { createGrouper } from '../../../../src/images/scan/groups.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';

test('groups with entries, and what an entry of each level covers', () => {
  const kernel = resolveKernel({ kernel: '6.12' });
  const grouper = createGrouper(kernel);
  const present = grouper.groupOf('pte', 0x1067, 0);
  grouper.groupOf('pte', 0x1025, 0);
  const source = {
    kernel,
    kernelText: 'kernel',
    name: 'file',
    range: { start: 0, end: 1 },
    feed: () => new Map<string, number>(),
    close: () => undefined,
  };
  const summary = summaryOf(source, grouper, [7], new Map([['pte', 2]]), 1);
  expect(summary).toMatchObject({ source: 'file', kernelText: 'kernel', problems: 1 });
  expect(summary.rows).toEqual([{ group: present, entries: 7 }]);
  // 4 KiB, 2 MiB, 1 GiB: Intel SDM volume 3, 4.5 "4-level paging and 5-level paging".
  expect(summary.coverage).toEqual(
    new Map([
      ['pgd', 2 ** 39],
      ['pud', 2 ** 30],
      ['pmd', 2 ** 21],
      ['pte', 2 ** 12],
    ]),
  );
});
