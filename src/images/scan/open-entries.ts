import { readEntry } from '../../core/entry/entry.ts';
import type { SplitBuild } from '../../core/rows/log-traits.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import { UNMAPPED } from '../../core/entry/state.ts';
import { decodePlaced } from '../../core/verdicts/unmapped.ts';
import { isOpenAddress, kernelBegin, splitBuilds } from '../../core/rows/virtual-address.ts';
import { joinHalves } from '../address.ts';
import { type EntrySink, pageAddress } from './scan.ts';

/** Entries that are read as those of a process and may be the kernel's, since nothing says where its addresses begin. */
export interface OpenEntries {
  /** The address of the last one. */
  readonly vaddr: bigint;
  /** The builds that can be, the one with the lowest start first. */
  readonly builds: readonly SplitBuild[];
  /** Where the kernel's addresses begin with the lowest of them. */
  readonly possible: bigint;
}

/** A sink that hands everything on, and what it met: `finish` gives undefined where no entry is open. */
export function watchOpen(
  kernel: Kernel,
  sink: EntrySink,
): { readonly watched: EntrySink; readonly finish: () => OpenEntries | undefined } {
  const begin = kernelBegin(kernel);
  if (begin === undefined || begin.certain === begin.possible)
    return { watched: sink, finish: () => undefined };
  let open: bigint | undefined;
  /** The highest page that user mode may use: the kernel's addresses begin behind it. */
  let used = -1n;
  const look = (vaddr: bigint, raw: bigint, level: Parameters<typeof readEntry>[2]): void => {
    const entry = readEntry(kernel, raw, level);
    if (entry.state === 'present') {
      if (QUESTIONS.user.of(entry) === true) used = vaddr;
    } else if (decodePlaced(kernel, raw, level, true).state === UNMAPPED) open = vaddr;
  };
  const watched: EntrySink = {
    ...sink,
    entries(geometry, words, first, last, page) {
      const step = 2 ** (geometry.shift - kernel.pageShift);
      for (let i = first; i < last; i++) {
        const raw = joinHalves(words[2 * i] ?? 0, words[2 * i + 1] ?? 0);
        const vaddr = raw === 0n ? 0n : pageAddress(kernel, page + (i - first) * step);
        if (raw !== 0n && isOpenAddress(kernel, vaddr)) look(vaddr, raw, geometry.level);
      }
      sink.entries(geometry, words, first, last, page);
    },
  };
  const finish = (): OpenEntries | undefined => {
    const { below = 0n } = kernel.machine.logTraits?.split ?? {};
    const builds = splitBuilds(kernel).filter(({ start }) => start - below > used);
    const possible = (builds[0]?.start ?? 0n) - below;
    return open === undefined || builds.length < 2 || open < possible
      ? undefined
      : { vaddr: open, builds, possible };
  };
  return { watched, finish };
}
