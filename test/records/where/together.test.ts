import { expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { whereNames } from '../../../src/records/where/where-names.ts';
import { compileWhere } from '../../../src/records/where/where.ts';
import { randomValues } from '../../helpers/values.ts';

// What a value has is no condition that no entry can meet: the rules and the state are read one by one here, not by kinds of entries.
test.each(ARCHITECTURES.map(({ arch }) => arch))(
  'state and rules of any value of %s hold together, at any level',
  (arch) => {
    const kernels = ['6.12', '7.3'].map((release) => resolveKernel({ kernel: release, arch }));
    for (const kernel of kernels)
      for (const { level } of kernel.levels) {
        const names = whereNames(kernel, { levels: [level] });
        const seen = new Set<string>();
        for (const raw of randomValues(400, kernel.entryBits)) {
          const { state } = readEntry(kernel, raw, level);
          const { rules } = decodeEntry(kernel, raw, { level });
          const parts = (['1', '2', '4'] as const).map((id) => `rule${id} == ${String(rules[id].holds)}`);
          for (const part of parts) seen.add(`state == "${state}" && ${part}`);
        }
        for (const text of seen) expect(compileWhere(text, names).text).toBe(text);
      }
  },
);
