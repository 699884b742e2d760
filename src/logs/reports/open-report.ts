import { defined } from '../../core/defined.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { hasNoLonger } from '../../kernel/release.ts';
import { joinCircumstances } from '../lines/circumstances.ts';
import { hasOtherForm, hasOtherTable } from '../lines/foreign-message.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import { type LineOrigin, originOf } from '../lines/line-origin.ts';
import { type Inherited, isOfOtherSize, levelsFor } from '../lines/machine-evidence.ts';
import { isPrintedBy } from './named-kernels.ts';
import type { FoundShape, FoundValue } from '../lines/find-shapes.ts';
import type { Edge } from './text-edge.ts';

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
  /** Where its line ends in the last value, which can be longer. */
  readonly edge: Edge | undefined;
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
  readonly origin: LineOrigin;
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
  /** Another bad page map of the same caller goes on behind it: whose the lines of a mapping, a page or a walk are is not told. */
  readonly isTangled: boolean;
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
  if (isTold || !speakers.every((other) => isOfOtherText(other, originOf(message)))) return inherited;
  return { ...inherited, circumstances: defined({ ...inherited.circumstances, wordBits: undefined }) };
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
  if (!shape.partOf && !map.isTangled) map.tables = values;
  const { since, until } = says;
  const bounds = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  map.circumstances = joinCircumstances(map.circumstances, bounds);
}

/** Whether a bad page map of a caller waits for the line with its mapping, behind which its kernel is named. */
export const isMapAwaited = (open: readonly OpenReport[], caller: string): boolean =>
  open.some(
    ({ found, isPassed, isNamed, circumstances: { address, isHashed }, ...report }) =>
      found.shape.role === 'bad-map' &&
      report.caller === caller &&
      !(isPassed || isNamed || isHashed === true) &&
      address === undefined,
  );

/** Tells bad page maps what a line says; an address is only theirs where it is that of a map, and none was told before. */
export function tellMaps(open: readonly OpenReport[], said: Circumstances, rest: Circumstances): void {
  for (const report of open) {
    const isMap =
      report.found.shape.role.startsWith('bad-map') &&
      !isOfAnother(report, said) &&
      (said.isOfMap === true || said.pageDump === true || !isOfOtherName(report, said));
    const isOwn =
      said.address === undefined || (said.isOfMap === true && report.circumstances.address === undefined);
    const isOfOne = said.isOfMap === true || said.pageDump === true;
    if (isMap && isOwn && !(report.isTangled && isOfOne))
      report.circumstances = joinCircumstances(report.circumstances, rest);
  }
}

/**
 * Tells the last walk what stands behind it where the newest line is the first: all that a fault begins with, the address of the walk
 * at its end. Not where the clock goes on from one to the other.
 *
 * @param line what says so
 * @param takeSaid gives what was said since that walk
 * @returns whether it does
 */
export function tellBackwards(
  last: OpenReport | undefined,
  said: Circumstances,
  line: string,
  takeSaid: () => Circumstances,
): boolean {
  const { address } = last?.found ?? {};
  if (!last || address === undefined || said.address !== address) return false;
  if ((originOf(line).clock ?? 0) > (last.origin.clock ?? Infinity)) return false;
  if (last.circumstances.esr !== undefined) return false;
  const between = takeSaid();
  if (between.esr === undefined) return false;
  for (const part of last.walk.parts)
    part.circumstances = joinCircumstances(part.circumstances, joinCircumstances(between, said));
  return true;
}

/** Whether nothing behind the beginning of a fault is about a report. */
function isOver({ found: { shape }, isNamed }: OpenReport): boolean {
  return shape.role.startsWith('bad-map') || (isNamed && shape.role !== 'walk');
}

/** Whether a line is one of those in front of the walk of a fault: its first one need not be in the text. */
export const isOfFault = ({ isPrelude, esr, vaBits, hasFaultCode }: Circumstances): boolean =>
  isPrelude === true || (esr ?? vaBits ?? hasFaultCode) !== undefined;

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

/** Whether a walk shows more different entries than a machine with such pages and addresses has levels. */
const hasMoreLevels = ({ walk }: OpenReport, { vaBits, pageShift }: Circumstances): boolean =>
  vaBits !== undefined &&
  pageShift !== undefined &&
  new Set(walk.parts.flatMap(({ found: { values } }) => values.map(({ value }) => value))).size >
    levelsFor(vaBits, pageShift);

/** Whether what a line says is not of the machine of a report: of another size, of fewer levels, or of one or a kernel that prints no such message. */
export const isOfAnother = (report: OpenReport, said: Circumstances): boolean =>
  isOfOtherSize(report.circumstances, said) || hasMoreLevels(report, said) || isOfOtherForm(report, said);

/** Whether it is of a machine or a kernel that prints no such message. */
const isOfOtherForm = ({ found }: OpenReport, said: Circumstances): boolean =>
  (said.arch !== undefined && said.isFirm !== true && found.shape.archs?.includes(said.arch) === false) ||
  (found.shape.role === 'swap' && isOfOtherAge(found, said));

/** Whether no kernel prints both a report and a line. */
const isOfOtherAge = ({ says }: FoundShape, said: Circumstances): boolean =>
  hasNoLonger(said.since ?? said.printedSince, says.until) || hasNoLonger(says.since, said.before);

/**
 * Whether what a line behind a report says is of no kernel that prints the report, or not of the one whose name stands right in
 * front of it. Of which machine registers are is no question, and the answer of `uname` in front need not be of the machine that
 * prints them; but they are of another text where the report cannot be of theirs.
 */
export function isOfOtherName(report: OpenReport, said: Circumstances): boolean {
  const { found, named, isBelowName, isNamed } = report;
  const { arch } = said;
  // Behind the name of a report stand the lines of the next one, and its table is none of their machine.
  // A message about swap was asked that: `isOfAnother`.
  if ((found.shape.role !== 'swap' && isOfOtherAge(found, said)) || (isNamed && hasOtherTable(found, arch)))
    return true;
  if (!isBelowName || named === undefined || isPrintedBy(named, said)) return false;
  return named.isBanner || arch === undefined || hasOtherForm(found, { arch }) || hasOtherTable(found, arch);
}

/** Whether a report is a message about swap, and of another text than a line behind it: one of both has the time of the kernel. */
export const isOfOtherText = ({ found, origin }: OpenReport, line: LineOrigin): boolean =>
  found.shape.role === 'swap' && (origin.clock === undefined) !== (line.clock === undefined);

/** A line is heard: keeps what was known of messages about swap before those of another text, until one of their own comes. */
export function keepApart(open: readonly OpenReport[], line: string): void {
  if (open.length === 0) return;
  const origin = originOf(line);
  for (const report of open)
    report.ofItsText = isOfOtherText(report, origin) ? (report.ofItsText ?? report.circumstances) : undefined;
}
