import { decodeEntry } from '../../../core/verdicts/decode.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { formatU64 } from '../../../core/u64.ts';
import { type Cell, renderHeading, renderTable } from '../../../records/text/columns.ts';
import { differences, differingBits } from '../../../records/differences.ts';
import { recordLine } from '../../../records/schema-number.ts';
import { EXIT } from '../../exit.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import type { Action } from '../../spec.ts';
import { advisedValue, valueAdvice } from '../../options/values/advice.ts';
import { kernelHeadingLine } from '../../options/kernel/kernel-heading.ts';
import { levelOf, saysNoLevel } from '../../options/kernel/level.ts';
import { ownTableStyle } from '../../options/output/table-style.ts';

/** `pte-decode diff A B`. */
export const action: Action = async (invocation, io) => {
  const kernel: Kernel = await kernelFromOptions(invocation, io);
  const level = levelOf(invocation);
  const [textA = '', textB = ''] = invocation.args;
  const isPteAssumed = saysNoLevel(invocation);
  const options = { decimal: invocation.has('decimal'), bits: kernel.entryBits, isPteAssumed };
  const advice = await valueAdvice(
    invocation.args,
    io,
    'pte-decode pagemap diff compares dumps',
    !isPteAssumed,
  );
  const a = decodeEntry(kernel, advisedValue(textA, options, advice), { level });
  const b = decodeEntry(kernel, advisedValue(textB, options, advice), { level });
  const rows = differences(a, b);
  const bits = differingBits(a.raw, b.raw);
  if (invocation.has('json')) {
    const record = {
      arch: kernel.arch,
      kernel: kernel.id,
      level,
      a: formatU64(a.raw),
      b: formatU64(b.raw),
      equal: bits.length === 0,
      bits,
      differences: rows,
    };
    io.stdout.write(recordLine(record));
  } else {
    const style = await ownTableStyle(invocation, io);
    const bitText =
      bits.length === 0 ? 'no difference' : `${bits.length === 1 ? 'bit' : 'bits'} ${bits.join(', ')}`;
    const raw = (value: bigint): Cell => ({ text: formatU64(value), role: 'raw' });
    io.stdout.write(
      renderHeading(kernelHeadingLine(kernel, invocation, io), style) +
        renderTable([[bitText]], style, { indent: 2 }) +
        (rows.length === 0
          ? ''
          : renderTable(
              [['', raw(a.raw), raw(b.raw)], ...rows.map((row) => [row.name, row.a, row.b])],
              style,
              {
                indent: 2,
                least: [10],
              },
            )),
    );
  }
  return bits.length === 0 ? EXIT.ok : EXIT.no;
};
