import { describe, expect, test } from '@jest/globals';
import { disagreement } from '../../../../src/cli/commands/scan/disagreement.ts';
import { readPageEntries } from '../../../../src/images/scan/page-entries.ts';
import { pageNumber } from '../../../../src/images/scan/scan.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { createPagemapModel } from '../../../../src/pagemap/model.ts';
import { pagesMemory, readTables, readTruth, REAL_KERNELS } from '../../../helpers/real-kernels.ts';

describe.each(REAL_KERNELS)('the pages of $folder', ({ folder, kernel: name }) => {
  const kernel = resolveKernel({ kernel: name });
  const model = createPagemapModel(kernel);
  const { root, pages } = readTables(folder);
  const memory = pagesMemory(pages);
  const truth = readTruth(folder);

  test('each agrees with its own word, and with no word of another frame or state', () => {
    for (const row of truth) {
      const { entries, problems } = readPageEntries(memory, kernel, root, pageNumber(kernel, row.va), 1);
      expect(problems).toEqual([]);
      const [found] = entries;
      expect(disagreement(kernel, model, found, row.pagemap, false)).toBeUndefined();
      if (row.pagemap >> 62n === 0n) continue;
      expect(disagreement(kernel, model, found, row.pagemap ^ 0x20n, false)).toBeDefined();
      expect(disagreement(kernel, model, found, row.pagemap ^ (1n << 57n), false)).toBeDefined();
    }
  });
});

const kernel = resolveKernel({ kernel: 'debian-6.12' });
const model = createPagemapModel(kernel);

describe('disagreement', () => {
  const present = { raw: 0x8000000002bcb867n, level: 'pte', offset: 0 } as const;
  test.each([
    {
      name: 'an unmapped page that pagemap has',
      found: undefined,
      word: 0x8100000000002bcbn,
      why: /no page here, pagemap says present/,
    },
    {
      name: 'an empty entry',
      found: { ...present, raw: 0x20n },
      word: 0x8100000000002bcbn,
      why: /no page here/,
    },
    {
      name: 'a page that pagemap swapped',
      found: present,
      word: 0x4080000000000280n,
      why: /pagemap says swap/,
    },
    {
      name: 'a soft-dirty page that pagemap calls clean',
      found: present,
      word: 0x8100000000002bcbn,
      why: /soft-dirty/,
    },
    {
      name: 'the next page of a large one',
      found: { raw: 0x8000000004a008e7n, level: 'pmd', offset: 3 },
      word: 0x8180000000004a02n,
      why: /frame 0x4a03, pagemap frame 0x4a02/,
    },
  ] as const)('$name', ({ found, word, why }) => {
    expect(disagreement(kernel, model, found, word, false)).toMatch(why);
  });

  test('numbers that the kernel hid are not compared', () => {
    expect(disagreement(kernel, model, present, 0x8180000000000000n, true)).toBeUndefined();
  });
});
