import { usageError } from '../../../core/errors.ts';
import { flagNames } from '../../../core/entry/entry.ts';
import { printable } from '../../../core/printable.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { formatU64 } from '../../../core/u64.ts';
import { type DecodedEntry, decodeEntry } from '../../../core/verdicts/decode.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { briefly } from '../../../records/properties.ts';
import { type Cell, renderTable } from '../../../records/text/columns.ts';
import { comparedKernels, readingsOf } from '../../../records/readings.ts';
import { recordLine } from '../../../records/schema-number.ts';
import { EXIT } from '../../exit.ts';
import { KERNEL_OPTION, kernelFromOptions } from '../../options/kernel/kernel.ts';
import type { Action, Invocation } from '../../spec.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { valueAdvice } from '../../options/values/advice.ts';
import { valuesFrom } from '../../options/values/values.ts';
import { levelOf, saysNoLevel } from '../../options/kernel/level.ts';
import { ownTableStyle } from '../../options/output/table-style.ts';

/** What one or more kernels make of a value. */
interface Row {
  /** As the rows are headed: a run of releases, a profile, or what `-k` says. */
  readonly kernels: string;
  /** The kernel in full, where `-k` names it. */
  readonly kernel?: string;
  readonly entry: DecodedEntry;
  readonly meaning: string;
}

/** What the kernels of a command line make of values. */
interface Reader {
  readonly arch: string;
  /** Of the kernel with the smallest entries. */
  readonly bits: number;
  readonly rowsOf: (value: bigint, level: Level) => readonly Row[];
}

/** All releases and profiles: options other than --kernel apply to all. */
async function allKernels(invocation: Invocation, io: Io): Promise<Reader> {
  const template = await kernelFromOptions(invocation, io);
  const kernels = comparedKernels(template);
  return {
    arch: template.arch,
    bits: template.entryBits,
    rowsOf: (value, level) => readingsOf(value, level, kernels),
  };
}

/** A kernel of `-k`, which may have a .config of its own: `NAME,config=FILE`. */
async function namedKernel(name: string, invocation: Invocation, io: Io): Promise<Kernel> {
  const parts = name.split(',');
  const files = parts.flatMap((part) => /^\s*config=(.*)$/s.exec(part)?.[1] ?? []);
  const rest = parts.filter((part) => !/^\s*config=/.test(part)).join(',');
  const configs = [...files, ...invocation.list('config')];
  return kernelFromOptions(invocation.with('kernel', [rest]).with('config', configs), io);
}

/** The kernels of `-k`, and no others. @throws PteDecodeError `ERR_USAGE` for kernels of several architectures */
async function namedKernels(names: readonly string[], invocation: Invocation, io: Io): Promise<Reader> {
  const kernels: { readonly kernels: string; readonly kernel: Kernel }[] = [];
  const { meaning = String } = KERNEL_OPTION;
  // Of two spellings of one kernel the first stays.
  const spelled = new Map(names.toReversed().map((name) => [meaning(name), name]));
  for (const name of names.filter(
    (each, at) => names.indexOf(each) === at && spelled.get(meaning(each)) === each,
  )) {
    const kernel = await namedKernel(name, invocation, io);
    const isProfile = name.split(',')[0] === kernel.profile;
    kernels.push({ kernels: printable(isProfile ? name : `${name} (${kernel.profile})`, 200), kernel });
  }
  const archs = new Set(kernels.map(({ kernel }) => kernel.arch));
  if (archs.size > 1)
    throw usageError(`compare: kernels of ${[...archs].join(' and ')}: an entry is one of one architecture`);
  return {
    arch: [...archs].join(),
    bits: Math.min(...kernels.map(({ kernel }) => kernel.entryBits)),
    rowsOf: (value, level) =>
      kernels.map(({ kernels: label, kernel }) => {
        const entry = decodeEntry(kernel, value, { level });
        return { kernels: label, kernel: kernel.id, entry, meaning: briefly(entry) };
      }),
  };
}

/** `pte-decode compare`. */
export const action: Action = async (invocation, io) => {
  const names = invocation.list('kernel');
  const { arch, bits, rowsOf } =
    names.length === 0 ? await allKernels(invocation, io) : await namedKernels(names, invocation, io);
  const style = await ownTableStyle(invocation, io);
  const { palette } = style;
  const level = levelOf(invocation);
  const output = new BufferedOutput(io.stdout);
  const advice = await valueAdvice(invocation.args, io, undefined, !saysNoLevel(invocation));
  const source = valuesFrom(invocation, io, { output, advice, bits });
  if (source.isMissing) throw usageError('compare: wants values, or values on standard input');
  for (const { value } of source.read()) {
    const readings = rowsOf(value, level);
    if (invocation.has('json')) {
      for (const { kernels, kernel, entry, meaning } of readings)
        output.add(
          recordLine({
            raw: formatU64(value),
            arch,
            level,
            kernels,
            kernel,
            state: entry.state,
            flags: flagNames(entry),
            meaning,
          }),
        );
      continue;
    }
    output.add(`${palette('raw', formatU64(value))}  ${palette('dim', arch)}\n`);
    const rows = readings.map(({ kernels, entry: { state }, meaning }): Cell[] => [
      kernels,
      { text: state, role: state },
      meaning.slice(state.length).replace(/^; /, ''),
    ]);
    output.add(renderTable(rows, style, { indent: 2 }));
  }
  output.flush();
  return source.errors > 0 ? EXIT.unanswered : EXIT.ok;
};
