import { defined } from '../../core/defined.ts';
import { type CircumstanceRow, type Circumstances, SEVERAL } from '../../core/rows/log-lines.ts';
import { oncePer } from '../../core/later.ts';
import { rowsByNeed } from '../../core/rows/rows-by-need.ts';
import { parseVersion, rowVersion } from '../../core/version.ts';
import { hasNoLonger } from '../../kernel/release.ts';
import { notYetIn } from '../../kernel/release-days.ts';
import { machineLogLines, machinesOf, perArchitectures } from '../../kernel/capabilities/machines.ts';
import { COMMON_ROWS } from './common-rows.ts';
import { withoutEntities } from './escapes.ts';

/** The common lines, then those of one machine, which say its architecture as well. */
const rowsIn = perArchitectures(() =>
  rowsByNeed<CircumstanceRow>([
    ...COMMON_ROWS,
    ...machineLogLines().flatMap(({ arch, circumstances }) =>
      circumstances.map((row) =>
        row.isShared
          ? row
          : { ...row, read: (match: RegExpExecArray): Circumstances => ({ ...row.read(match), arch }) },
      ),
    ),
  ]),
);

/** Both; where they disagree, the first, except for the page dumps, which are all kept, and the bounds of the release. */
export function joinCircumstances(first: Circumstances, second: Circumstances): Circumstances {
  if (isTold(first, second)) return first;
  if (tells(second, first)) return second;
  const joined: Circumstances = { ...second, ...first };
  if (second.isFirm && !first.isFirm && second.arch !== undefined) {
    joined.arch = second.arch;
    joined.isFirm = true;
  }
  if (first.spokenArch !== undefined && second.spokenArch !== undefined)
    joined.spokenArch = joinSpoken(first.spokenArch, second.spokenArch);
  if (first.day !== undefined && second.day !== undefined) joined.day = Math.max(first.day, second.day);
  if (first.pages && second.pages) joined.pages = [...first.pages, ...second.pages].slice(0, MAX_PAGES);
  for (const name in second) {
    const bound = isBound(name) ? TIGHTER[name](first[name], second[name]) : undefined;
    if (bound !== undefined) joined[name as Bound] = bound;
  }
  return joined;
}

/** What a text speaks of that speaks of two architectures, one of which can be the folder of the other. */
function joinSpoken(first: string, second: string): string {
  if (first === second || machinesOf(second).includes(first)) return first;
  return machinesOf(first).includes(second) ? second : SEVERAL;
}

/** What was touched, by a register where nothing else tells it. Where the CPU stood there, there is no code that is known of: it jumped there. */
export function withPlace({ shownAddress, isCodeUnnamed, ...said }: Circumstances): Circumstances {
  const isTold = said.address !== undefined || shownAddress === undefined || isCodeUnnamed === true;
  const around = isTold ? said : { ...said, address: shownAddress };
  if (around.codeAddress === undefined) return around;
  const { codeAddress, kernelCode, ...rest } = around;
  if (codeAddress === around.address) return { ...rest, isJump: true };
  return kernelCode === undefined ? rest : { ...rest, kernelCode };
}

/** Whether the first says of each thing what the second says of it, or something else that counts more. */
function isTold(first: Circumstances, second: Circumstances): boolean {
  if (second.pages || (second.isFirm && !first.isFirm)) return false;
  if (first.spokenArch !== second.spokenArch || (second.day ?? 0) > (first.day ?? 0)) return false;
  for (const name in second)
    if (!(name in first) || (isBound(name) && !isBounded(first, second, name))) return false;
  return true;
}

/** Whether all that is said is known already, and nothing else is known of it. */
export function tells(known: Circumstances, said: Circumstances): boolean {
  if (said.pages) return false;
  for (const name in said)
    if (!(isBound(name) ? isBounded(known, said, name) : isSame(known, said, name as keyof Circumstances)))
      return false;
  return true;
}

/** Each line that says among which machines it is has a list of its own. */
const isSame = (one: Circumstances, other: Circumstances, name: keyof Circumstances): boolean =>
  one[name] === other[name] || (name === 'among' && one.among?.join() === other.among?.join());

/** Whether no release is ruled out by a bound that is not ruled out already. */
function isBounded(known: Circumstances, said: Circumstances, name: Bound): boolean {
  const [one, other] = [known[name], said[name]];
  return other === undefined || one === other || (one !== undefined && TIGHTER[name](one, other) === one);
}

type Bound = keyof typeof TIGHTER;
const isBound = (name: string): name is Bound => name in TIGHTER;

/** Page dumps that are kept for one report. */
const MAX_PAGES = 8;

/** The day on which a text was written at the latest; undefined where nothing tells. */
function dayOf({ day, quotedBy }: Circumstances): number | undefined {
  return day === undefined || quotedBy === undefined ? (day ?? quotedBy) : Math.min(day, quotedBy);
}

/** The same, where no line around is of a kernel that was released later, and neither is the one that is named: else it is of another text. */
export function believedDay(around: Circumstances, release: string | undefined): number | undefined {
  const day = dayOf(around);
  const next = day === undefined ? undefined : notYetIn(day);
  const isLater = [later(around.since, around.printedSince), release].some(
    (known) => known !== undefined && next !== undefined && hasNoLonger(known, next),
  );
  return isLater ? undefined : day;
}

/** The first release that no longer prints what stands around, on an architecture. */
export function untilOn(arch: string | undefined, around: Circumstances): string | undefined {
  const { untilArch, untilThere } = around;
  const until = earlier(around.until, around.before);
  return arch === untilArch ? earlier(until, untilThere) : until;
}

/**
 * The same for a release that is assumed: what bounds such a one alone counts as well, each as far as no line around is of a
 * later one.
 */
export function untilAssumed(arch: string | undefined, around: Circumstances): string | undefined {
  const day = dayOf(around);
  const since = later(around.since, around.printedSince);
  const isRight = (until: string | undefined): boolean =>
    until === undefined || since === undefined || rowVersion(since) < rowVersion(until);
  return [
    around.assumedBefore,
    around.hasFaultCode ? undefined : around.beforeFaultCode,
    day === undefined ? undefined : notYetIn(day),
  ]
    .filter(isRight)
    .reduce(earlier, untilOn(arch, around));
}

/**
 * The first release for one that is assumed: of what the same machine printed besides as well, as far as no line around is of
 * an older one.
 */
export function sinceAssumed(arch: string | undefined, around: Circumstances): string | undefined {
  const { since, printedSince } = around;
  const until = untilAssumed(arch, around);
  const isOver =
    until !== undefined && printedSince !== undefined && rowVersion(printedSince) >= rowVersion(until);
  return isOver ? since : later(since, printedSince);
}

/** Whether what stands around is printed by no kernel as new as a release. */
export function isPrintedBefore(release: string, arch: string | undefined, around: Circumstances): boolean {
  const until = untilAssumed(arch, around);
  return until !== undefined && parseVersion(until) <= parseVersion(release);
}

/** Whether what stands around is printed by no kernel that is older than a release. */
export function isPrintedSince(release: string, { since, printedSince }: Circumstances): boolean {
  const begin = later(since, printedSince);
  return begin !== undefined && parseVersion(begin) >= parseVersion(release);
}

/** The later of two releases, as far as there are any. */
export const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || b === undefined || a === b ? (a ?? b) : rowVersion(a) < rowVersion(b) ? b : a;
export const earlier = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || b === undefined || a === b ? (a ?? b) : rowVersion(a) < rowVersion(b) ? a : b;

/** Of two bounds of the release the one that leaves fewer. */
const TIGHTER = {
  since: later,
  until: earlier,
  before: earlier,
  assumedBefore: earlier,
  printedSince: later,
} as const;

/** Reads what a line says about values near it; undefined when it says nothing. */
export function circumstancesIn(text: string): Circumstances | undefined {
  const line = withoutEntities(text);
  let found: Circumstances | undefined;
  for (const row of rowsIn()(line)) {
    const match = row.line.exec(line);
    if (match) found = found ? joinCircumstances(row.read(match), found) : row.read(match);
  }
  return found;
}

/** What a line says about a report, and not about where one begins or ends. A log says the same thing many times. */
export const aboutReport = oncePer((said: Circumstances): Circumstances =>
  defined({ ...said, callTrace: undefined, isOfMap: undefined, otherFault: undefined }),
);
