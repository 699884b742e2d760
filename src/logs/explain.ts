import { isPteDecodeError } from '../core/errors.ts';
import { type Entry, numberOf, readEntry } from '../core/entry.ts';
import type { LogLevel } from '../core/log-lines.ts';
import type { Kernel } from '../core/model.ts';
import { makeSwapPte, splitGenericEntry, swpOffset, type SwapEntry, swpType } from '../core/swap-entry.ts';
import { formatHex } from '../core/u64.ts';
import { tryParseVersion } from '../core/version.ts';
import { DEFAULT_ARCH, findMachine } from '../kernel/machines.ts';
import { RELEASES } from '../kernel/profiles.ts';
import { resolveKernel } from '../kernel/resolve.ts';
import { type ChosenKernel, KernelChooser, type KernelHints, type KernelWishes } from './choose-kernel.ts';
import { SeenSwaps, type SeenAt } from './same-entry.ts';
import { conclude } from './conclude.ts';
import type { Subject } from './conclusion.ts';
import { contradiction, oddity, realSteps, type Step, wrongTables } from './contradictions.ts';
import { likeliestSize } from './page-size.ts';
import { untilOn } from './circumstances.ts';
import { withCutOff } from './cut-off.ts';
import { encryptionBit } from './encryption-bit.ts';
import type { Finding } from './finding.ts';
import { pagingOf } from './levels.ts';
import { CLOCK } from './line-memory.ts';
import type { LogReport } from './report.ts';
import { keyOfReport } from './report-key.ts';
import type { FoundValue } from './shapes.ts';
import { likeliestLayout, otherSwapLayout, withBothLayouts } from './swap-layout.ts';
import { framesShown } from './shown-memory.ts';
import { unmappedOf } from './unmapped.ts';
import { chooseArch, SAME_EVERYWHERE } from './which-arch.ts';

/** A value of a log, decoded. */
export interface ExplainedValue extends FoundValue {
  /** Of a `swap_entry`: the entry as a pte holds it, made by `__swp_entry_to_pte()`. */
  readonly entry: Entry;
  /** The kernel has no such level and printed the one above again. */
  readonly folded: boolean;
  /** Of a `swap_entry`: type and offset where a pte has no room for them; else undefined. */
  readonly tooLarge: SwapEntry | undefined;
  /** A mapping of the kernel that lost its present bit: as it was with it. */
  readonly unmapped: Entry | undefined;
}

/** A report with its values decoded and what follows from them. */
export interface ExplainedReport {
  readonly report: LogReport;
  /** Undefined when there are no tables for the architecture; `refusal` says so. */
  readonly chosen: ChosenKernel | undefined;
  readonly refusal: string | undefined;
  readonly values: readonly ExplainedValue[];
  /** One list is of reports that say the same, wherever they stand. */
  readonly findings: readonly Finding[];
  /** The same swap entry, printed shortly before in its other form. */
  readonly sameAs: SeenAt | undefined;
}

/** A pte that is complained about is printed at most so many bytes behind the swap entry in it. */
const NEXT_LINE = 400;

/** Decoded entries that are kept of a level of a kernel, and such levels. */
const MAX_DECODED = 128;

/** What holds for all of the log of one kernel, once some line has shown it. */
interface Shown {
  readonly release: string | undefined;
  paging: number | undefined;
  encBit: number | undefined;
  pageShift: number | undefined;
}

/** What is to be said of a report, wherever it stands. */
interface Reading {
  /** The reason where nothing is decoded. */
  readonly chosen: ChosenKernel | string;
  readonly values: readonly ExplainedValue[];
  /** What the log has shown by then. */
  readonly shown: Pick<Shown, 'paging' | 'encBit' | 'pageShift'>;
  /** By what was said of the same swap entry before. */
  readonly findings: Map<string, readonly Finding[]>;
}

/** Readings that are kept. */
const MAX_READINGS = 256;

/** Explains reports in the order of the log. */
export class Explainer {
  readonly #chooser: KernelChooser;
  readonly #wishes: KernelWishes;
  #shown: Shown = { release: undefined, paging: undefined, encBit: undefined, pageShift: undefined };
  /** The last generic swap entry, where it stood and who printed it. */
  #generic: { readonly value: bigint; readonly offset: number; readonly caller: string } | undefined;
  /** Entries decoded before: a log says the same thing many times. */
  readonly #decoded = new Map<string, Map<bigint, Entry>>();
  readonly #readings = new Map<string, Reading>();
  readonly #seen = new SeenSwaps();
  /** The highest frame that the log has shown to be memory of the kernel named last; -1: none. */
  #highest = -1n;
  /** The last step of a debugger's walk, and the kernel that it was read for, or why for none. */
  #step: { readonly value: bigint; readonly chosen: ChosenKernel | string } | undefined;

  constructor(wishes: KernelWishes) {
    this.#wishes = wishes;
    this.#chooser = new KernelChooser(wishes);
  }

  /** Decodes the values of a report and says what follows. */
  explain(report: LogReport): ExplainedReport {
    const { named } = report;
    if (named !== undefined && named.release !== this.#shown.release) {
      this.#shown = { release: named.release, paging: undefined, encBit: undefined, pageShift: undefined };
      this.#highest = -1n;
    }
    const generic = this.#genericBefore(report);
    this.#noteGeneric(report);
    const reading = this.#read(report, generic);
    const { chosen, values } = reading;
    if (typeof chosen === 'string') return refused(report, chosen, reading.findings.get('') ?? []);
    const sameAs = this.#seen.link(chosen.kernel, report, values);
    for (const frame of framesShown(report, values)) if (frame > this.#highest) this.#highest = frame;
    const isMemory = this.#isMemory(report, values);
    const key = `${isMemory ? 'memory ' : ''}${sameAs === undefined ? '' : `same ${sameAs.message.replace(CLOCK, '')}`}`;
    let findings = reading.findings.get(key);
    if (!findings) {
      const message = report.shape.role === 'swap' ? report.message : (sameAs?.message ?? '');
      findings = this.#findings(chosen, report, values, {
        message,
        isRepeated: sameAs !== undefined,
        isMemory,
      });
      reading.findings.set(key, findings);
    }
    findings = withCutOff(findings, report, chosen.kernel.entryBits);
    const place = sameAs && { line: sameAs.line, column: sameAs.column };
    return { report, chosen, refusal: undefined, values, findings, sameAs: place };
  }

  /** Whether the log shows memory at least as high as the frame that a bad page map complains about. */
  #isMemory({ shape: { role } }: LogReport, [first]: readonly ExplainedValue[]): boolean {
    const frame = role === 'bad-map' && first ? frameOf(first) : null;
    return frame !== null && frame <= this.#highest;
  }

  /** What is to be said of a report wherever it stands: a log says the same thing many times. */
  #read(report: LogReport, generic: bigint | undefined): Reading {
    // The steps of a debugger's walk depend on the one before.
    if (report.shape.role === 'memory') return this.#readNew(report, generic);
    const { paging, encBit, pageShift } = this.#shown;
    const key = `${keyOfReport(report)};${generic};${paging};${encBit};${pageShift}`;
    let reading = this.#readings.get(key);
    if (reading) this.#shown = { ...this.#shown, ...reading.shown };
    else {
      if (this.#readings.size >= MAX_READINGS) this.#readings.clear();
      reading = this.#readNew(report, generic);
      this.#readings.set(key, reading);
    }
    return reading;
  }

  #readNew(report: LogReport, generic: bigint | undefined): Reading {
    const chosen = this.#choose(report, generic);
    const { paging, encBit, pageShift } = this.#shown;
    const shown = { paging, encBit, pageShift };
    if (typeof chosen === 'string')
      return { chosen, shown, values: [], findings: new Map([['', this.#aboutArea(report)]]) };
    const values = this.#tryDecode(chosen.kernel, report);
    return typeof values === 'string'
      ? { chosen: values, shown, values: [], findings: new Map([['', []]]) }
      : { chosen, shown, values, findings: new Map() };
  }

  #choose(report: LogReport, generic: bigint | undefined): ChosenKernel | string {
    const { circumstances: around, named } = report;
    const { always, fallback } = this.#wishes;
    this.#shown.pageShift = around.pageShift ?? this.#shown.pageShift;
    const hintsFor = (arch: string | undefined, isArchAssumed: boolean): KernelHints => {
      const machine = findMachine(arch ?? '');
      return {
        named,
        isNamedElsewhere: report.isNamedElsewhere,
        disagreeing: report.disagreeing,
        arch,
        isArchAssumed,
        paging: (machine && pagingOf(machine, report)) ?? this.#shown.paging,
        pageShift: this.#shown.pageShift,
        encBit: this.#encryption(report, arch),
        since: around.since,
        until: untilOn(arch ?? DEFAULT_ARCH, around),
        fits: (kernel) =>
          contradiction(kernel, report, { generic, isStrict: false }) !== undefined
            ? 'no'
            : oddity(kernel, report) === undefined
              ? 'yes'
              : 'hardly',
      };
    };
    const wanted = { always: always.arch, fallback: named === undefined ? fallback.arch : undefined };
    const chosen = chooseArch(report, wanted, {
      choose: (arch, isAssumed, paging) =>
        this.#chooser.choose({
          ...hintsFor(arch, isAssumed),
          ...(paging === undefined ? {} : { paging }),
        }),
      refute: (kernel) => this.#refute(kernel, report, generic),
      describe: (kernel) => this.#describe(kernel, report),
      isOdd: (kernel) => oddity(kernel, report) !== undefined,
    });
    const [first] = report.values;
    // The last step, printed once more with its flags.
    if (report.shape.after !== undefined && this.#step !== undefined && this.#step.value === first?.value)
      return this.#step.chosen;
    const sized =
      typeof chosen === 'string'
        ? chosen
        : this.#withLayout(this.#withSize(chosen, report, generic), report, generic);
    if (report.isStep) this.#step = first && { value: first.value, chosen: sized };
    return sized;
  }

  /** The kernel with the page size that the values fit best, where nothing tells the size. */
  #withSize(chosen: ChosenKernel, report: LogReport, generic: bigint | undefined): ChosenKernel {
    if (isWalk(report)) this.#shown.paging = pagingOf(chosen.kernel.machine, report) ?? this.#shown.paging;
    return likeliestSize(chosen, (kernel) =>
      contradiction(kernel, report, { generic, isStrict: false }) === undefined
        ? wrongTables(kernel, report)
        : Infinity,
    );
  }

  /** Why values cannot be those of a kernel with either layout of swap entries, where a generic entry stands before. */
  #refute(kernel: Kernel, report: LogReport, generic: bigint | undefined): string | undefined {
    const why = contradiction(kernel, report, { generic, isStrict: true });
    const other = why === undefined || generic === undefined ? undefined : otherSwapLayout(kernel);
    return other && contradiction(other, report, { generic, isStrict: true }) === undefined ? undefined : why;
  }

  /** The kernel with the layout of swap entries that a generic entry before shows. */
  #withLayout(chosen: ChosenKernel, report: LogReport, generic: bigint | undefined): ChosenKernel {
    const symbol = chosen.kernel.machine.logTraits?.swapLayoutSymbol ?? '';
    const { always, fallback } = this.#wishes;
    return likeliestLayout(chosen, {
      fits: (kernel) => contradiction(kernel, report, { generic, isStrict: false }) === undefined,
      hasGeneric: generic !== undefined,
      isStated: [always, ...(report.named ? [] : [fallback])].some(({ config }) => config?.has(symbol)),
      isOpen: (report.named ?? this.#wishes).isSwapLayoutOpen ?? false,
    });
  }

  /** What the first value of a report is, in a few words. */
  #describe(kernel: Kernel, report: LogReport): string {
    const [first] = report.values;
    const value = first && this.#decode(kernel, report, first, realSteps(kernel, report.walk));
    const pfn = value && frameOf(value);
    return `${value?.entry.state ?? ''}${pfn === null || pfn === undefined ? '' : `, pfn ${formatHex(pfn)}`}`;
  }

  /** The bit that every entry has beyond its address, of this report or an earlier one. */
  #encryption(report: LogReport, arch: string | undefined): number | undefined {
    const bit = encryptionBit(arch, report);
    if (bit !== undefined) this.#shown.encBit = bit;
    return this.#shown.encBit;
  }

  #noteGeneric({ shape, values, offset, caller }: LogReport): void {
    const [first] = values;
    this.#generic = shape.role === 'swap' && first ? { value: first.value, offset, caller } : undefined;
  }

  #genericBefore({ shape, offset, caller }: LogReport): bigint | undefined {
    const generic = this.#generic;
    const isNear = generic !== undefined && generic.caller === caller && offset - generic.offset < NEXT_LINE;
    return shape.role === 'bad-map' && isNear ? generic.value : undefined;
  }

  /** The values of a report; the reason where one of them is no entry of the kernel. */
  #tryDecode(kernel: Kernel, report: LogReport): readonly ExplainedValue[] | string {
    try {
      const steps = isWalk(report) ? realSteps(kernel, report.walk) : [];
      // Those of other lines of a walk must be entries as well.
      for (const { found } of steps) this.#decode(kernel, report, found, steps);
      return report.values.map((found) => this.#decode(kernel, report, found, steps));
    } catch (error) {
      if (!isPteDecodeError(error)) throw error;
      return error.message;
    }
  }

  /** What a message says of an entry in area 0, which reads the same on every machine. */
  #aboutArea(report: LogReport): readonly Finding[] {
    const [first] = report.values;
    if (report.shape.role !== 'swap' || !first || first.value >= SAME_EVERYWHERE) return [];
    if (untilOn(DEFAULT_ARCH, report.circumstances) !== undefined) return [];
    const kernel = resolveKernel({ kernel: RELEASES.at(-1) ?? '' });
    const entry = this.#decodeSwap(kernel, makeSwapPte(kernel.swap, splitGenericEntry(kernel, first.value)));
    const nothing = {
      isRepeated: false,
      isBad: false,
      isTorn: false,
      tooLarge: undefined,
      unmapped: undefined,
      encBit: undefined,
      otherSizes: [],
    };
    const { circumstances: around, message } = report;
    return conclude('swap', {
      kernel,
      entry,
      level: first.level,
      steps: [entry],
      around,
      message,
      ...nothing,
    }).filter(({ code }) => code === 'swap-area' || code === 'swap-offset');
  }

  #decode(kernel: Kernel, report: LogReport, found: FoundValue, steps: readonly Step[]): ExplainedValue {
    if (found.level === 'swap_entry') {
      const swap = splitGenericEntry(kernel, found.value);
      const raw = makeSwapPte(kernel.swap, swap);
      const fits = swpType(kernel.swap, raw) === swap.type && swpOffset(kernel.swap, raw) === swap.offset;
      const entry = this.#once(kernel, 'swap_entry', raw, () => this.#decodeSwap(kernel, raw));
      return { ...found, entry, folded: false, tooLarge: fits ? undefined : swap, unmapped: undefined };
    }
    const { level } = found;
    const { role } = report.shape;
    const folded =
      isWalk(report) &&
      !steps.some((step) => step.found === found) &&
      report.walk.some((other) => other.level !== level && other.value === found.value);
    const entry = this.#once(kernel, level, found.value, () => readEntry(kernel, found.value, level));
    const unmapped = role === 'walk' ? unmappedOf(entry, report.circumstances) : undefined;
    return { ...found, entry, folded, tooLarge: undefined, unmapped };
  }

  #once(kernel: Kernel, level: LogLevel, raw: bigint, decode: () => Entry): Entry {
    const key = `${kernel.id} ${level}`;
    let entries = this.#decoded.get(key);
    if (!entries) {
      if (this.#decoded.size >= MAX_DECODED) this.#decoded.clear();
      entries = new Map();
      this.#decoded.set(key, entries);
    }
    const known = entries.get(raw);
    if (known) return known;
    if (entries.size >= MAX_DECODED) entries.clear();
    const entry = decode();
    entries.set(raw, entry);
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

  /** What follows from the values of a report; of a walk the step that ends it is what the report is about. */
  #findings(
    chosen: ChosenKernel,
    report: LogReport,
    values: readonly ExplainedValue[],
    said: Pick<Subject, 'message' | 'isRepeated' | 'isMemory'>,
  ): readonly Finding[] {
    const { shape, circumstances: around } = report;
    const { kernel, otherSizes, hasLevels } = chosen;
    const isLong = isWalk(report);
    if (isLong ? !report.isLast : !report.isFirst) return [];
    const real = isLong ? realSteps(kernel, report.walk) : [];
    const steps = isLong
      ? real.map(({ found }) => this.#decode(kernel, report, found, real))
      : values.slice(0, 1);
    const about = steps.find(({ entry }) => entry.form !== 'table') ?? steps.at(-1) ?? values[0];
    if (!about) return [];
    const { entry, level, tooLarge, unmapped } = about;
    const findings = conclude(shape.role, {
      kernel,
      entry,
      level,
      steps: steps.map((step) => step.entry),
      around,
      ...said,
      isBad: report.isBad,
      isTorn: report.isTorn,
      tooLarge,
      unmapped,
      encBit: this.#wishes.always.encBit === undefined ? encryptionBit(kernel.arch, report) : undefined,
      otherSizes,
      release: report.named && tryParseVersion(report.named.release),
      levelsAssumed: !hasLevels,
    });
    return level === 'swap_entry' || unmapped ? findings : withBothLayouts(findings, entry, chosen);
  }
}

const isWalk = ({ shape: { role } }: LogReport): boolean => role === 'walk' || role === 'bad-map-walk';

function refused(report: LogReport, refusal: string, findings: readonly Finding[]): ExplainedReport {
  return { report, chosen: undefined, refusal, values: [], findings, sameAs: undefined };
}

/** The frame of an entry, or of what it was before it lost its present bit. */
export function frameOf({ entry, unmapped }: ExplainedValue): bigint | null {
  return numberOf(unmapped ?? entry, 'pfn');
}
