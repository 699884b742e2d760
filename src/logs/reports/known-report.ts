import { defined } from '../../core/defined.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { hasNoLonger } from '../../kernel/release.ts';
import { joinCircumstances, later, untilAssumed, withPlace } from '../lines/circumstances.ts';
import type { FoundShape, FoundValue } from '../lines/find-shapes.ts';
import { hasOtherForm, hasOtherSteps, hasOtherTable } from '../lines/foreign-message.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import { isOfOtherSize, isOther } from '../lines/machine-evidence.ts';
import { kernelOf, kernelsFor, withKernel } from './named-kernels.ts';
import { isOfAnother, type OpenReport, VTOP } from './open-report.ts';
import type { LogReport } from './report.ts';
import type { Edge } from './text-edge.ts';

/** The report as it is known by now. */
export function toReport(open: OpenReport): LogReport {
  const { found, line, offset, caller, message, isCut, walk } = open;
  const { shape, address, hasPointer, isLevelAssumed, says } = found;
  const { values, isTorn } = wholeOf(open);
  const head = walk.parts[0] ?? open;
  const parts = walk.parts.map(wholeOf);
  const all: readonly FoundValue[] = parts.flatMap((part) => part.values);
  const lost = parts.filter((part) => isLost(part, all));
  // What has lost its value stood there all the same.
  const at = (name: Level): bigint | undefined =>
    all.find(({ level }) => level === name)?.value ??
    (lost.some(({ tornLevel }) => tornLevel === name) ? 0n : undefined);
  const isWhole = lost.length === 0 && !walk.parts.some((part) => part.isCut);
  const areApart = walk.parts.length > 1 && all.length === walk.parts.length;
  const said = head.found.shape.walkSays?.(at, areApart, isWhole ? head.circumstances : undefined) ?? {};
  const isForeign = isForeignTo(head);
  const first = head.named ?? open.named;
  const { before, named, others } = isForeign ? ofNone(head) : kernelAndMachine(head, first);
  // Lines behind a message that belong to a kernel which prints no such message are not about it.
  const isUnheard = isForeign || (head.isNamed && named === undefined && shape.role === 'swap');
  const told = head.ofItsText ?? head.circumstances;
  const { day, quotedBy } = told;
  const heard = isUnheard ? { ...says, ...defined({ day, quotedBy }) } : told;
  const allNamed = first === undefined ? head.others : withKernel(head.others, first);
  const kernels = kernelOf(named, others, allNamed);
  return {
    shape,
    values: values.length > 0 ? values : found.values,
    address,
    hasPointer,
    isTorn,
    lost: lost.flatMap(({ tornLevel }) => tornLevel ?? []),
    isLevelAssumed: isLevelAssumed ?? shape.isLevelOpen,
    says,
    isBad: walk.isBad,
    line,
    offset,
    caller,
    message,
    isCut,
    cut: cutOf(open),
    boot: head.boot,
    own: joinCircumstances(head.circumstances, said),
    circumstances: withPlace(joinCircumstances(joinCircumstances(heard, said), before)),
    nearby: isForeign ? {} : head.nearby,
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

/** The edge that cut the last value of a line. What goes on in the next line was broken off there, and is whole; what has a mark is not. */
const cutBy = (open: OpenReport): Edge | undefined =>
  open.edge?.isCut === true && (open.edge.mark !== undefined || open === open.walk.parts.at(-1))
    ? open.edge
    : undefined;

/** That the last value of a line is cut off, in words: a whole one can end at the edge as well. */
function cutOf(open: OpenReport): string | undefined {
  const edge = cutBy(open);
  const level = open.found.values.at(-1)?.level;
  if (!edge) return undefined;
  const { column, mark } = edge;
  const where =
    mark === undefined
      ? `ends at column ${column}, as other lines do`
      : mark === ''
        ? 'ends its line in front of what the kernel prints there'
        : `stands in front of ${mark}, with which pagers cut lines`;
  return `${level ?? ''} ${where}, and may be cut off`;
}

/** What was found in a line, without a last value that is cut off. */
function wholeOf(open: OpenReport): Pick<FoundShape, 'values' | 'isTorn' | 'tornLevel'> {
  const { found } = open;
  if (!cutBy(open)) return found;
  return { values: found.values.slice(0, -1), isTorn: true, tornLevel: found.values.at(-1)?.level };
}

/** Whether a line of a walk ends in what no other line of it makes whole. */
const isLost = (
  { isTorn, tornLevel }: Pick<FoundShape, 'isTorn' | 'tornLevel'>,
  all: readonly FoundValue[],
): boolean => isTorn && !all.some(({ level }) => level === tornLevel);

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

/** Whether what is known of a report is of a machine whose kernels print such a message in another form, or have no such tables. */
function isForeignTo({ found, circumstances, inherited, named, isNamed, others, walk }: OpenReport): boolean {
  const said = joinCircumstances(circumstances, inherited.circumstances);
  const arch = said.arch ?? named?.arch ?? others[0]?.arch;
  if (hasOtherForm(found, arch === undefined ? { wordBits: said.wordBits } : { arch })) return true;
  if (isNamed || said.isFirm === true) return false;
  const { shape, says } = found;
  const values = walk.parts.flatMap((part) => part.found.values);
  const [only = arch, ...more] = said.among ?? [];
  const near = said.arch ?? (more.length === 0 ? only : arch);
  if (!VTOP.includes(shape.name)) return hasOtherTable({ shape, values }, near);
  // A debugger names the kernel of its session first: one entry alone can be damaged.
  return says.arch === undefined && hasOtherSteps(values, near, named?.isOfReport === false ? 2 : 1);
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
  // What its own lines show of the levels counts more.
  return circumstances.likelyPaging === undefined ? before : defined({ ...before, paging: undefined });
}

/**
 * The architecture of the machine that was asked with `uname` behind a report, where that names no kernel and no banner stands
 * in front. A report with the kernel's clock is one of a log, which tells more of its machine than what was asked later.
 */
function archAsked({ asked, named, isNamed, circumstances, found, origin }: OpenReport): string | undefined {
  const isLogged = isNamed || named?.isBanner === true || origin.clock !== undefined;
  const arch = isLogged || circumstances.arch !== undefined ? undefined : asked?.arch;
  if (arch === undefined || (found.shape.arch ?? arch) !== arch) return undefined;
  return isOther(circumstances, arch) || isOfOtherSize(circumstances, { arch }) ? undefined : arch;
}

/** Whether architecture and release of a report are known. */
export function isKnown(report: OpenReport): boolean {
  const { found, circumstances, named, isNamed } = report;
  const { role, arch } = found.shape;
  if (named === undefined || (!isNamed && (role === 'walk' || role === 'bad-map'))) return false;
  if (hasNoLonger(named.release, found.says.until)) return false;
  return (arch ?? circumstances.arch ?? inheritedBy(report).arch ?? named.arch) !== undefined;
}

/** Whether a named report waits for nothing when a walk begins: one whose architecture is open can learn that from another of its kernel. */
export const isSettled = (report: OpenReport): boolean =>
  report.isNamed && (report.found.shape.role === 'walk' || isKnown(report));

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
