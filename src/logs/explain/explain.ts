import { numberOf, readEntry } from '../../core/entry/entry.ts';
import { Kept } from '../../core/later.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { makeSwapPte, splitGenericEntry } from '../../core/entry/swap-entry.ts';
import { tryParseVersion } from '../../core/version.ts';
import { MESSAGE_RELEASES, RELEASES } from '../../kernel/profiles.ts';
import { resolveKernel } from '../../kernel/resolve.ts';
import { BootMemory, type Shown, type ShownBefore, shownOf } from './boot.ts';
import type { ChosenKernel, KernelWishes } from './choose-kernel.ts';
import { conclude, deniesForm } from '../conclude/conclude.ts';
import type { Subject } from '../conclude/readings.ts';
import { withCutOff } from '../conclude/cut-off.ts';
import { isWalk } from './contradictions.ts';
import { gapIn } from './gap.ts';
import { type DecodedReport, ValueDecoder } from './decode-values.ts';
import { encryptionBit } from '../reports/encryption-bit.ts';
import type { ExplainedReport, ExplainedValue } from './explained.ts';
import type { Finding } from '../conclude/finding.ts';
import { CLOCK } from '../reports/line-memory.ts';
import { isApart, isPteOpen, isUnrelated, ofAssumedPte } from './generic-entry.ts';
import { withoutHash } from './hashed-address.ts';
import { isKernelBefore } from './kernel-before.ts';
import { ReportKernels } from './report-kernel.ts';
import { withPlaces } from './shown-before.ts';
import { keyOfReport } from './report-key.ts';
import type { LogReport } from '../reports/report.ts';
import { NEXT_LINE } from '../reports/swap-map.ts';
import { SeenSwaps } from '../reports/same-entry.ts';
import { boundsOf, withBounds } from './shared-bounds.ts';
import { framesShown } from '../reports/shown-memory.ts';
import { sinceAssumed } from '../lines/circumstances.ts';
import { complaintIn } from '../lines/swap-message.ts';
import { withBothLayouts, withOlderLayouts, withOldPte, withOtherType } from './swap-layout.ts';
import { mayBePte, SAME_EVERYWHERE } from './swap-doubt.ts';

/** What is to be said of a report, wherever it stands. */
interface Reading extends DecodedReport, Pick<LogReport, 'named'> {
  /** The reason where nothing is decoded. */
  readonly chosen: ChosenKernel | string;
  /** What the report shows of its boot, and what of its kernel an earlier one has shown. */
  readonly news: Shown;
  readonly shownBefore: readonly ShownBefore[];
  /** The highest frame that it shows to be memory; -1 where it shows none. */
  readonly highest: bigint;
  /** By what was said of the same swap entry before. */
  readonly findings: Map<string, readonly Finding[]>;
}

/** A message about a generic swap entry. */
interface SwapMessage {
  readonly value: bigint;
  readonly report: LogReport;
}

const NOTHING = { values: [], steps: [], highest: -1n };
const archOf = (chosen: ChosenKernel | string): string | undefined =>
  typeof chosen === 'string' ? undefined : chosen.kernel.arch;
const higher = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** Callers whose last message is kept. */
const MAX_CALLERS = 64;

/** Readings that are kept. */
const MAX_READINGS = 320;

/** Explains reports in the order of the log. */
export class Explainer {
  readonly #wishes: KernelWishes;
  readonly #decoder = new ValueDecoder();
  readonly #kernels: ReportKernels;
  readonly #boot = new BootMemory();
  /** The last message about a generic swap entry of each caller. */
  readonly #swaps = new Map<string, SwapMessage>();
  readonly #readings = new Kept<string, Reading>(MAX_READINGS);
  readonly #seen = new SeenSwaps();

  constructor(wishes: KernelWishes) {
    this.#wishes = wishes;
    this.#kernels = new ReportKernels(wishes, this.#decoder);
  }

  /** Decodes the values of a report and says what follows. */
  explain(alone: LogReport): ExplainedReport {
    if (alone.cut !== undefined && alone.values.every((value) => !alone.walk.includes(value)))
      return refused(alone, alone.cut, []);
    const swap = this.#swapBefore(alone);
    const generic = swap?.value;
    const own = withoutHash(withKernelOf(alone, swap?.report));
    const known = this.#boot.before(own);
    const bare = withBounds(own, known.bounds);
    this.#noteSwap(bare);
    const reading = this.#read(bare, generic, known);
    const before = shownOf(known, archOf(reading.chosen));
    const { named, chosen, values, steps, news, shownBefore } = reading;
    const report = { ...bare, named, circumstances: withPlaces(bare.circumstances, before) };
    // The line with the kernel of a report is a warning.
    const hasWarnings = (bare.named?.isOfReport === true && !bare.isNamedElsewhere) || known.hasWarnings;
    const shownHere = { ...news, hasWarnings, bounds: boundsOf(bare) };
    if (typeof chosen === 'string') {
      this.#boot.learn(bare, shownHere);
      return refused(report, chosen, reading.findings.get('') ?? []);
    }
    const sameAs = this.#seen.link(chosen.kernel, report, values);
    const { memoryEnd = 0n } = report;
    const shown = higher(reading.highest, (memoryEnd >> BigInt(chosen.kernel.pageShift)) - 1n);
    const highest = higher(shown, before.highest ?? -1n);
    this.#boot.learn(bare, { ...shownHere, highest });
    const isMemory = isMemoryAt(report, values, highest);
    const key = `${memoryEnd}${isMemory ? 'memory ' : ''}${hasWarnings === true ? 'warnings ' : ''}${sameAs === undefined ? '' : `same ${sameAs.message.replace(CLOCK, '')}`}`;
    let findings = reading.findings.get(key);
    if (!findings) {
      const message = complaintIn(report.shape.role === 'swap' ? report.message : (sameAs?.message ?? ''));
      findings = this.#findings(
        chosen,
        report,
        { values, steps },
        { message, isRepeated: sameAs !== undefined, isMemory, hasWarnings },
        generic,
      );
      reading.findings.set(key, findings);
    }
    findings = withCutOff(findings, report, chosen.kernel, values.at(-1)?.old !== undefined);
    const place = sameAs && { line: sameAs.line, column: sameAs.column };
    return { report, chosen, refusal: undefined, shownBefore, values, findings, sameAs: place };
  }

  /** What is to be said of a report wherever it stands: a log says the same thing many times. */
  #read(report: LogReport, generic: bigint | undefined, before: Shown): Reading {
    // The steps of a debugger's walk depend on the one before.
    if (report.shape.role === 'memory') return this.#readNew(report, generic, before);
    const { arch, paging, encBit, pageShift, swapLayout, kernelCode, kernelData } = before;
    const shown = [paging, encBit, pageShift, swapLayout, kernelCode, kernelData];
    // Whose it is counts where something was shown.
    const whose = shown.some((one) => one !== undefined) ? arch : undefined;
    const key = [keyOfReport(report), generic, whose, ...shown].join(';');
    return this.#readings.once(key, () => this.#readNew(report, generic, before));
  }

  #readNew(bare: LogReport, generic: bigint | undefined, before: Shown): Reading {
    const mentioned = this.#kernels.withMention(bare, generic, before);
    const { chosen, news, shownBefore } = this.#kernels.choose(mentioned, generic, before);
    const shown = shownOf(before, archOf(chosen));
    const report = { ...mentioned, circumstances: withPlaces(bare.circumstances, shown) };
    const rest = { named: mentioned.named, news, shownBefore };
    if (typeof chosen === 'string')
      return { chosen, ...rest, ...NOTHING, findings: new Map([['', this.#aboutArea(report)]]) };
    const decoded = this.#decoder.tryDecode(chosen.kernel, report, generic);
    return typeof decoded === 'string'
      ? { chosen: decoded, ...rest, ...NOTHING, findings: new Map([['', []]]) }
      : {
          chosen,
          ...rest,
          ...decoded,
          highest: framesShown(chosen.kernel, report).reduce(higher, -1n),
          findings: new Map(),
        };
  }

  #noteSwap(report: LogReport): void {
    const [first] = report.values;
    const { shape, caller } = report;
    if (this.#swaps.size > MAX_CALLERS) this.#swaps.clear();
    if (shape.role === 'swap' && first) this.#swaps.set(caller, { value: first.value, report });
    // Lines that go on with a bad page map are of the same report.
    else if (report.isLast) this.#swaps.delete(caller);
  }

  /** The message that a bad page map was printed with. */
  #swapBefore({ shape, offset, caller, walk, message, isFirst }: LogReport): SwapMessage | undefined {
    const swap = this.#swaps.get(caller);
    if (swap === undefined || shape.role !== 'bad-map') return undefined;
    // What goes on in further rows is of the event of the first.
    if (isFirst && isApart(swap.report.message, message)) this.#swaps.delete(caller);
    const pte = walk.find(({ level }) => level === 'pte');
    const isOther = pte !== undefined && isUnrelated(swap.value, pte.value);
    return isOther || !this.#swaps.has(caller) || offset - swap.report.offset >= NEXT_LINE ? undefined : swap;
  }

  /** What a message says of an entry in area 0, which reads the same on every machine. */
  #aboutArea(report: LogReport): readonly Finding[] {
    const [first] = report.values;
    if (report.shape.role !== 'swap' || !first || first.value >= SAME_EVERYWHERE) return [];
    if (mayBePte(report)) return [];
    const kernel = resolveKernel({ kernel: RELEASES.at(-1) ?? '' });
    const entry = this.#decoder.decodeSwap(
      kernel,
      makeSwapPte(kernel.swap, splitGenericEntry(kernel, first.value)),
    );
    const nothing = {
      isRepeated: false,
      isBad: false,
      isTorn: false,
      tooLarge: undefined,
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
      message: complaintIn(message),
      ...nothing,
    }).filter(
      ({ code }) =>
        code === 'swap-area' ||
        code === 'swap-offset' ||
        (code === 'swap-slot' && message.includes('Unused swap')),
    );
  }

  /** What follows from the values of a report; of a walk the step that ends it is what the report is about, of a debugger's each. */
  #findings(
    chosen: ChosenKernel,
    report: LogReport,
    { values, steps: ofWalk }: DecodedReport,
    said: Pick<Subject, 'message' | 'isRepeated' | 'isMemory' | 'hasWarnings'>,
    generic: bigint | undefined,
  ): readonly Finding[] {
    const { shape, circumstances: around } = report;
    const { kernel, otherSizes, hasLevels, source } = chosen;
    const isLong = isWalk(report);
    const isTold = report.isStep && around.swapOffset !== undefined;
    if (isLong ? !report.isLast : !report.isFirst && (!report.isStep || isTold)) return [];
    const steps = isLong ? ofWalk : values.slice(0, 1);
    const about = steps.find(({ entry }) => entry.form !== 'table') ?? steps.at(-1) ?? values[0];
    if (!about) return [];
    const { level, tooLarge, old } = about;
    const [top] = kernel.levels;
    // Of a walk whose text ends above the top table: what the kernel prints there is the entry of that one.
    const entry = about.folded && top ? readEntry(kernel, about.value, top.level) : about.entry;
    const findings = conclude(shape.role, {
      kernel,
      entry,
      level,
      steps: steps.map((step) => step.entry),
      around,
      ...said,
      isBad: report.isBad,
      isTorn: report.isTorn,
      gap: isLong ? gapIn(kernel, report, steps) : undefined,
      tooLarge,
      encBit: this.#wishes.always.encBit === undefined ? encryptionBit(kernel.arch, report) : undefined,
      otherSizes,
      memoryEnd: report.memoryEnd,
      release: chosen.release === undefined ? undefined : tryParseVersion(chosen.release),
      hasWarnings:
        said.hasWarnings === true || isKernelBefore(report, kernel.arch, MESSAGE_RELEASES.pageDumpWarning),
      poison: poisonOf(report, kernel),
      processTables: processTablesOf(report, kernel),
      levelsAssumed: !hasLevels,
      isAssumed: source === 'default',
      isPteOpen: isPteOpen(chosen),
    });
    if (old !== undefined) return withOldPte(findings, entry, level, old);
    if (level === 'swap_entry') return ofAssumedPte(chosen, findings);
    if (entry.form === 'unmapped' || deniesForm(findings)) return findings;
    const both = withBothLayouts(findings, entry, chosen);
    // What was printed before, or a debugger, tells the layout.
    if (generic !== undefined || around.swapOffset !== undefined) return withOtherType(both, entry, generic);
    return withOlderLayouts(both, entry, chosen, sinceAssumed(kernel.arch, around));
  }
}

/** The first release that looks addresses of the kernel up in its own tables, where that of a report is older. */
function processTablesOf(report: LogReport, { arch, machine }: Kernel): string | undefined {
  const { until } = machine.logTraits?.processTables ?? {};
  return until !== undefined && isKernelBefore(report, arch, until) ? until : undefined;
}

/** Which poison a kernel has, as far as its age is known. v2.4 mm/slab.c POISON_BYTE, include/linux/list.h list_del */
function poisonOf(report: LogReport, { arch, machine }: Kernel): Subject['poison'] {
  if (isKernelBefore(report, arch, MESSAGE_RELEASES.foldersInFileNames)) return 'none';
  const { illegalPointer } = machine.logTraits ?? {};
  const bounds = [MESSAGE_RELEASES.listPoisonDelta, ...(illegalPointer ? [illegalPointer.since] : [])];
  return bounds.every((release) => isKernelBefore(report, arch, release)) ? 'old' : undefined;
}

/** A bad page map that names no kernel itself as one of that of the message before it, where something names that. */
function withKernelOf(map: LogReport, message: LogReport | undefined): LogReport {
  const isOwn = map.named !== undefined && !map.isNamedElsewhere;
  if (isOwn || message?.named === undefined) return map;
  return { ...map, named: message.named, isNamedElsewhere: true, disagreeing: [] };
}

function refused(report: LogReport, refusal: string, findings: readonly Finding[]): ExplainedReport {
  return { report, chosen: undefined, refusal, shownBefore: [], values: [], findings, sameAs: undefined };
}

/** Whether the log shows memory at least as high as the frame that a bad page map complains about. */
function isMemoryAt(
  { shape: { role } }: LogReport,
  [first]: readonly ExplainedValue[],
  highest: bigint,
): boolean {
  const frame = role === 'bad-map' && first ? numberOf(first.entry, 'pfn') : null;
  return frame !== null && frame <= highest;
}
