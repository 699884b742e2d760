import { PteDecodeError } from '../../../core/errors.ts';
import { flagNames } from '../../../core/entry/entry.ts';
import { formatU64 } from '../../../core/u64.ts';
import { type Cell, renderTable } from '../../../records/text/columns.ts';
import { comparedKernels, readingsOf } from '../../../records/readings.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { EXIT } from '../../exit.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import type { Action } from '../../spec.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { valueAdvice } from '../../options/values/advice.ts';
import { valuesFrom } from '../../options/values/values.ts';
import { levelOf } from '../../options/kernel/level.ts';
import { ownTableStyle } from '../../options/output/table-style.ts';

/** `pte-decode compare`. */
export const action: Action = async (invocation, io) => {
  const template = await kernelFromOptions(invocation, io);
  const { arch, entryBits: bits } = template;
  // Options other than --kernel apply to all.
  const kernels = comparedKernels(template);
  const style = await ownTableStyle(invocation, io);
  const { palette } = style;
  const level = levelOf(invocation);
  const output = new BufferedOutput(io.stdout);
  const advice = await valueAdvice(invocation.args, io);
  const source = valuesFrom(invocation, io, { output, advice, bits });
  if (source.isMissing)
    throw new PteDecodeError('ERR_USAGE', 'compare: wants values, or values on standard input');
  for (const { value } of source.read()) {
    const readings = readingsOf(value, level, kernels);
    if (invocation.has('json')) {
      for (const { kernels: names, entry, meaning } of readings)
        output.add(
          JSON.stringify({
            schema: SCHEMA,
            raw: formatU64(value),
            arch,
            level,
            kernels: names,
            state: entry.state,
            flags: flagNames(entry),
            meaning,
          }) + '\n',
        );
      continue;
    }
    output.add(`${palette('raw', formatU64(value))}  ${palette('dim', arch)}\n`);
    const rows = readings.map(({ kernels: names, entry: { state }, meaning }): Cell[] => [
      names,
      { text: state, role: state },
      meaning.slice(state.length).replace(/^; /, ''),
    ]);
    output.add(renderTable(rows, style, { indent: 2 }));
  }
  output.flush();
  return source.errors > 0 ? EXIT.unanswered : EXIT.ok;
};
