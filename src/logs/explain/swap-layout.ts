import { keptIn, oncePer } from '../../core/later.ts';
import { type Entry, numberOf, readEntry, swapOf } from '../../core/entry/entry.ts';
import { makeSwapPte, splitGenericEntry, SWAP_HEADER_PAGES, swpOffset } from '../../core/entry/swap-entry.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import type { LogLevel } from '../../core/rows/log-lines.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex } from '../../core/u64.ts';
import { isInRelease, parseVersion } from '../../core/version.ts';
import { configSymbols } from '../../kernel/config.ts';
import { TYPE_RELEASES } from '../../kernel/possible-types.ts';
import { NEWEST_FIRST } from '../../kernel/profiles.ts';
import { hasNoLonger, hasNotYet } from '../../kernel/release.ts';
import { resolveKernel } from '../../kernel/resolve.ts';
import type { ChosenKernel } from './choose-kernel.ts';
import type { Finding } from '../conclude/finding.ts';
import { later } from '../lines/circumstances.ts';

const others = new WeakMap<Kernel, Kernel>();

/**
 * The same kernel with its swap entries as they were before, or are since, a change that distributions brought back to
 * older releases; undefined on machines that had none.
 */
export function otherSwapLayout(kernel: Kernel): Kernel | undefined {
  const symbol = kernel.machine.logTraits?.swapLayoutSymbol;
  if (symbol === undefined) return undefined;
  return keptIn(others, kernel, () =>
    resolveKernel({ kernel: kernel.id, config: new Map([[symbol, !kernel.config(symbol)]]) }),
  );
}

/** Whether a kernel has the swap entries that came with the symbol of its machine; undefined on machines that have none. */
export function layoutOf({ machine, config }: Kernel): boolean | undefined {
  const symbol = machine.logTraits?.swapLayoutSymbol;
  return symbol === undefined ? undefined : config(symbol);
}

/** What a report and its message prove of the layout of swap entries. */
interface LayoutProof {
  /** Whether the values can be those of a kernel, as far as a generic entry printed before or a debugger tells. */
  fits(kernel: Kernel): boolean;
  /** What tells it, in a few words; undefined where nothing does. */
  readonly shownBy: string | undefined;
  /** Somebody states the layout. */
  readonly isStated: boolean;
  /** The name of the kernel leaves the layout open, or there is none. */
  readonly isOpen: boolean;
  /** It is a distribution's kernel, of which nobody knows a build with the later layout. */
  readonly isOfOthers: boolean;
  /** Whether no value is a swap entry that no swap area is large enough for. */
  hasRoom(kernel: Kernel): boolean;
  /** What an earlier report of the same boot has shown (`layoutOf`). */
  readonly known: boolean | undefined;
}

/**
 * The kernel with the layout of swap entries that agrees with the generic entry printed before, or with a debugger. Where nothing proves the
 * layout, and the name of the kernel leaves it open, the other one stays beside it.
 *
 * @returns the kernel, and whether this report shows its layout
 */
export function likeliestLayout(
  chosen: ChosenKernel,
  proof: LayoutProof,
): { readonly kernel: ChosenKernel; readonly isShown: boolean } {
  const other = proof.isStated ? undefined : otherSwapLayout(chosen.kernel);
  if (!other) return { kernel: chosen, isShown: false };
  const [isFit, isOtherFit] =
    proof.shownBy === undefined ? [false, false] : [proof.fits(chosen.kernel), proof.fits(other)];
  if (isFit === isOtherFit) {
    if (!proof.isOpen && !proof.isOfOthers) return { kernel: chosen, isShown: false };
    const [isRoom, isOtherRoom] = [proof.hasRoom(chosen.kernel), proof.hasRoom(other)];
    const isOther = !isRoom && isOtherRoom;
    if (!proof.isOpen) {
      const kernel = isOther && layoutOf(other) === true ? withRemark(chosen, other) : chosen;
      return { kernel, isShown: false };
    }
    if (proof.known === undefined) {
      const [kernel, otherLayout] = isOther ? [other, chosen.kernel] : [chosen.kernel, other];
      // An inverted offset has its high bits set, as no mistake sets them; clear ones a flipped bit can have as well.
      const isDecided = isRoom !== isOtherRoom && layoutOf(kernel) === true;
      return {
        kernel: isDecided ? withRemark(chosen, kernel) : { ...chosen, kernel, otherLayout },
        isShown: false,
      };
    }
    return {
      kernel: proof.known === layoutOf(other) ? { ...chosen, kernel: other } : chosen,
      isShown: false,
    };
  }
  if (isFit) return { kernel: chosen, isShown: true };
  return { kernel: withRemark(chosen, other, proof.shownBy), isShown: true };
}

/** What is chosen, with the layout of a kernel, and what tells that. */
function withRemark(chosen: ChosenKernel, kernel: Kernel, shownBy = 'a pte shows'): ChosenKernel {
  const shown = `${shownBy} the layout of its swap entries`;
  return { ...chosen, kernel, remark: chosen.remark === undefined ? shown : `${chosen.remark}; ${shown}` };
}

/** Findings that are true with one layout of swap entries alone. */
const OF_ONE_LAYOUT: ReadonlySet<Finding['code']> = new Set([
  'swap-area',
  'swap-offset',
  'swap-slot',
  'swap-type',
  'same-entry',
  'inverted-frame',
]);

/** Findings that are about swap entries and rights as the tables have them. */
const OF_TABLES: ReadonlySet<Finding['code']> = new Set([
  ...OF_ONE_LAYOUT,
  'read-only',
  'no-execute',
  'allowed',
  'stops',
  'unfinished',
  'present-bit-lost',
  'hidden-flags',
]);

/** What is said of a pte that an old kernel read in another way than the tables. */
export function withOldPte(
  findings: readonly Finding[],
  { form }: Entry,
  level: LogLevel,
  old: string,
): readonly Finding[] {
  const rest = findings.filter(({ code }) => {
    // A table that lost its bit is none of those, whatever the layout is.
    if (OF_TABLES.has(code)) return code === 'present-bit-lost' && level !== 'pte';
    // What is empty by the tables alone.
    return form !== 'none' || code !== 'unexpected-state';
  });
  return [{ code: 'swap-layout', level, text: `${level} is ${old}` }, ...rest];
}

/** What is said of an entry that another layout of swap entries reads otherwise: both readings, and what is true of both. */
export function withBothLayouts(
  findings: readonly Finding[],
  entry: Entry,
  { otherLayout }: ChosenKernel,
): readonly Finding[] {
  if (!otherLayout || (entry.form !== 'swap' && entry.form !== 'protnone')) return findings;
  const { level } = entry;
  const reading = readingOf(readEntry(otherLayout, entry.raw, level));
  if (reading === readingOf(entry)) return findings;
  const text = `whether this build has the swap entries of L1TF is unknown: with the other layout ${level} is ${reading}`;
  return [{ code: 'swap-layout', level, text }, ...findings.filter(({ code }) => !OF_ONE_LAYOUT.has(code))];
}

/** Whether memory, or a swap area, can be as large as an entry needs it. */
export const hasRoom = (entry: Entry): boolean =>
  entry.state === 'swap'
    ? swpOffset(entry.kernel.swap, entry.raw) < SWAP_HEADER_PAGES
    : QUESTIONS.frame_beyond.of(entry) !== true;

/** Releases that have their swap entries in one way, and the same special types. */
interface Era {
  /** The first of them, where older ones have them otherwise, and the first behind them. */
  readonly since: string | undefined;
  readonly until: string;
  /** The newest of them. */
  readonly newest: string;
  readonly kernel: Kernel;
}

/** The kernels that one which is assumed stands for, and which have their swap entries otherwise, newest first. */
const olderLayouts = oncePer((kernel: Kernel): readonly Era[] => {
  const { arch, machine, layout, version, said } = kernel;
  const symbol = configSymbols(arch).find(({ name }) => name === machine.logTraits?.swapLayoutSymbol);
  const standard = typeof symbol?.standard === 'object' ? [symbol.standard] : [];
  const moves = [...standard, ...layout.swap]
    .flatMap(({ since }) => since ?? [])
    .concat(TYPE_RELEASES)
    .filter((since) => isInRelease({ since }, version));
  const sorted = [...new Set(moves)].sort((one, two) => parseVersion(two) - parseVersion(one));
  return sorted.flatMap((until, index) => {
    const newest = NEWEST_FIRST.find((release) => parseVersion(release) < parseVersion(until));
    if (newest === undefined || !isInRelease(layout, parseVersion(newest))) return [];
    return { since: sorted[index + 1], until, newest, kernel: resolveKernel({ ...said, kernel: newest }) };
  });
});

/**
 * What is said of an entry that older kernels read otherwise, where none is named and the newest is assumed: each reading with
 * the releases that have it.
 *
 * @param since the first release that prints what stands around
 */
export function withOlderLayouts(
  findings: readonly Finding[],
  entry: Entry,
  { source, mentioned }: ChosenKernel,
  since: string | undefined,
): readonly Finding[] {
  if (source !== 'default' || mentioned !== undefined || (entry.form !== 'swap' && entry.form !== 'protnone'))
    return findings;
  const { level, raw, kernel: assumed } = entry;
  const eras = olderLayouts(assumed)
    .filter(({ until }) => !hasNoLonger(since, until))
    .map((era) => ({ ...era, other: readEntry(era.kernel, raw, level) }))
    .map((era) => ({ ...era, reading: readingOf(era.other) }));
  const others = eras.flatMap(({ until, newest, other, reading }, index): Finding[] => {
    const isSaid =
      reading === readingOf(entry) || eras.slice(0, index).some((era) => era.reading === reading);
    if (isSaid || (hasRoom(entry) && !hasRoom(other))) return [];
    const next = eras.slice(index).findIndex((era) => era.reading !== reading);
    const last = next < 0 ? eras.at(-1) : eras[index + next - 1];
    const begin = later(last?.since, hasNotYet(since ?? '', assumed.layout.since) ? undefined : since);
    const which =
      begin === undefined
        ? `before ${until}`
        : `from ${begin} to ${until.startsWith(`${newest}.`) ? `${newest}.0` : newest}`;
    const text = `kernels ${which}, of which it can be as well, read ${level} as ${reading}`;
    return [{ code: 'swap-layout', level, text }];
  });
  // That an offset is too large is said of the kernel that is assumed alone.
  const rest = findings.filter(({ code }) => code === 'swap-offset' || !OF_ONE_LAYOUT.has(code));
  return others.length === 0 ? findings : [...others, ...rest];
}

/**
 * What is said of a pte whose offset is that of the message just before, and whose type is not: its kernel, a release
 * candidate or one with patches, has flags where those of the release have the type.
 *
 * @param generic the swap entry of that message
 */
export function withOtherType(
  findings: readonly Finding[],
  entry: Entry,
  generic: bigint | undefined,
): readonly Finding[] {
  const { kernel, level } = entry;
  const swap = swapOf(entry);
  if (generic === undefined || !swap || swap.offset === 0n) return findings;
  const told = splitGenericEntry(kernel, generic);
  if (told.offset !== swap.offset || told.type === swap.type) return findings;
  const bits = formatHex(makeSwapPte(kernel.swap, swap) ^ makeSwapPte(kernel.swap, told));
  const text = `the message just before has the same offset with type ${told.type}: its kernel read bits ${bits} of this entry otherwise than Linux ${kernel.release}`;
  return [{ code: 'swap-layout', level, text }, ...findings.filter(({ code }) => !OF_ONE_LAYOUT.has(code))];
}

function readingOf(entry: Entry): string {
  const swap = swapOf(entry);
  if (swap) return `${entry.state}, type ${swap.type}, offset ${formatHex(swap.offset)}`;
  return `${entry.state}, pfn ${formatHex(numberOf(entry, 'pfn') ?? 0n)}`;
}
