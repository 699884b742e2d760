import { Kept, keptIn } from '../../core/later.ts';
import { isPteDecodeError } from '../../core/errors.ts';
import { type Entry, entryWith, readEntry } from '../../core/entry/entry.ts';
import type { LogLevel } from '../../core/rows/log-lines.ts';
import type { Kernel } from '../../core/rows/model.ts';
import {
  makeSwapPte,
  splitGenericEntry,
  type SwapEntry,
  swpOffset,
  swpType,
} from '../../core/entry/swap-entry.ts';
import { isOfNoKernel, NONE_ABOVE } from '../conclude/upper-level.ts';
import { isKernelPlace, isOfUser } from '../conclude/kernel-address.ts';
import { NOT_OF_KERNEL } from '../conclude/no-entry.ts';
import { noKernelPage } from '../../core/verdicts/unmapped.ts';
import { behindEnd, CUT, cutAbove, NO_ENTRY } from './behind-end.ts';
import { isOtherSlot, isWalk, realSteps, type Step } from './contradictions.ts';
import type { ExplainedValue } from './explained.ts';
import { withOwnFlags } from './own-flags.ts';
import {
  notOfAddress,
  oldGenericText,
  oldPteText,
  otherEntryText,
  printedPteText,
  pteOfGeneric,
} from './old-pte.ts';
import type { LogReport } from '../reports/report.ts';
import type { FoundValue } from '../lines/find-shapes.ts';
import { unmappedOf } from './unmapped.ts';

/** Decoded entries that are kept of a level of a kernel, and such kernels. */
const MAX_DECODED = 32;
const MAX_KERNELS = 8;

/** The values of a report, decoded. */
export interface DecodedReport {
  readonly values: readonly ExplainedValue[];
  /** Of a walk, whichever lines it stands on, the values that are levels of their own, from the top down. */
  readonly steps: readonly ExplainedValue[];
}

/** What is said of a swap entry that none of the tables reads as a debugger does. */
const OTHER_SLOT = 'a swap entry that these tables read otherwise: the debugger shows another offset';

/** Decodes the values of reports, and keeps the entries: a log says the same thing many times. */
export class ValueDecoder {
  readonly #decoded = new Kept<Kernel, Map<LogLevel, Kept<bigint, Entry>>>(MAX_KERNELS);

  /**
   * The values of a report, and of a walk its steps; the reason where one of them is no entry of the kernel.
   *
   * @param generic the swap entry that was printed before
   */
  tryDecode(kernel: Kernel, report: LogReport, generic?: bigint): DecodedReport | string {
    try {
      const all = isWalk(report) ? realSteps(kernel, report.walk) : [];
      const cut = cutAbove(kernel, all);
      const real = all.filter(({ found }) => !cut.has(found));
      const none = behindEnd(kernel, real);
      const values = report.values.map((found) => {
        const value = this.decode(kernel, report, found, real, generic);
        return none.has(found)
          ? { ...value, old: NO_ENTRY }
          : cut.has(found)
            ? { ...value, old: CUT }
            : value;
      });
      // Those of other lines of a walk must be entries as well.
      const steps = real.map(
        ({ found }) => values[report.values.indexOf(found)] ?? this.decode(kernel, report, found, real),
      );
      return { values, steps };
    } catch (error) {
      if (!isPteDecodeError(error)) throw error;
      return error.message;
    }
  }

  /**
   * Decodes one value of a report.
   *
   * @param steps of a walk the values that are levels of their own
   * @param generic the swap entry that was printed before
   */
  decode(
    kernel: Kernel,
    report: LogReport,
    found: FoundValue,
    steps: readonly Step[],
    generic?: bigint,
  ): ExplainedValue {
    const { level, value } = found;
    if (level === 'swap_entry') {
      const slot = splitGenericEntry(kernel, value);
      const raw = makeSwapPte(kernel.swap, slot);
      const entry = this.#once(kernel, 'swap_entry', raw, () => this.decodeSwap(kernel, raw));
      const tooLarge = withoutRoom(kernel, value);
      const printed = printedPteText(kernel.arch, value, report);
      const old = printed ?? oldGenericText(kernel.arch, value, report);
      const pte = printed === undefined ? pteOfGeneric(entry, slot, report) : value;
      return { ...found, entry, folded: false, tooLarge, old, pte };
    }
    const { role } = report.shape;
    const folded =
      isWalk(report) &&
      !steps.some((step) => step.found === found) &&
      (value === 0n || report.walk.some((other) => other.level !== level && other.value === value));
    const read = this.#once(kernel, level, value, () => readEntry(kernel, value, level));
    const unmapped = role === 'walk' ? unmappedOf(read, report) : undefined;
    const entry = unmapped ?? withOwnFlags(read, report);
    const isOther = found === report.walk.at(-1) && isOtherSlot(kernel, report);
    const old = isOther
      ? OTHER_SLOT
      : unmapped === undefined
        ? (notOfAddress(kernel, level, report) ??
          oldPteText(read, report, generic) ??
          otherEntryText(read, report, generic) ??
          noEntryText(read, report))
        : undefined;
    return { ...found, entry, folded, tooLarge: undefined, old };
  }

  #once(kernel: Kernel, level: LogLevel, raw: bigint, decode: () => Entry): Entry {
    const levels = this.#decoded.once(kernel, () => new Map());
    return keptIn(levels, level, () => new Kept<bigint, Entry>(MAX_DECODED)).once(raw, decode);
  }

  /**
   * Decodes a pte made of type and offset alone. With the bits of one type and offset that pte is empty; one that holds
   * them has a flag as well, and it is read as with one.
   */
  decodeSwap(kernel: Kernel, raw: bigint): Entry {
    const entry = readEntry(kernel, raw, 'pte');
    if (entry.form === 'swap') return entry;
    for (const row of kernel.form('pte', 'swap').rows) {
      const flagged = readEntry(kernel, raw | row.mask, 'pte');
      if (row.kind === 'flag' && flagged.form === 'swap')
        return entryWith(flagged, {
          raw,
          fields: flagged.fields.filter(({ row: field }) => field.kind !== 'flag'),
        });
    }
    return entry;
  }
}

/** That an entry that is not present is none that a kernel has there: a swap entry above the ptes, or one of a process at an address of the kernel. */
function noEntryText(entry: Entry, { shape, circumstances }: LogReport): string | undefined {
  const { form, level, state, kernel } = entry;
  if (form === 'swap' && isOfNoKernel(level, state)) return `not present, though not empty: ${NONE_ABOVE}`;
  const isOfProcess = shape.role === 'walk' && (form === 'swap' || form === 'protnone');
  if (!isOfProcess || isOfUser(kernel, circumstances) || isKernelPlace(kernel, circumstances) !== true)
    return undefined;
  return noKernelPage(kernel, level, entry.raw) === undefined ? NOT_OF_KERNEL : undefined;
}

/** Type and offset of a generic entry that the ptes of a kernel have no room for, from which it is made; else undefined. */
export function withoutRoom(kernel: Kernel, generic: bigint): SwapEntry | undefined {
  const swap = splitGenericEntry(kernel, generic);
  const raw = makeSwapPte(kernel.swap, swap);
  const fits = swpType(kernel.swap, raw) === swap.type && swpOffset(kernel.swap, raw) === swap.offset;
  return fits ? undefined : swap;
}
