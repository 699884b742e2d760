import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import { counted } from '../../../core/counted.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import type { Property, RecordContext, SwapDeviceNames } from '../../../records/property.ts';
import type { Where } from '../../../records/where/where.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';
import { levelOf } from '../kernel/level.ts';

/** `--where`: what the expression decides on, a command says in its own words. */
export const WHERE_OPTION: OptionSpec = {
  long: 'where',
  letter: 'w',
  value: 'EXPR',
  suggest: 'property',
  text: 'show only entries for which the expression is true, e.g. \'state == "swap" && uffd_wp\'',
};

/** What `--where` asks for. */
export interface EntryCondition {
  readonly where: Where;
  /** What it can speak of, by name. */
  readonly properties: ReadonlyMap<string, Property>;
  /** Whether it holds for an entry; undefined where that hangs on what nobody said of the kernel. */
  readonly answer: (entry: DecodedEntry, context: RecordContext) => boolean | undefined;
  /** What nobody said. */
  readonly unsaid: string;
}

/**
 * The condition of `--where`, or undefined without the option. The expression engine is loaded only when needed.
 *
 * @param devices swap devices that have names of their own
 * @throws PteDecodeError `ERR_EXPRESSION`; `ERR_KERNEL_UNKNOWN` where it asks for a bit that nobody knows the kernel to have
 */
export async function loadCondition(
  invocation: Invocation,
  kernel: Kernel,
  devices?: SwapDeviceNames,
): Promise<EntryCondition | undefined> {
  const text = invocation.value('where');
  if (text === undefined) return undefined;
  const { answerOn, compileEntryWhere, unsaidOf, whereProperties } =
    await import('../../../records/where/where-names.ts');
  const where = compileEntryWhere(text, kernel, {
    levels: [levelOf(invocation)],
    hasDevices: devices !== undefined && devices.size > 0,
  });
  const properties = whereProperties(kernel.layout);
  return {
    where,
    properties,
    answer: (entry, context) =>
      answerOn(where, entry, (read) => (name) => properties.get(name)?.of(read, context)),
    unsaid: unsaidOf(where, kernel),
  };
}

/** What is said of values or entries that `--where` could not be asked of. */
export const unaskedText = (unsaid: string, ...them: Parameters<typeof counted>): string =>
  `--where could not be asked of ${counted(...them)}: ${unsaid}`;
