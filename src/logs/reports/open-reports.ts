import { defined } from '../../core/defined.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { aboutReport, joinCircumstances } from '../lines/circumstances.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import { LOG_WINDOW, SHORT_WINDOW } from '../lines/machine-evidence.ts';
import { isKnown, isNearlyKnown, isSettled } from './known-report.ts';
import {
  isOfAnother,
  isOfFault,
  isOfOtherName,
  isMapAwaited,
  isOfOtherText,
  keepApart,
  passNamed,
  passThose,
  type OpenReport,
  type ReportPlace,
  showTables,
  tellBackwards,
  tellMaps,
  VTOP,
  withoutOtherTexts,
} from './open-report.ts';
import { endOthers, endWalks, findBegun, findUnfinished, isComplete } from './walk-parts.ts';
import { areRegistersWanted, hearRegisters, isStatusOf, isUnplaced } from './hear-registers.ts';
import { HeldSession } from './held-session.ts';
import { HeldWords } from './held-words.ts';
import { areOfTwoTexts, originOf, quoteDepth } from '../lines/line-origin.ts';
import type { Speaking } from './mentioned-kernels.ts';
import { archOf, isLateCode, mayEndText, namedBy } from './own-name.ts';
import { belowLast, LastStep } from './last-step.ts';
import { goesOnElsewhere, type NamePlace, withKernel } from './named-kernels.ts';
import { showPte } from './swap-map.ts';
import { Surroundings } from './surroundings.ts';
import type { FoundShape } from '../lines/find-shapes.ts';

/** Keeps what was said near values: before them, for the next walk, and behind them, for the reports still open. */
export class OpenReports {
  #open: OpenReport[] = [];
  /** The text that they stand in. */
  readonly around = new Surroundings(() => this.#open);
  readonly #lastStep = new LastStep();
  /** Words of memory that wait for the next line. */
  readonly words = new HeldWords();
  readonly #session = new HeldSession();

  /** Whether a report waits for what is said behind it. */
  get isWaiting(): boolean {
    return this.#open.length > 0 || this.words.isAny || this.#session.all.length > 0;
  }

  /** Whether one that waits is of what a debugger shows. */
  get hasSteps(): boolean {
    return this.#open.some(({ found }) => found.shape.role === 'memory');
  }

  /** Nothing more is waited for. */
  close(): void {
    this.words.release();
    this.#closeThose(() => true);
    this.#session.release();
  }

  /** The report of the values of a line, open where lines behind may say more; undefined: it goes on with a walk of which there is none. */
  add(found: FoundShape, place: ReportPlace): OpenReport | undefined {
    const { partOf, standsAlone } = found.shape;
    const part = partOf && this.#addPart(found, place, partOf);
    if (part || (partOf && !standsAlone)) return part;
    const { caller, offset } = place;
    const { role } = found.shape;
    // Reports that are open have heard them.
    for (const hint of this.around.takeHints(offset)) this.around.learn(hint.offset, hint.circumstances);
    const isVtop = VTOP.includes(found.shape.name);
    const vtop = isVtop ? findUnfinished(this.#open, VTOP, found, caller) : undefined;
    if (vtop) return this.#join(vtop, found, place);
    if (isVtop || found.shape.after !== undefined) this.#endWalk(found, caller);
    const begun = role === 'walk' ? findBegun(this.#open, found, place) : undefined;
    if (begun) return this.#join(begun.head, begun.rest, place);
    const said = role === 'walk' ? this.around.takeSaid(caller, offset, found.address !== undefined) : {};
    if (role === 'bad-map') showPte(this.#open, found, place);
    const isTangled = role === 'bad-map' && isMapAwaited(this.#open, caller);
    if (role === 'walk' || role === 'bad-map') this.#pass(caller);
    if (role === 'walk') endOthers(this.#open, found, caller);
    if (role === 'bad-map-walk') showTables(this.#open, found, caller);
    // Nothing behind the words of a debugger is about them; of the steps of its walks the next lines tell the levels, and the names of the flags.
    const { inherited, dated, ...around } = this.around.of(place);
    const report: OpenReport = {
      found: this.#lastStep.atItsLevel(found),
      origin: originOf(place.message),
      ...place,
      walk: { parts: [], isBad: found.isBad, isOver: false },
      tables: [],
      circumstances: joinCircumstances(
        { ...said, ...dated, ...defined({ address: found.address }) },
        found.says,
      ),
      ofItsText: undefined,
      inherited: withoutOtherTexts(this.#open, inherited, place.message),
      nearby: {},
      ...around,
      isNamed: false,
      isPassed: false,
      isTangled,
      isFollowed: false,
      isOpen: role !== 'memory' || isVtop,
      isOfStack: false,
    };
    report.walk.parts.push(report);
    this.#learn(offset, found.says);
    this.around.see(found.shape.arch, offset);
    if (role === 'walk')
      this.#closeThose((other) => other.caller === caller && isComplete(other.walk) && isSettled(other));
    this.#lastStep.note(report.found);
    if (report.isOpen) this.#open.push(report);
    else report.isOpen = this.#session.hold(report);
    // A walk that tells something as a whole goes on, whatever is known of it; so does one of a debugger.
    if (role !== 'walk' && role !== 'bad-map' && !isVtop && found.shape.walkSays === undefined)
      this.#closeThose((other) => other === report && isKnown(other));
    return report;
  }

  /** Another report begins. */
  #pass(caller: string): void {
    this.around.begin();
    passThose(this.#open, caller);
  }

  #addPart(found: FoundShape, place: ReportPlace, shapes: readonly string[]): OpenReport | undefined {
    const head = findUnfinished(this.#open, shapes, found, place.caller);
    if (!head) return undefined;
    head.walk.isBad ||= found.isBad;
    if (found.shape.role === 'bad-map-walk') showTables(this.#open, found, place.caller);
    return found.values.length === 0 ? undefined : this.#join(head, belowLast(found, head.walk), place);
  }

  #join(head: OpenReport, found: FoundShape, place: ReportPlace): OpenReport {
    head.circumstances = joinCircumstances(head.circumstances, found.says);
    const part: OpenReport = { ...head, found, ...place };
    head.walk.parts.push(part);
    head.walk.isBad ||= found.isBad;
    this.#open.push(part);
    this.#lastStep.note(part.found);
    return part;
  }

  /** Keeps what a line near a report says of the machine, and tells the open reports. */
  #learn(offset: number, said: Circumstances): void {
    const news = this.around.learn(offset, said);
    if (!news) return;
    this.#session.learn(news);
    for (const report of this.#open)
      if (report.isPassed || isOfAnother(report, said) || isOfOtherName(report, said))
        report.nearby = joinCircumstances(report.nearby, defined({ wordBits: news.wordBits }));
      else report.circumstances = joinCircumstances(report.circumstances, news);
  }

  /** Gives what a line says to the open reports that it is about, else keeps it for the next walk. */
  hear(caller: string, offset: number, said: Circumstances, line: string): void {
    keepApart(this.#open, line);
    const { callTrace, isOfMap = false, otherFault } = said;
    const rest = aboutReport(said);
    if (otherFault) this.#pass(caller);
    if (isOfFault(said) || (said.address !== undefined && !isOfMap)) passNamed(this.#open, caller);
    this.#learn(offset, said);
    // The heading of the call trace, or the registers in front of it.
    if (callTrace) this.#closeThose((report) => report.isNamed && isKnown(report));
    else if (said.arch !== undefined) {
      hearRegisters(this.#open, caller, said, rest);
      this.#closeThose(
        (report) => report.isNamed && report.found.shape.role === 'walk' && !areRegistersWanted(report, said),
      );
    }
    const mine = this.#open.filter((report) => report.caller === caller && !report.isPassed);
    if (this.#isOfMine(mine, caller, said, rest)) return;
    const isBackwards = tellBackwards(mine.at(-1), said, line, () =>
      this.around.takeSaid(caller, offset, true),
    );
    // Another fault of the same caller: what follows is about that one.
    if (said.address !== undefined && !isOfMap && mine.at(-1)?.found.shape.role === 'walk') {
      this.#closeThose(
        (report) => report.caller === caller && report.isNamed && report.found.shape.role === 'walk',
      );
      for (const { walk } of mine) walk.isOver = true;
      this.#pass(caller);
    }
    if (!isBackwards) this.around.remember(caller, offset, said, quoteDepth(line));
  }

  /** Tells the open reports of a caller what is said of them; gives whether it is said of nothing else. */
  #isOfMine(mine: readonly OpenReport[], caller: string, said: Circumstances, rest: Circumstances): boolean {
    const last = mine.at(-1);
    const role = last?.found.shape.role;
    if (role === 'bad-map' || role === 'bad-map-walk') {
      tellMaps(mine, said, rest);
      return said.isOfMap === true || said.pageDump === true;
    }
    if (last === undefined || role !== 'walk' || isOfAnother(last, said)) return false;
    if (said.address !== undefined || said.isPrelude || isLateCode(last, said)) return false;
    // What stands in front of a walk is of the next one, where this one is whole.
    if (isOfFault(said) && said.isBehindWalk !== true && isComplete(last.walk)) return false;
    const isFault = (said.errorCode ?? said.interruption ?? said.trapCause) !== undefined;
    if (isFault && this.around.isTangled(caller)) return true;
    for (const part of last.walk.parts) part.circumstances = joinCircumstances(part.circumstances, rest);
    return isFault || isStatusOf(last, said);
  }

  /** A line may begin another text. */
  turn(line: string, offset: number): void {
    if (this.around.turn(line, offset)) this.close();
  }

  /** A line may speak of kernels, which counts until the text names one. */
  mention(line: Speaking, offset: number): void {
    this.around.mention(line, offset, [...this.#open, ...this.#session.all]);
  }

  /** A line names the kernel. */
  name(kernel: NamedKernel, place: NamePlace): void {
    const { line, caller } = place;
    const origin = originOf(line);
    const named = { ...kernel, origin };
    this.#session.release();
    if (named.isOfReport && mayEndText(line)) this.#endText(line);
    const own = caller === undefined ? [] : namedBy(this.#open, named, caller);
    const arch = own.map(archOf).find((known) => known !== undefined);
    this.around.name(named, place, arch);
    if (caller === undefined) return;
    // What a report of the same kernel tells counts for one that tells nothing.
    for (const report of this.#open)
      if (report.isNamed && report.named?.release === named.release)
        report.nearby = joinCircumstances(report.nearby, defined({ arch }));
    // One that is named again is another one, whose registers are behind it.
    if (named.isOfReport)
      this.#closeThose(
        (report) => report.isNamed && report.caller === caller && isUnplaced(report.circumstances),
      );
    for (const report of this.#open) {
      // A machine names its kernel first: what stands before that is of another boot.
      if (!named.isOfReport && !report.isNamed) report.isPassed = true;
      if (!named.isOfReport && !named.isBanner && named.arch !== undefined) report.asked ??= named;
      if (own.includes(report)) [report.named, report.isNamed] = [{ ...named, archOfReport: arch }, true];
      else if (!report.isNamed) {
        if (goesOnElsewhere(report, arch, line)) [report.named, report.others] = [undefined, []];
        if (!areOfTwoTexts(report.origin, origin, named.isOfReport))
          report.others = withKernel(report.others, named, arch);
      }
    }
    // Behind the line with the kernel of a walk stand registers, which tell more of the machine.
    this.#closeThose((report) => report.found.shape.role !== 'walk' && isKnown(report));
  }

  /** The report that a line is of stands in another text than messages about swap before it, and so do the lines before that one. */
  #endText(line: string): void {
    this.#closeThose((report) => {
      const isOver = !report.isPassed && !report.isNamed && isOfOtherText(report, originOf(line));
      if (isOver) report.circumstances = report.ofItsText ?? report.circumstances;
      return isOver;
    });
  }

  /**
   * The walk of a debugger is over: another line than one of its steps follows.
   *
   * @param line behind its last step stand the page, a blank line, and what else is shown of that
   */
  endSteps(line: 'blank' | 'page' | 'other'): void {
    if (line === 'page') endWalks(this.#open);
    else if (line === 'other') this.#closeThose(({ found }) => found.shape.role === 'memory');
  }

  /** The whole walk of a debugger is over: the next one begins, or its last entry is shown once more, with what that is. */
  #endWalk({ values: [entry], says: { swapOffset } }: FoundShape, caller: string): void {
    const isOver = ({ found, walk }: OpenReport): boolean =>
      VTOP.includes(found.shape.name) && isComplete(walk);
    const last = this.#open.findLast((report) => report.caller === caller && isOver(report));
    const head = last?.walk.parts[0];
    if (head && swapOffset !== undefined && last.found.values.at(-1)?.value === entry?.value)
      head.circumstances = joinCircumstances(head.circumstances, { swapOffset });
    this.#closeThose(isOver);
  }

  /** Reports wait no longer than for a window of text. */
  expire(offset: number): void {
    this.words.expire(offset);
    this.#session.expire(offset);
    const oldest = this.#open[0];
    if (oldest && offset - oldest.offset > SHORT_WINDOW)
      this.#closeThose(
        (report) => offset - report.offset > (isNearlyKnown(report) ? SHORT_WINDOW : LOG_WINDOW),
      );
  }

  #closeThose(isDone: (report: OpenReport) => boolean): void {
    for (const report of this.#open) if (isDone(report)) report.isOpen = false;
    if (this.#open.every((report) => report.isOpen)) return;
    const closed = this.#open.filter((report) => !report.isOpen);
    this.#open = this.#open.filter((report) => report.isOpen);
    for (const report of closed) report.isOpen = this.#session.hold(report);
  }
}
