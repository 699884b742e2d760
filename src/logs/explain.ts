import { type Entry, readEntry, swapOf } from '../core/entry.ts';
import type { Kernel } from '../core/model.ts';
import { makeSwapPte, splitGenericEntry, swpOffset, swpType } from '../core/swap-entry.ts';
import { type ChosenKernel, KernelChooser, type KernelWishes } from './choose-kernel.ts';
import { conclude } from './conclude.ts';
import type { Finding } from './finding.ts';
import { DEFAULT_ARCH, findMachine, levelsBy } from '../kernel/machines.ts';
import type { LogReport } from './report.ts';
import type { FoundValue } from './shapes.ts';
import type { LogLevel } from '../core/log-lines.ts';

/** A value of a log, decoded. */
export interface ExplainedValue extends FoundValue {
  /** Of a `swap_entry`: the entry as a pte holds it, made by `__swp_entry_to_pte()`. */
  readonly entry: Entry;
  /** The kernel has no such level and printed the one above again. */
  readonly folded: boolean;
  /** Of a `swap_entry`: false when a pte has no room for this type and offset. */
  readonly fits: boolean;
}

/** Where a value was seen before. */
export interface SeenAt {
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** A report with its values decoded and what follows from them. */
export interface ExplainedReport {
  readonly report: LogReport;
  /** Undefined when there are no tables for the architecture; `refusal` says so. */
  readonly chosen: ChosenKernel | undefined;
  readonly refusal: string | undefined;
  readonly values: readonly ExplainedValue[];
  readonly findings: readonly Finding[];
  /** The same swap entry, printed shortly before in its other form. */
  readonly sameAs: SeenAt | undefined;
}

/** Swap entries that are remembered, and for how many bytes of the log. */
const MAX_SEEN = 32;
const SEEN_WINDOW = 0x2000;

/** Decoded entries that are kept. */
const MAX_DECODED = 512;

interface SeenSwap extends SeenAt {
  readonly message: string;
  readonly offset: number;
  readonly type: number;
  readonly swpOffset: bigint;
  readonly generic: boolean;
}

/** Explains reports in the order of the log. */
export class Explainer {
  readonly #chooser: KernelChooser;
  #paging: number | undefined;
  /** Entries decoded before: a log says the same thing many times. */
  readonly #decoded = new Map<string, Entry>();
  #seen: SeenSwap[] = [];

  constructor(wishes: KernelWishes) {
    this.#chooser = new KernelChooser(wishes);
  }

  /** Decodes the values of a report and says what follows. */
  explain(report: LogReport): ExplainedReport {
    this.#paging = pagingOf(report) ?? this.#paging;
    const { circumstances: around, shape, named } = report;
    const chosen = this.#chooser.choose({
      named,
      arch: shape.arch ?? around.arch,
      paging: around.vaBits === undefined ? this.#paging : undefined,
      pageShift: around.pageShift,
    });
    if (typeof chosen === 'string')
      return { report, chosen: undefined, refusal: chosen, values: [], findings: [], sameAs: undefined };
    const { kernel } = chosen;
    const values = report.values.map((found) => this.#decode(kernel, report, found));
    const sameAs = this.#link(kernel, report, values);
    const message = report.shape.role === 'swap' ? report.message : (sameAs?.message ?? '');
    const findings = findingsOf(kernel, report, values, message, sameAs !== undefined);
    const place = sameAs && { line: sameAs.line, column: sameAs.column };
    return { report, chosen, refusal: undefined, values, findings, sameAs: place };
  }

  #decode(kernel: Kernel, report: LogReport, found: FoundValue): ExplainedValue {
    if (found.level === 'swap_entry') {
      const swap = splitGenericEntry(kernel, found.value);
      const raw = makeSwapPte(kernel.swap, swap);
      const fits = swpType(kernel.swap, raw) === swap.type && swpOffset(kernel.swap, raw) === swap.offset;
      const entry = this.#once(kernel, 'swap_entry', raw, () => this.#decodeSwap(kernel, raw));
      return { ...found, entry, folded: false, fits };
    }
    const { level } = found;
    const folded =
      report.shape.role !== 'memory' &&
      !kernel.levels.some((geometry) => geometry.level === level) &&
      report.values.some((other) => other.level !== level && other.value === found.value);
    const entry = this.#once(kernel, level, found.value, () => readEntry(kernel, found.value, level));
    return { ...found, entry, folded, fits: true };
  }

  #once(kernel: Kernel, level: LogLevel, raw: bigint, decode: () => Entry): Entry {
    const key = `${kernel.id} ${level} ${raw}`;
    const known = this.#decoded.get(key);
    if (known) return known;
    if (this.#decoded.size >= MAX_DECODED) this.#decoded.clear();
    const entry = decode();
    this.#decoded.set(key, entry);
    return entry;
  }

  /**
   * Decodes a pte made of type and offset alone. With the bits of one type and offset that pte is empty; the kernel's
   * entry was not, so it had a flag, and is read as with one.
   */
  #decodeSwap(kernel: Kernel, raw: bigint): Entry {
    const entry = readEntry(kernel, raw, 'pte');
    if (entry.form === 'swap') return entry;
    for (const row of kernel.form('pte', 'swap').rows) {
      const flagged = readEntry(kernel, raw | row.mask, 'pte');
      if (row.kind === 'flag' && flagged.form === 'swap')
        return { ...flagged, raw, fields: flagged.fields.filter(({ row: field }) => field.kind !== 'flag') };
    }
    return entry;
  }

  /** Finds the same swap entry in its other form among those printed before, and remembers those printed here. */
  #link(kernel: Kernel, report: LogReport, values: readonly ExplainedValue[]): SeenSwap | undefined {
    let same: SeenSwap | undefined;
    if (report.shape.role !== 'swap' && report.shape.role !== 'bad-map') return undefined;
    this.#seen = this.#seen.filter((seen) => report.offset - seen.offset <= SEEN_WINDOW);
    for (const { entry, level, index } of values) {
      const swap = swapOf(entry);
      if (!swap || (level !== 'swap_entry' && level !== 'pte')) continue;
      const generic = level === 'swap_entry';
      const mine = { type: swap.type, swpOffset: swpOffset(kernel.swap, entry.raw), generic };
      const other = this.#seen.findLast(
        (seen) => seen.generic !== generic && seen.type === mine.type && seen.swpOffset === mine.swpOffset,
      );
      same ??= other;
      const { offset, line, message } = report;
      this.#seen.push({ ...mine, offset, line, message, column: index + 1 });
    }
    this.#seen = this.#seen.slice(-MAX_SEEN);
    return same;
  }
}

/** Where a walk prints levels that the kernel folds, P4D tells their number: without that level it is PGD again. */
function pagingOf({ shape, values, circumstances }: LogReport): number | undefined {
  if (shape.role !== 'walk' && shape.role !== 'bad-map-walk') return undefined;
  const machine = findMachine(shape.arch ?? circumstances.arch ?? DEFAULT_ARCH);
  if (!machine?.levels?.printsFolded) return undefined;
  const pgd = values.find(({ level }) => level === 'pgd');
  const p4d = values.find(({ level }) => level === 'p4d');
  if (!pgd || !p4d || pgd.value === 0n) return undefined;
  return levelsBy(machine, pgd.value !== p4d.value);
}

/** What follows from the values of a report; of a walk the step that ends it is what the report is about. */
function findingsOf(
  kernel: Kernel,
  { shape: { role }, circumstances: around }: LogReport,
  values: readonly ExplainedValue[],
  message: string,
  isRepeated: boolean,
): readonly Finding[] {
  const steps = role === 'walk' ? values.filter(({ folded }) => !folded) : values.slice(0, 1);
  const about = steps.find(({ entry }) => entry.form !== 'table') ?? steps.at(-1);
  if (!about) return [];
  const { entry, level } = about;
  const entries = steps.map((step) => step.entry);
  return conclude(role, { kernel, entry, level, steps: entries, around, message, isRepeated });
}
