import { describe, expect, test } from '@jest/globals';
import { type DecodedEntry, decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { formatHex } from '../../../src/core/u64.ts';
import { otherKernels } from '../../../src/kernel/others.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import type { RecordContext } from '../../../src/records/property.ts';
import { lineFormat } from '../../../src/records/templates/line-format.ts';
import { filteredFormat, jsonFormat } from '../../../src/records/templates/template.ts';
import { createTemplateWriter } from '../../../src/records/templates/template-writer.ts';
import { answerOn, whereNames, whereProperties } from '../../../src/records/where/where-names.ts';
import { compileWhere } from '../../../src/records/where/where.ts';
import { bitFlips, randomValues } from '../../helpers/values.ts';
import { readValues } from '../../helpers/value-input.ts';

const KERNELS = [
  { kernel: 'debian-7.3' },
  { kernel: '6.12', arch: 'arm64' },
  { kernel: '6.12', arch: 's390x' },
  { kernel: '6.1', arch: 'loongarch64' },
  { kernel: '6.12', arch: 'powerpc64' },
  { kernel: '6.8' },
];

// Numbers with each other, in common, with the few that a narrow one can be; texts and places, in lines and alone.
const CONDITIONS = [
  'pfn == swap.offset',
  'pfn < raw',
  'raw & pfn == phys',
  'state == "swap" && (exclusive || rule4) || young',
  'pfn in (swap.offset, 4) || state == "swap" && swap.offset != raw',
  'origin == "<stdin>:3:1"',
  'origin != "<stdin>:4:1" && input in ("0x4", "0x5", "")',
  'not input || origin in ("<stdin>:10:1", "argument 1", "<stdin>:2:1")',
  '(pfn & swap.offset & 0xff00) >= (raw & 0xff) || (swap.offset < swap.type) == uffd_wp',
  'input == "0x4" || swap.type < swap.offset && not dirty',
];

describe.each(KERNELS)('values of $kernel $arch are judged without being decoded', (spec) => {
  const kernel = resolveKernel(spec);
  const around = { kernel, level: 'pte' as const, others: otherKernels() };
  const properties = whereProperties(kernel.layout);
  const values = [0n, 4n, ...randomValues(30), ...randomValues(1).flatMap((value) => bitFlips(value))];
  const input = {
    as: 'text' as const,
    text: [...values, ...values].map((value) => `${formatHex(value)}\n`).join(''),
  };

  test.each(CONDITIONS)('%s', (text) => {
    const where = compileWhere(text, whereNames(kernel));
    const answer = (entry: DecodedEntry, context: RecordContext) =>
      answerOn(where, entry, (read) => (name) => properties.get(name)?.of(read, context));
    for (const plain of [jsonFormat(around), lineFormat(around)]) {
      const format = filteredFormat(plain, { where, properties, answer }, around);
      let got = '';
      let wanted = '';
      let decoded = 0;
      let open = 0;
      const writer = createTemplateWriter(format, (bytes) => (got += Buffer.from(bytes).toString()));
      if (!writer) throw new Error('this Node has no WebAssembly');
      const shownOf = (value: bigint, place: { input: string; origin: string }) => ({
        entry: decodeEntry(kernel, value, around),
        context: { kernel, place },
      });
      for (const item of readValues(input, writer))
        writer.show(item.value, item.text, item.origin, () => {
          decoded += 1;
          return shownOf(item.value, { input: item.text, origin: item.origin });
        });
      writer.flush();
      for (const item of readValues(input)) {
        const { entry, context } = shownOf(item.value, { input: item.text, origin: item.origin });
        const isWanted = format.filter?.(entry, context);
        if (isWanted) wanted += format.render(entry, context);
        if (isWanted === undefined) open += 1;
      }
      expect(got).toBe(wanted);
      expect(writer.unasked).toBe(open);
      expect(decoded).toBeLessThan(1.1 * values.length);
    }
  });
});
