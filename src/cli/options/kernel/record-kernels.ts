import { Kept } from '../../../core/later.ts';
import { defined } from '../../../core/defined.ts';
import { kernelError, tried } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { partRelease } from '../../../kernel/full-release.ts';
import { type KernelSpec, resolveKernel } from '../../../kernel/resolve.ts';
import { changedIo, type Io } from '../../../input/bytes/io.ts';
import { forEachLine } from '../../../input/bytes/lines.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { JsonFields } from '../../../records/read.ts';
import type { BufferedOutput } from '../../buffered-output.ts';
import { EXIT } from '../../exit.ts';
import type { Invocation } from '../../spec.ts';
import { tellAssumed } from './kernel-heading.ts';
import { kernelFromOptions, kernelSpecFromOptions, namesKernel } from './kernel.ts';
import { refuseForeign } from './symbols.ts';

/** Kernels that are kept: hostile input must not fill memory with them. */
const MOST_KERNELS = 64;

/**
 * The kernel of each record of decoding: that of `--kernel` where one is given, else the record's own, with what the other
 * options say; where the record names none, the one that all commands take. What no option says of it, its architecture and
 * its levels, the record says.
 */
export class RecordKernels {
  /** The kernel of records that name none. */
  readonly standard: Kernel;
  /** What the options say; the name of a kernel only with `--kernel`. */
  readonly #said: KernelSpec;
  readonly #symbols: readonly string[];
  readonly #known = new Kept<string, Kernel>(MOST_KERNELS);
  #isAssumed = false;

  private constructor(standard: Kernel, said: KernelSpec, invocation: Invocation) {
    this.standard = standard;
    this.#said = said;
    this.#symbols = invocation.list('config');
  }

  /** Some record named no kernel, nor do the options. */
  get isAssumed(): boolean {
    return this.#isAssumed;
  }

  /** @throws PteDecodeError as `kernelFromOptions` */
  static async from(invocation: Invocation, io: Io): Promise<RecordKernels> {
    const unnamed = changedIo(io, { env: { ...io.env, PTE_DECODE_KERNEL: undefined } });
    const said = namesKernel(invocation) ? await kernelSpecFromOptions(invocation, unnamed) : {};
    // What there is to say of the kernel that --kernel names is said once.
    const standard =
      said.kernel === undefined ? await kernelFromOptions(invocation, io) : resolveKernel(said);
    refuseForeign(invocation.list('config'), standard.arch);
    return new RecordKernels(standard, said, invocation);
  }

  /**
   * The kernel of a record. With `--arch` a record of another architecture has the standard kernel: its own means nothing
   * there.
   *
   * @throws PteDecodeError for a kernel or an architecture that is not known
   */
  kernelOf(record: JsonFields): Kernel {
    const { standard } = this;
    const fixed = this.#said.kernel;
    const kernel = fixed ?? record.text('kernel');
    if (kernel === undefined) this.#isAssumed = true;
    const arch = record.text('arch');
    const paging = this.#said.paging ?? numberOf(record.integer('paging'));
    const isForeign = (arch ?? standard.arch) !== standard.arch;
    if (isForeign && this.#said.arch !== undefined) return standard;
    const isUsual = kernel === fixed && !isForeign;
    if (isUsual && (paging ?? standard.paging) === standard.paging) return standard;
    return this.#keep([kernel, arch, paging], () =>
      this.#resolve(isForeign ? kernel : (kernel ?? standard.id), arch, paging),
    );
  }

  /** The kernel that a record was made for, also where `--kernel` names another one; that one where its own is not known. */
  ownOf(record: JsonFields): Kernel {
    const kernel = record.text('kernel');
    const arch = record.text('arch');
    if (this.#said.kernel === undefined || (kernel ?? arch) === undefined) return this.kernelOf(record);
    const paging = numberOf(record.integer('paging'));
    return this.#keep(
      [kernel, arch, paging],
      () => tried(() => this.#resolve(kernel, arch, paging)) ?? this.standard,
    );
  }

  #keep(name: readonly unknown[], resolve: () => Kernel): Kernel {
    return this.#known.once(JSON.stringify(name), resolve);
  }

  #resolve(kernel: string | undefined, arch: string | undefined, paging: number | undefined): Kernel {
    const spec: KernelSpec = { ...this.#said, ...defined({ kernel, arch }) };
    // By its number alone it would be another kernel than -k makes of it.
    if (kernel !== undefined && kernel !== this.#said.kernel && partRelease(kernel) !== undefined)
      throw kernelError(`kernel "${printable(kernel)}": no record has such a name: -k reads it`);
    const found = resolveKernel(spec);
    refuseForeign(this.#symbols, found.arch);
    // A kernel's name has what is not usual, and a record both.
    return paging === undefined || paging === found.paging ? found : resolveKernel({ ...spec, paging });
  }
}

/**
 * Runs a function for every record of standard input, in which there must be something: nobody who reads an empty answer can
 * tell it from one that was not looked for. An error of one record is reported with its place, the rest goes on.
 *
 * @returns the exit status
 */
export async function forEachRecord(
  invocation: Invocation,
  io: Io,
  output: BufferedOutput,
  work: (record: JsonFields, kernels: RecordKernels) => void,
): Promise<number> {
  const kernels = await RecordKernels.from(invocation, io);
  let isEmpty = true;
  const flush = output.flush.bind(output);
  const errors = forEachLine(io, '-', flush, (text) => {
    isEmpty = false;
    work(JsonFields.parse(text), kernels);
  });
  if (isEmpty && errors === 0) tell(io, 'no records in the input');
  flush();
  if (kernels.isAssumed) tellAssumed(kernels.standard, invocation, io);
  return isEmpty || errors > 0 ? EXIT.unanswered : EXIT.ok;
}

function numberOf(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
