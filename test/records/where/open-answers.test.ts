import { expect, test } from '@jest/globals';
import { decodedWith, decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { shapesOf } from '../../../src/core/entry/shapes.ts';
import { not64 } from '../../../src/core/u64.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { answerOn, compileEntryWhere, whereProperties } from '../../../src/records/where/where-names.ts';
import { randomValues } from '../../helpers/values.ts';

const NOTE = 'notes has "pfn-beyond-memory"';

// What nobody said: whether the kernel has CONFIG_DEVICE_PRIVATE, and with that whether a note which is unknown is one.
test.each([
  { kernel: '6.8', arch: 'x86_64' },
  { kernel: '5.15', arch: 'x86_64' },
  { kernel: '6.12', arch: 'arm64' },
  { kernel: '6.17', arch: 's390x' },
])('$kernel $arch: an answer is that of all that is left open', ({ kernel: name, arch }) => {
  const kernel = resolveKernel({ kernel: name, arch });
  const builds = [true, false].map((isSet) =>
    resolveKernel({ kernel: name, arch, config: new Map([['DEVICE_PRIVATE', isSet]]) }),
  );
  const properties = whereProperties(kernel.layout);
  const context = { kernel, place: { input: '', origin: '' } };

  let open = 0;
  for (const text of [
    'state == "migration"',
    'rule4',
    '!rule4 && rule1',
    'notes has "swap-slot-zero" || rule4',
    'swap.type > 24 && writable',
    'pfn == null || class == "a.1"',
    NOTE,
    `!(${NOTE})`,
    '!notes',
    `state in ("swap", "present") || ${NOTE}`,
    `state == "migration" && !(${NOTE} || notes has "offset-beyond-swapfile")`,
  ])
    for (const level of ['pte', 'pmd'] as const) {
      const where = compileEntryWhere(text, kernel, { levels: [level] });
      const answers = randomValues(12).flatMap((bits) =>
        shapesOf(kernel, level).map(({ mask, value }) => {
          const raw = (bits & not64(mask)) | value;
          const readings = builds.flatMap((build) => {
            const read = decodeEntry(build, raw, { level });
            const notes = read.notes.filter(({ grade }) => grade !== 'unknown');
            return [read, decodedWith(read, { notes })];
          });
          const wanted = new Set(
            readings.map((read) => where.evaluate((asked) => properties.get(asked)?.of(read, context))),
          );
          const answer = answerOn(
            where,
            decodeEntry(kernel, raw, { level }),
            (read) => (asked) => properties.get(asked)?.of(read, context),
          );
          if (answer === undefined) open += 1;
          return { raw, answer, wanted: wanted.size > 1 ? undefined : [...wanted][0] };
        }),
      );
      for (const { raw, answer, wanted } of answers) expect([raw, answer]).toEqual([raw, wanted]);
    }
  expect(open).toBeGreaterThan(20);
});
