import { expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { makeSwapPte } from '../../../src/core/entry/swap-entry.ts';
import { RULE_IDS } from '../../../src/core/verdicts/rules.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { RecordTexts } from '../../../src/records/templates/record-texts.ts';
import { bitFlips } from '../../helpers/values.ts';

// What is said of an entry where nobody said how its kernel is built is what both builds have in common: include/linux/swap.h
// gives the types next to those of swap areas to device memory where CONFIG_DEVICE_PRIVATE is set, and to migration where not.
test.each([
  { kernel: '6.1.58', arch: 'x86_64' },
  { kernel: '5.4', arch: 'x86_64' },
  { kernel: '6.12', arch: 'arm64' },
  { kernel: '6.17', arch: 's390x' },
  { kernel: '6.12', arch: 'powerpc64' },
])('$kernel $arch: a rule or a violation of one build alone is unknown', ({ kernel: name, arch }) => {
  const kernel = resolveKernel({ kernel: name, arch });
  const [without, having] = [false, true].map((isSet) =>
    resolveKernel({ kernel: name, arch, config: new Map([['DEVICE_PRIVATE', isSet]]) }),
  );
  if (!without || !having) throw new Error('no builds');
  const texts = new RecordTexts();
  const wrong: unknown[] = [];
  let open = 0;
  for (const level of ['pte', 'pmd'] as const)
    for (let type = 20; type < 32; type += 1)
      for (const offset of [0n, 0x1234n, 0x1_2345_6789n, 0x2f_1234_5678n])
        for (const raw of bitFlips(makeSwapPte(kernel.swap, { type, offset }), kernel.entryBits)) {
          const told = decodeEntry(kernel, raw, { level });
          const [usual, other] = [decodeEntry(without, raw, { level }), decodeEntry(having, raw, { level })];
          const ruled = RULE_IDS.map((id) => [usual.rules[id].holds, other.rules[id].holds] as const);
          open += ruled.filter(([here, there]) => here !== there).length;
          const [here, there] = [usual, other].map(({ notes }) =>
            notes.some(({ grade }) => grade === 'violation'),
          );
          const common = [...ruled.map(([a, b]) => (a === b ? a : null)), here && there];
          const said = [
            ...RULE_IDS.map((id) => told.rules[id].holds),
            told.notes.some(({ grade }) => grade === 'violation'),
          ];
          // The same by template.
          const { rules, notes } = JSON.parse(texts.text(told)) as Pick<typeof told, 'rules' | 'notes'>;
          const isSame = JSON.stringify([rules, notes]) === JSON.stringify([told.rules, told.notes]);
          // A call of `expect` for each of 150,000 values takes longer than all else.
          if (String(said) !== String(common) || !isSame) wrong.push({ raw, level, said, common, isSame });
        }
  expect(wrong).toEqual([]);
  expect(open).toBeGreaterThan(100);
});
