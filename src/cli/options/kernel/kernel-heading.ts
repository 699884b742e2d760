import { PteDecodeError } from '../../../core/errors.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { asksForHost } from '../../../kernel/resolve.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { briefKernelName, kernelName } from '../../../records/text/kernel-id.ts';
import type { Invocation } from '../../spec.ts';

/** What is said of the kernel above an answer. */
interface KernelHeading {
  /** The kernel in a few words, `assumed: ` in front where nobody chose it. */
  readonly kernel: string;
  /** In fewer words: its release alone. */
  readonly brief: string;
  /** How to choose one, where nobody did. */
  readonly hint: string | undefined;
}

const CHOOSE = 'nobody said which: -k host, -k 6.12; pte-decode kernels lists them';

/**
 * The kernel of an answer in a few words.
 *
 * @param kernel what the options were resolved to
 */
export function kernelHeading(
  kernel: Kernel,
  invocation: Invocation,
  { env }: Pick<Io, 'env'>,
): KernelHeading {
  const chosen = invocation.value('kernel') ?? (env['PTE_DECODE_KERNEL'] || undefined);
  const name = kernelName(kernel);
  const release = briefKernelName(kernel);
  if (chosen === undefined) return { kernel: `assumed: ${name}`, brief: `assumed: ${release}`, hint: CHOOSE };
  const called = (text: string): string => (asksForHost(chosen) ? text.replace('Linux', 'host') : text);
  return { kernel: called(name), brief: called(release), hint: undefined };
}

/** The same in one line, for commands that begin with it. */
export function kernelHeadingLine(kernel: Kernel, invocation: Invocation, io: Pick<Io, 'env'>): string {
  const heading = kernelHeading(kernel, invocation, io);
  return [heading.kernel, ...(heading.hint === undefined ? [] : [heading.hint])].join('; ');
}

/** Tells which kernel was assumed where only the exit status answers, and at a terminal where the output is nothing but values. */
export function tellAssumed(kernel: Kernel, invocation: Invocation, io: Io): void {
  const { hint } = kernelHeading(kernel, invocation, io);
  if (hint !== undefined && (io.stdout.isTTY || invocation.has('quiet')))
    tell(io, kernelHeadingLine(kernel, invocation, io));
}

/** What another kernel may have, or give, where one does not. */
const KERNELS_OWN: readonly string[] = ['ERR_UNKNOWN_NAME', 'ERR_NO_ENCODING', 'ERR_FIELD_RANGE'];

/** Gives an answer; where the kernel has none and nobody chose it, tells which one was assumed. */
export function tellingAssumed<T>(kernel: Kernel, invocation: Invocation, io: Io, answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    const isKernels = error instanceof PteDecodeError && KERNELS_OWN.includes(error.code);
    if (isKernels && kernelHeading(kernel, invocation, io).hint !== undefined)
      tell(io, kernelHeadingLine(kernel, invocation, io));
    throw error;
  }
}
