import { expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { propertiesOf } from '../../../src/records/properties.ts';
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

const NUMBERS = ['pfn', 'phys', 'swap.type', 'swap.offset', 'marker', 'pkey'];

test.each(ARCHITECTURES.map(({ arch }) => arch))(
  'the numbers and the state of any value of %s hold together, at any level',
  (arch) => {
    const kernel = resolveKernel({ kernel: '6.12', arch });
    const numbers = propertiesOf(kernel.layout).filter(({ name }) => NUMBERS.includes(name));
    for (const { level } of kernel.levels) {
      const names = whereNames(kernel, { levels: [level] });
      for (const raw of randomValues(60, kernel.entryBits)) {
        const entry = decodeEntry(kernel, raw, { level });
        const parts = numbers.flatMap(({ name, of }) => {
          const value = of(entry, { kernel });
          return typeof value === 'bigint' || typeof value === 'number' ? [`${name} == ${value}`] : [];
        });
        const text = [`state == "${entry.state}"`, ...parts].join(' && ');
        expect(compileWhere(text, names).text).toBe(text);
      }
    }
  },
);

// A page in memory has no type of a swap device, a marker is neither: mm/memory.c tells them apart by these alone.
test.each([
  'pfn == 1 && swap.type == 1',
  'swap.type == 1 && marker == 1',
  'pkey == 1 && swap.offset == 1',
  'present && swap.offset == 1',
  'state == "swap" && pfn == 1',
])('numbers that no entry has both are refused: %s', (text) => {
  const names = whereNames(resolveKernel({ kernel: '6.12' }));
  expect(() => compileWhere(text, names)).toThrow('its parts never hold together');
});
