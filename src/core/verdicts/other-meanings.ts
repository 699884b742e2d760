import { type Entry, hasBit, markerRows, readEntry, setRows } from '../entry/entry.ts';
import { joinKeys, type Key, keyOfBits, keyOfTests, NO_KEY } from '../entry/keys.ts';
import type { Kernel } from '../rows/model.ts';
import { asking } from './questions.ts';
import { formBits, type Shape, shapesOf } from '../entry/shapes.ts';
import { not64 } from '../u64.ts';

/** A kernel with the name of the range of releases that it stands for. */
export interface LabelledKernel {
  readonly label: string;
  readonly kernel: Kernel;
  /** First and last release of a range; ranges that follow each other and agree are told as one. */
  readonly span?: readonly [string, string];
}

/** Roles of the bits that moved from release to release: a leaf that has none of them means the same everywhere. */
const MOVED = ['devmap', 'saved_dirty'];

/** The kernels of the same architecture, and the same kernel built otherwise; none where nothing is to be compared. */
function related({ arch, otherBuild }: Kernel, others: readonly LabelledKernel[]): readonly LabelledKernel[] {
  if (others.length === 0) return [];
  const builds = otherBuild
    ? [{ label: `this kernel with CONFIG_${otherBuild.symbol}=y`, kernel: otherBuild.kernel }]
    : [];
  return [...others.filter((other) => other.kernel.arch === arch), ...builds];
}

/** The kernels whose swap entries have the same layout: the others read everything differently. */
function comparable(kernel: Kernel, others: readonly LabelledKernel[]): readonly LabelledKernel[] {
  return others.filter((other) => other.kernel.swap === kernel.swap);
}

/** What is said of all swap entries on kernels that lay them out in another way. */
const OTHER_LAYOUT = 'other bits for type and offset';

/** Lowest number that any of these kernels gives to a special swap type, built in one way or the other. */
export function lowestSpecialType(kernels: readonly Kernel[]): number {
  return Math.min(
    ...kernels.map(({ maxSwapfiles, otherBuild }) => otherBuild?.kernel.maxSwapfiles ?? maxSwapfiles),
  );
}

/** Whether another kernel could read the value differently, from the bits alone: before the others are resolved. */
function couldDiffer(entry: Entry): boolean {
  return entry.form === 'swap' || (asking(entry)('mapped') && hasBit(entry, ...MOVED) === true);
}

/** Whether any of these kernels could read the value differently. */
function mayDiffer(entry: Entry, others: readonly LabelledKernel[]): boolean {
  const type = asking(entry)('type');
  if (type === null) return true;
  const kernels = [entry.kernel, ...others.map((other) => other.kernel)];
  // Numbering the types of a kernel takes longer than its special value.
  return (
    specialValues(kernels).includes(entry.raw & not64(entry.unknown)) || type >= lowestSpecialType(kernels)
  );
}

/** The values that some kernel reads as its special pte. */
function specialValues(kernels: readonly Kernel[]): readonly bigint[] {
  return [...new Set(kernels.flatMap(({ uffdWpSpecial }) => (uffdWpSpecial ? [uffdWpSpecial] : [])))];
}

/**
 * What a value means to other kernels, in words; undefined where it means the same to all.
 *
 * @param all the kernels to compare with
 */
export function otherMeanings(entry: Entry, all: readonly LabelledKernel[]): string | undefined {
  if (all.length === 0 || !couldDiffer(entry)) return undefined;
  const others = related(entry.kernel, all);
  if (!mayDiffer(entry, comparable(entry.kernel, others))) return undefined;
  // Bits that mean nothing here must not change what is said.
  const known = entry.raw & not64(entry.unknown);
  const labels = new Map<string, string[]>();
  let before: { text: string; span: readonly [string, string] } | undefined;
  for (const other of others) {
    const isOther = entry.form === 'swap' && other.kernel.swap !== entry.kernel.swap;
    const text = isOther ? OTHER_LAYOUT : meaning(readEntry(other.kernel, known, entry.level), entry);
    const list = labels.get(text) ?? [];
    const joined =
      other.span && before?.text === text ? ([before.span[0], other.span[1]] as const) : other.span;
    if (joined !== other.span) list.pop();
    labels.set(text, [...list, joined ? joined.join('-') : other.label]);
    before = joined && { text, span: joined };
  }
  labels.delete(meaning(entry));
  // By itself it would be said of all: no value is told from another by it.
  if (labels.size === 0 || (labels.size === 1 && labels.has(OTHER_LAYOUT))) return undefined;
  const parts = [...labels].map(([text, kernels]) => `${text} on ${kernels.join(', ')}`);
  // What differs here from the standard configuration does not from theirs.
  const as = /,[A-Z]/.test(entry.kernel.id) ? ' (standard configuration)' : '';
  return `means something else on other kernels${as}: ${parts.join('; ')}`;
}

/** The names of the bits that moved and are set, by their numbers. */
function movedBits(entry: Entry): ReadonlyMap<number, string> {
  return new Map(setRows(entry, ({ role }) => MOVED.includes(role)).map(({ lo, name }) => [lo, name]));
}

/** What the bits that moved are called; where there are several, which of them are called otherwise than `here`. */
function movedMeaning(entry: Entry, here: Entry): string {
  const [names, own] = [movedBits(entry), movedBits(here)];
  const bits = [...new Set([...own.keys(), ...names.keys()])].toSorted((a, b) => a - b);
  if (bits.length < 2 || names.size === 0) return [...names.values()].join() || 'bits without a name';
  return bits
    .filter((bit) => names.get(bit) !== own.get(bit))
    .map((bit) => `bit ${bit} ${names.has(bit) ? `is ${names.get(bit)}` : 'has no name'}`)
    .join(' and ');
}

/** What tells two readings of one value apart: state and type, or the names of the bits that moved. */
function meaning(entry: Entry, here: Entry = entry): string {
  if (entry.form !== 'swap') return movedMeaning(entry, here);
  if (entry.state === 'pte-marker') {
    const names = markerRows(entry).map(({ short }) => short);
    return `pte-marker (${names.join(', ') || 'no bit'})`;
  }
  return entry.shape.kind === 'swap' ? entry.state : `${entry.state} (${asking(entry)('type_name')})`;
}

/** What the readings of other kernels depend on: the bits that tell their shapes apart, and those that `meaning` names. */
export function keyOfOthers(shape: Shape, kernel: Kernel, all: readonly LabelledKernel[]): Key {
  const relatives = related(kernel, all).map((other) => other.kernel);
  if (relatives.length === 0) return NO_KEY;
  const known = not64(shape.unknown);
  if (shape.form !== 'swap') {
    const moved = [kernel, ...relatives].flatMap((one) =>
      one.form(shape.level, shape.form).rows.filter((row) => MOVED.includes(row.role)),
    );
    return keyOfBits(moved.reduce((bits, row) => bits | row.mask, formBits(kernel, shape.level)) & known);
  }
  const others = comparable(kernel, all).map((other) => other.kernel);
  const markers = others.flatMap((one) =>
    shapesOf(one, shape.level)
      .filter(({ state }) => state === 'pte-marker')
      .flatMap(({ fields }) => fields.filter(({ role }) => role.startsWith('marker_'))),
  );
  const tests = keyOfTests(...specialValues([kernel, ...others]).map((xor) => ({ xor, mask: known })));
  // A swap area on all of them: only the special value can be something else.
  if (shape.typesBelow !== undefined && shape.typesBelow <= lowestSpecialType([kernel, ...others]))
    return tests;
  const types = shape.numbers.type?.hole.mask ?? 0n;
  const bits = markers.reduce((all, row) => all | row.mask, types) | formBits(kernel, shape.level);
  return joinKeys([keyOfBits(bits & known), tests]);
}
