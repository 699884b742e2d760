import { defined } from '../../core/defined.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { hasNoLonger } from '../../kernel/release.ts';
import { joinCircumstances, later, untilAssumed, withPlace } from '../lines/circumstances.ts';
import { hasOtherForm, hasOtherTable } from '../lines/foreign-message.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import { isTimed } from '../lines/line-origin.ts';
import { type Inherited, isOfOtherSize, isOther } from '../lines/machine-evidence.ts';
import { isPrintedBy, kernelOf, kernelsFor, withKernel } from './named-kernels.ts';
import type { LogReport } from './report.ts';
import type { FoundShape, FoundValue } from '../lines/find-shapes.ts';

/** The shapes of the steps that a debugger shows, one a line. */
export const VTOP: readonly string[] = [
  'crash-top',
  'crash-walk',
  'crash-region-walk',
  'makedumpfile-walk',
  'makedumpfile-walk-part',
];

/** Where a report stands. */
export interface ReportPlace {
  /** 1-based. */
  readonly line: number;
  /** Byte offset of the line in the input. */
  readonly offset: number;
  readonly caller: string;
  /** The line before its first value. */
  readonly message: string;
  /** The input ends right behind its last value, without a line feed. */
  readonly isCut: boolean;
}

/** Where the memory ends that a kernel shows when it starts, in bytes, 0 where it does not; and which kernel that is. */
export interface BootedMemory {
  readonly end: bigint;
  readonly release: string;
}

/** The lines of one walk, or of one bad page map; one line where nothing tore it. */
export interface Walk {
  readonly parts: OpenReport[];
  isBad: boolean;
  /** Another fault of the same caller was announced: nothing goes on with it. */
  isOver: boolean;
}

/** A report that may still learn something from lines behind it. */
export interface OpenReport extends ReportPlace {
  readonly found: FoundShape;
  /** Its line has the time of the kernel. */
  readonly isTimed: boolean;
  readonly walk: Walk;
  /** The way down to a bad entry, or the pte with a swap entry, where the line behind it shows that. */
  tables: readonly FoundValue[];
  circumstances: Circumstances;
  /** That without what was heard since lines of another text began. */
  ofItsText: Circumstances | undefined;
  /** What was said of the machine before it, and of which release that was. */
  readonly inherited: Inherited;
  /** What was said of a machine behind another report: it need not be the same. */
  nearby: Circumstances;
  /** Where the banner of its boot stands. */
  readonly boot: number | undefined;
  /** What the boot before it shows of memory. */
  readonly memory: BootedMemory | undefined;
  /** The kernel that the log names for it. */
  named: NamedKernel | undefined;
  /** It is the first behind the line that names it: what other machines print behind it is none of it. */
  readonly isBelowName: boolean;
  /** The kernel was named behind it. */
  isNamed: boolean;
  /** Kernels that the text near it speaks of, each once. */
  mentions: readonly NamedKernel[];
  /** Kernels that the log names for other reports, each once. */
  others: readonly NamedKernel[];
  /** The kernel of a machine that the text names behind it as the answer of `uname`, with its architecture. */
  asked?: NamedKernel;
  /** Another report followed, which lines behind it are about. */
  isPassed: boolean;
  /** Another one followed that may be of the same story. */
  isFollowed: boolean;
  isOpen: boolean;
  /** It is no report: words of a stack, as those behind them tell. */
  isOfStack: boolean;
}

/**
 * What was said of the machine before a report, without the size of words where messages about swap alone say it, all of another
 * text.
 *
 * @param message what stands in front of the values of the report
 */
export function withoutOtherTexts(
  open: readonly OpenReport[],
  inherited: Inherited,
  message: string,
): Inherited {
  const speakers = open.filter(
    ({ found: { shape, says } }) => shape.role === 'swap' && says.wordBits !== undefined,
  );
  const isTold = speakers.length === 0 || inherited.circumstances.arch !== undefined;
  if (isTold || !speakers.every((other) => isOfOtherText(other, isTimed(message)))) return inherited;
  const circumstances = { ...inherited.circumstances };
  delete circumstances.wordBits;
  return { ...inherited, circumstances };
}

/** Gives a bad entry the way down to it, which the line behind shows, over as many lines as it takes; both are of one kernel. */
export function showTables(
  open: readonly OpenReport[],
  { shape, values, says }: FoundShape,
  caller: string,
): void {
  const map = open.findLast(
    (report) => report.caller === caller && !report.isPassed && report.found.shape.role === 'bad-map',
  );
  if (!map) return;
  if (!shape.partOf) map.tables = values;
  const { since, until } = says;
  const bounds = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  map.circumstances = joinCircumstances(map.circumstances, bounds);
}

/** Tells bad page maps what a line says; an address is only theirs where it is that of a map, and none was told before. */
export function tellMaps(open: readonly OpenReport[], said: Circumstances, rest: Circumstances): void {
  for (const report of open) {
    const isMap =
      report.found.shape.role.startsWith('bad-map') &&
      !isOfAnother(report, said) &&
      (said.isOfMap === true || said.pageDump === true || !isOfOtherName(report, said));
    const isOwn =
      said.address === undefined || (said.isOfMap === true && report.circumstances.address === undefined);
    if (isMap && isOwn) report.circumstances = joinCircumstances(report.circumstances, rest);
  }
}

/** Whether nothing behind the beginning of a fault is about a report. */
function isOver({ found: { shape }, isNamed }: OpenReport): boolean {
  return shape.role.startsWith('bad-map') || (isNamed && shape.role !== 'walk');
}

/** A fault begins: what follows is not about another report whose kernel was named, nor about a bad page map, whose lines stand together. */
export function passNamed(open: readonly OpenReport[], caller: string): void {
  for (const report of open) if (report.caller === caller && isOver(report)) report.isPassed = true;
}

/** Another report of a caller begins: what follows is about that one. Messages about swap come before the report of the same fault. */
export function passThose(open: readonly OpenReport[], caller: string): void {
  for (const report of open) {
    if (report.caller !== caller || report.isPassed) continue;
    const { role } = report.found.shape;
    const isWhole = role === 'walk' || role.startsWith('bad-map') || report.isNamed;
    report.isPassed = isWhole || report.isFollowed;
    report.isFollowed = true;
  }
}

/** The report as it is known by now. */
export function toReport(open: OpenReport): LogReport {
  const { found, line, offset, caller, message, isCut, walk } = open;
  const { shape, values, address, hasPointer, isTorn, isLevelAssumed, says } = found;
  const head = walk.parts[0] ?? open;
  const all: readonly FoundValue[] = walk.parts.flatMap((part) => part.found.values);
  const at = (name: Level): bigint | undefined => all.find(({ level }) => level === name)?.value;
  const isWhole = !walk.parts.some((part) => part.isCut || part.found.isTorn);
  const areApart = walk.parts.length > 1 && all.length === walk.parts.length;
  const said = head.found.shape.walkSays?.(at, areApart, isWhole ? head.circumstances : undefined) ?? {};
  const isForeign = isForeignTo(head);
  const first = head.named ?? open.named;
  const { before, named, others } = isForeign ? ofNone(head) : kernelAndMachine(head, first);
  // Lines behind a message that belong to a kernel which prints no such message are not about it.
  const isUnheard = isForeign || (head.isNamed && named === undefined && shape.role === 'swap');
  const { day, quotedBy } = head.circumstances;
  const heard = isUnheard ? { ...says, ...defined({ day, quotedBy }) } : head.circumstances;
  const allNamed = first === undefined ? head.others : withKernel(head.others, first);
  const kernels = kernelOf(named, others, allNamed);
  return {
    shape,
    values,
    address,
    hasPointer,
    isTorn,
    isLevelAssumed: isLevelAssumed ?? shape.isLevelOpen,
    says,
    isBad: walk.isBad,
    line,
    offset,
    caller,
    message,
    isCut,
    boot: head.boot,
    own: joinCircumstances(head.circumstances, said),
    circumstances: withPlace(joinCircumstances(joinCircumstances(heard, said), before)),
    nearby: isForeign ? {} : nearbyOf(head),
    leftArch: head.isNamed || named ? undefined : (first?.arch ?? first?.archOfReport),
    ...kernels,
    mentions: kernels.named || kernels.disagreeing.length > 0 ? [] : head.mentions,
    memoryEnd: memoryEndOf(head, kernels.named?.release),
    walk: all,
    tables: head.tables,
    isFirst: head === open,
    isStep: VTOP.includes(shape.name),
    isLast: walk.parts.at(-1) === open,
  };
}

/** A text is as old as its heading says, whoever's machine it is about. */
const dayOnly = ({ day }: Circumstances): Circumstances => defined({ day });

const ofNone = ({ inherited }: OpenReport): ReturnType<typeof kernelAndMachine> => ({
  before: dayOnly(inherited.circumstances),
  named: undefined,
  others: [],
});

/** The kernels that a report can be of, and what was said before of its machine: nothing that was said of one with a kernel that it is not of. */
function kernelAndMachine(
  head: OpenReport,
  named: NamedKernel | undefined,
): { before: Circumstances; named: NamedKernel | undefined; others: readonly NamedKernel[] } {
  const { release } = head.inherited;
  const of = (before: Circumstances): ReturnType<typeof kernelAndMachine> => {
    const [own, others] = kernelsFor({ ...head, inherited: { circumstances: before, release } }, named);
    return { before, named: own, others };
  };
  const found = of(inheritedBy(head));
  const isOfOwner = (kernel: NamedKernel | undefined): boolean => kernel?.release === release;
  const owner = head.isNamed ? undefined : [named, ...head.others].find(isOfOwner);
  // A machine whose owner has asked `uname` can have been started anew.
  const isPrinted = owner !== undefined && (owner.isOfReport || owner.isBanner);
  const isLeft = isPrinted && ![found.named, ...found.others].some(isOfOwner);
  return isLeft && archAsked(head) === undefined ? of({}) : found;
}

/** Where memory ends by the boot of the kernel of a report; of another kernel, or a debugger, that says nothing. */
function memoryEndOf({ found, memory }: OpenReport, release: string | undefined): bigint | undefined {
  if (memory === undefined || memory.release !== release || found.shape.role === 'memory') return undefined;
  return memory.end === 0n ? undefined : memory.end;
}

const nearbyOf = (head: OpenReport): Circumstances =>
  mayBeOther(head) ? joinCircumstances(head.nearby, head.inherited.circumstances) : head.nearby;

/** Whether what is known of a report is of a machine whose kernels print such a message in another form, or have no such tables. */
function isForeignTo({ found, circumstances, inherited, named, isNamed, others }: OpenReport): boolean {
  const said = joinCircumstances(circumstances, inherited.circumstances);
  const arch = said.arch ?? named?.arch ?? others[0]?.arch;
  if (hasOtherForm(found, arch === undefined ? { wordBits: said.wordBits } : { arch })) return true;
  return !isNamed && said.isFirm !== true && hasOtherTable(found, arch);
}

/** Whether what was said before need not be of the machine of a report: that one is named, and nothing was before. */
const mayBeOther = ({ isNamed, inherited }: Pick<OpenReport, 'isNamed' | 'inherited'>): boolean =>
  isNamed && inherited.release === undefined;

/** What was said of the machine before, as far as it can be the same one. */
function inheritedBy(report: OpenReport): Circumstances {
  const { circumstances, inherited, named, isNamed } = report;
  const { circumstances: before, release } = inherited;
  if (isNamed && release !== undefined && release !== named?.release) return {};
  if (mayBeOther(report)) return dayOnly(before);
  const arch = archAsked(report);
  if (arch !== undefined && isOther(before, arch)) return { arch };
  if (isOther(circumstances, before.arch) || isOfAnother(report, before)) return dayOnly(before);
  // Lines that no kernel prints together are of two.
  const isYounger = [before.before, before.untilThere].some((bound) =>
    hasNoLonger(later(circumstances.since, circumstances.printedSince), bound),
  );
  const isOlder =
    release !== undefined && hasNoLonger(before.printedSince, untilAssumed(undefined, circumstances));
  if (isYounger || isOlder) return {};
  if (circumstances.likelyPaging === undefined) return before;
  // What its own lines show of the levels counts more.
  const rest = { ...before };
  delete rest.paging;
  return rest;
}

/**
 * The architecture of the machine that was asked with `uname` behind a report, where that names no kernel and no banner stands
 * in front. A report with the kernel's clock is one of a log, which tells more of its machine than what was asked later.
 */
function archAsked({
  asked,
  named,
  isNamed,
  circumstances,
  found,
  isTimed: isOfLog,
}: OpenReport): string | undefined {
  const isLogged = isNamed || named?.isBanner === true || isOfLog;
  const arch = isLogged || circumstances.arch !== undefined ? undefined : asked?.arch;
  if (arch === undefined || (found.shape.arch ?? arch) !== arch) return undefined;
  return isOther(circumstances, arch) || isOfOtherSize(circumstances, { arch }) ? undefined : arch;
}

/** Whether what a line says is not of the machine of a report: of another size, or of one or a kernel that prints no such message. */
export const isOfAnother = ({ found, circumstances }: OpenReport, said: Circumstances): boolean =>
  isOfOtherSize(circumstances, said) ||
  (said.arch !== undefined && said.isFirm !== true && found.shape.archs?.includes(said.arch) === false) ||
  (found.shape.role === 'swap' && hasNoLonger(said.since ?? said.printedSince, found.says.until));

/**
 * Whether what a line behind a report says is not of the kernel whose name stands right in front of the report. Of which machine
 * registers are is no question, and the answer of `uname` in front need not be of the machine that prints them; but they are of
 * another text where the report cannot be of theirs.
 */
export function isOfOtherName({ found, named, isBelowName }: OpenReport, said: Circumstances): boolean {
  if (!isBelowName || named === undefined || isPrintedBy(named, said)) return false;
  const { arch } = said;
  return named.isBanner || arch === undefined || hasOtherForm(found, { arch }) || hasOtherTable(found, arch);
}

/** Whether a report is a message about swap, and of another text than a line with the time of the kernel, or without it. */
export const isOfOtherText = (report: OpenReport, isLineTimed: boolean): boolean =>
  report.found.shape.role === 'swap' && report.isTimed !== isLineTimed;

/** A line is heard: keeps what was known of messages about swap before those of another text, until one of their own comes. */
export function keepApart(open: readonly OpenReport[], line: string): void {
  if (open.length === 0) return;
  const isLineTimed = isTimed(line);
  for (const report of open)
    report.ofItsText = isOfOtherText(report, isLineTimed)
      ? (report.ofItsText ?? report.circumstances)
      : undefined;
}

/** Whether architecture and release of a report are known. */
export function isKnown(report: OpenReport): boolean {
  const { found, circumstances, named, isNamed } = report;
  const { role, arch } = found.shape;
  if (named === undefined || (!isNamed && (role === 'walk' || role === 'bad-map'))) return false;
  if (hasNoLonger(named.release, found.says.until)) return false;
  return (arch ?? circumstances.arch ?? inheritedBy(report).arch ?? named.arch) !== undefined;
}

/** Whether a message, which has no release of its own, is one of a machine that the log has named so far as one. */
export function isNearlyKnown({ found, circumstances, inherited, others }: OpenReport): boolean {
  const { role, arch } = found.shape;
  return (
    role !== 'walk' &&
    role !== 'bad-map' &&
    others.length === 1 &&
    (arch ?? circumstances.arch ?? inherited.circumstances.arch ?? others[0]?.arch) !== undefined
  );
}
