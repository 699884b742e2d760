import type { Kernel } from '../../core/rows/model.ts';
import { DEFAULT_ARCH, encryptionBits, findMachine } from '../../kernel/capabilities/machines.ts';
import { MESSAGE_RELEASES } from '../../kernel/profiles.ts';
import { L1TF_DAY } from '../../kernel/release-days.ts';
import { vendorRemark } from '../../kernel/release.ts';
import { configFor } from '../../kernel/resolve.ts';
import { type Shown, type ShownBefore, shownOf } from './boot.ts';
import { type ChosenKernel, KernelChooser, type KernelHints, type KernelWishes } from './choose-kernel.ts';
import {
  believedDay,
  earlier,
  isPrintedBefore,
  sinceAssumed,
  untilAssumed,
  untilOn,
} from '../lines/circumstances.ts';
import { isOfOtherArch } from '../lines/kernel-name.ts';
import { contradiction, isNoWalk, isWalk, isOtherSlot, placesIn, wrongTables } from './contradictions.ts';
import { hasRoomForAll } from './behind-end.ts';
import type { ValueDecoder } from './decode-values.ts';
import { encryptionBit } from '../reports/encryption-bit.ts';
import { isOfUser } from '../conclude/kernel-address.ts';
import { hasNoRoom, hasOffset, isInPte } from './generic-entry.ts';
import { pagingOf } from './levels.ts';
import { partsText } from './refusals.ts';
import { possibleMentions } from './mentioned-kernel.ts';
import { isOdd, isOfLater, tablesOf } from './oddity.ts';
import { likeliestSize } from './page-size.ts';
import type { LogReport } from '../reports/report.ts';
import { isOfOtherLayout, isOfPage, layoutShownBy } from './shown-layout.ts';
import { ValuesOn } from './values-on.ts';
import { untilByPlaces } from './step-places.ts';
import { usedBefore } from './shown-before.ts';
import { layoutOf, likeliestLayout, otherSwapLayout } from './swap-layout.ts';
import { chooseArch, type Wanted } from './which-arch.ts';

/** The kernel of a report, and what that report shows of it. */
interface ReportKernel {
  /** The reason where nothing is decoded. */
  readonly chosen: ChosenKernel | string;
  /** What the report itself shows of its boot. */
  readonly news: Shown;
  /** What an earlier report has shown, and this one does not. */
  readonly shownBefore: readonly ShownBefore[];
}

/** Finds the kernel that a report is of. */
export class ReportKernels {
  readonly #chooser: KernelChooser;
  readonly #wishes: KernelWishes;
  readonly #values: ValuesOn;
  /** The last step of a debugger's walk, and the kernel that it was read for, or why for none. */
  #step: { readonly value: bigint; readonly chosen: ChosenKernel | string } | undefined;

  constructor(wishes: KernelWishes, decoder: ValueDecoder) {
    this.#wishes = wishes;
    this.#chooser = new KernelChooser(wishes);
    this.#values = new ValuesOn(decoder);
  }

  /**
   * The kernel that a report is of.
   *
   * @param generic the generic swap entry that the kernel complained about just before
   * @param before what earlier reports of the same boot have shown
   */
  choose(report: LogReport, generic: bigint | undefined, before: Shown): ReportKernel {
    const [first] = report.values;
    const { pageShift } = report.circumstances;
    const chosen = chooseArch(report, this.#wanted(report), {
      choose: (arch, isAssumed, paging) => {
        const hints = this.#hints(report, generic, shownOf(before, arch), arch, isAssumed);
        const found = this.#ofReport(
          report,
          { ...hints, ...(paging === undefined ? {} : { paging }) },
          generic,
        );
        // Where entries of a debugger's walk stand can rule a size out.
        return typeof found === 'string' || !report.isStep ? found : this.#withSize(found, report, generic);
      },
      refute: (kernel) => this.#refute(kernel, report, generic),
      isInPte: (kernel) => isInPte(kernel, report),
      hasOffset: (kernel) => hasOffset(kernel, report, generic),
      describe: (kernel) => this.#values.describe(kernel, report),
      read: (kernel) => this.#values.read(kernel, report),
      isMade: (kernel) => this.#values.areMade(kernel, report),
      isOdd: (kernel) => isOdd(kernel, report),
    });
    // The last step, printed once more with its flags.
    const step = report.shape.after === undefined ? undefined : this.#step;
    const isShown = typeof step?.chosen === 'object' && isOtherSlot(step.chosen.kernel, report);
    if (step !== undefined && step.value === first?.value && !isShown)
      return { ...this.#ofStep(step.chosen, report, generic, before), shownBefore: [] };
    if (typeof chosen === 'string') {
      if (report.isStep) this.#step = first && { value: first.value, chosen };
      return { chosen, news: { pageShift }, shownBefore: [] };
    }
    const shown = shownOf(before, chosen.kernel.arch);
    const { sized, swapLayout, isLayoutBefore } = this.#withLayout(
      this.#withSize(chosen, report, generic),
      report,
      generic,
      shown,
    );
    if (report.isStep) this.#step = first && { value: first.value, chosen: sized };
    if (sized.source === 'default' && hasNoRoom(sized.kernel, report.values))
      return { chosen: NO_ROOM, news: { pageShift }, shownBefore: [] };
    const arch = sized.isArchAssumed ? undefined : sized.kernel.arch;
    const news = { ...newsOf(sized.kernel, report), swapLayout, arch };
    const shownBefore = usedBefore(sized.kernel, report, this.#wishes, shown, news);
    return {
      chosen: sized,
      news,
      shownBefore: isLayoutBefore ? [...shownBefore, 'swap-layout'] : shownBefore,
    };
  }

  /** A report as one of the kernel that the text speaks of, where that can be its and is the only one. */
  withMention(report: LogReport, generic: bigint | undefined, before: Shown): LogReport {
    if (report.mentions.length === 0 || this.#wishes.fallback.kernel !== undefined) return report;
    const [only, ...others] = possibleMentions(report)
      .map((named): LogReport => ({ ...report, named }))
      .filter((candidate) => {
        const { chosen } = this.choose(candidate, generic, before);
        return typeof chosen === 'string'
          ? chosen !== NO_ROOM
          : contradiction(chosen.kernel, candidate, { generic, isStrict: false }) === undefined &&
              !isOfLater(chosen, report);
      });
    return only && others.length === 0 ? only : report;
  }

  /** A kernel that is named for another report is none of one whose values cannot be its, but can be those of another. */
  #ofReport(report: LogReport, hints: KernelHints, generic: bigint | undefined): ChosenKernel | string {
    const found = withParts(this.#chooser.choose(hints), report);
    if (!report.isNamedElsewhere || typeof found === 'string') return found;
    const isPossible = (kernel: Kernel | undefined): boolean =>
      kernel !== undefined && contradiction(kernel, report, { generic, isStrict: false }) === undefined;
    if (!isOfLater(found, report) && (isPossible(found.kernel) || isPossible(otherSwapLayout(found.kernel))))
      return found;
    const disagreeing = report.named === undefined ? [] : [report.named.release];
    const other = this.#chooser.choose({ ...hints, named: undefined, isNamedElsewhere: false, disagreeing });
    return typeof other === 'string' || isPossible(other.kernel) ? other : found;
  }

  /** The kernel of a step for what is printed once more of it, which can tell the layout of its swap entries. */
  #ofStep(
    chosen: ChosenKernel | string,
    report: LogReport,
    generic: bigint | undefined,
    before: Shown,
  ): Pick<ReportKernel, 'chosen' | 'news'> {
    const { pageShift, swapOffset } = report.circumstances;
    if (typeof chosen === 'string' || swapOffset === undefined) return { chosen, news: { pageShift } };
    const bare: Omit<ChosenKernel, 'otherLayout'> & { otherLayout?: Kernel } = { ...chosen };
    delete bare.otherLayout;
    const { sized, swapLayout } = this.#withLayout(bare, report, generic, before);
    return { chosen: sized, news: { pageShift, swapLayout } };
  }

  #wanted({ named }: LogReport): Wanted {
    const { always, fallback } = this.#wishes;
    return {
      always: always.arch,
      fallback: named === undefined ? fallback.arch : undefined,
      isNamed: fallback.kernel !== undefined,
    };
  }

  #hints(
    report: LogReport,
    generic: bigint | undefined,
    before: Shown,
    arch: string | undefined,
    isArchAssumed: boolean,
  ): KernelHints {
    const { circumstances: around } = report;
    const machine = findMachine(arch ?? '');
    let noWalk: { readonly of: Kernel['layout']; readonly is: boolean } | undefined;
    const isNever = (kernel: Kernel): boolean => {
      if (noWalk?.of !== kernel.layout) noWalk = { of: kernel.layout, is: isNoWalk(kernel, report) };
      return noWalk.is;
    };
    const { named, isNamedElsewhere } = report;
    // Of a machine of another architecture than the report that names it.
    const isForeign =
      isNamedElsewhere &&
      named !== undefined &&
      isOfOtherArch({ ...named, arch: named.arch ?? named.archOfReport }, arch);
    return {
      ...(isForeign
        ? { named: undefined, isNamedElsewhere: false, disagreeing: [named.release] }
        : { named, isNamedElsewhere, disagreeing: report.disagreeing }),
      arch,
      isArchAssumed,
      paging: (machine && pagingOf(machine, report)) ?? before.paging,
      pageShift: around.pageShift ?? before.pageShift,
      encBit: encryptionBit(arch, report) ?? (encryptionBits(arch) ? before.encBit : undefined),
      since: sinceAssumed(arch ?? DEFAULT_ARCH, around),
      surelySince: around.since,
      printedSince: around.printedSince,
      until: earlier(untilAssumed(arch ?? DEFAULT_ARCH, around), untilByPlaces(machine, report)),
      surelyUntil: untilOn(arch ?? DEFAULT_ARCH, around),
      fits: (kernel) =>
        isNever(kernel) ||
        hasNoRoom(kernel, report.values) ||
        isOfOtherLayout(kernel, report) ||
        contradiction(kernel, report, { generic, isStrict: false }) !== undefined
          ? 'no'
          : isOdd(kernel, report)
            ? 'hardly'
            : 'yes',
    };
  }

  /** The kernel with the page size that the values fit best, where nothing tells the size. */
  #withSize(chosen: ChosenKernel, report: LogReport, generic: bigint | undefined): ChosenKernel {
    return likeliestSize(chosen, {
      misfit: (kernel) =>
        contradiction(kernel, report, { generic, isStrict: false }) === undefined
          ? wrongTables(kernel, report)
          : Infinity,
      places: (kernel) => placesIn(kernel, report),
    });
  }

  /** Why values cannot be those of a kernel with either layout of swap entries, where something tells the layout. */
  #refute(kernel: Kernel, report: LogReport, generic: bigint | undefined): string | undefined {
    const why = contradiction(kernel, report, { generic, isStrict: true });
    const isTold = why !== undefined && layoutShownBy(report, generic, true) !== undefined;
    const other = isTold ? otherSwapLayout(kernel) : undefined;
    return other && contradiction(other, report, { generic, isStrict: true }) === undefined ? undefined : why;
  }

  /** The kernel with the layout of swap entries that a generic entry before shows, of this report or of an earlier one. */
  #withLayout(
    chosen: ChosenKernel,
    report: LogReport,
    generic: bigint | undefined,
    { swapLayout: known }: Shown,
  ): { sized: ChosenKernel; swapLayout: boolean | undefined; isLayoutBefore: boolean } {
    const symbol = chosen.kernel.machine.logTraits?.swapLayoutSymbol ?? '';
    const { always, fallback } = this.#wishes;
    // Distributions brought the later one back to all older kernels, as far as 2.6.
    const isAncient = isPrintedBefore(MESSAGE_RELEASES.foldersInFileNames, undefined, report.circumstances);
    const isUnnamed = chosen.source === 'default' && layoutOf(chosen.kernel) === false && !isAncient;
    const isOld = (believedDay(report.circumstances, report.named?.release) ?? L1TF_DAY) < L1TF_DAY;
    const isOpen = !isOld && (isUnnamed || ((report.named ?? this.#wishes).isSwapLayoutOpen ?? false));
    const { kernel: sized, isShown } = likeliestLayout(chosen, {
      fits: (kernel) =>
        contradiction(kernel, report, { generic, isStrict: false }) === undefined &&
        (generic !== undefined || isOfPage(kernel, report)),
      shownBy: layoutShownBy(report, generic, isOpen || isOfOtherLayout(chosen.kernel, report)),
      isStated: [always, ...(report.named ? [] : [fallback])].some((spec) =>
        configFor(chosen.kernel.arch, spec)?.has(symbol),
      ),
      isOpen,
      isOfOthers: !isOld && report.named !== undefined && vendorRemark(report.named.release) !== undefined,
      known,
      hasRoom: (kernel) => hasRoomForAll(kernel, report),
    });
    const layout = layoutOf(sized.kernel);
    return {
      sized,
      swapLayout: isShown ? layout : undefined,
      isLayoutBefore: isOpen && !isShown && known !== undefined && known === layout,
    };
  }
}

/** Why a generic entry is not read where no kernel is named. */
const NO_ROOM =
  'no tables applied: more than an entry of the kernels covered has room for, so type and offset are those of another kernel, or of none';

/** What is chosen, with the remark that the tables are those of a later kernel than the one that is named. */
function withParts(chosen: ChosenKernel | string, report: LogReport): ChosenKernel | string {
  if (typeof chosen === 'string') return chosen;
  const { kernel, source, remark } = chosen;
  // What is named elsewhere can be another kernel, unless it has parts of later ones in any case.
  if (source !== 'log' && (source !== 'elsewhere' || remark === undefined)) return chosen;
  const release = tablesOf(kernel, report);
  if (release === undefined) return chosen;
  const tables = `it makes tables as those of ${release}`;
  return { ...chosen, remark: remark === undefined ? partsText(tables) : `${remark}; ${tables}` };
}

/** What a report shows of its kernel. */
function newsOf(kernel: Kernel, report: LogReport): Shown {
  const { circumstances: around } = report;
  const { pageShift, kernelCode, kernelData } = isOfUser(kernel, around)
    ? { pageShift: around.pageShift }
    : around;
  return {
    pageShift,
    kernelCode,
    kernelData,
    paging: isWalk(report) ? pagingOf(kernel.machine, report) : undefined,
    encBit: encryptionBit(kernel.arch, report),
  };
}
