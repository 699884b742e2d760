import { isPteDecodeError } from '../../core/errors.ts';
import { defined } from '../../core/defined.ts';
import { keptIn, later } from '../../core/later.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { isInRelease, parseVersion, type VersionCode } from '../../core/version.ts';
import { findMachine, pageSizeConfig } from '../../kernel/capabilities/machines.ts';
import { NEWEST_FIRST } from '../../kernel/profiles.ts';
import { coveredRelease, vendorRemark } from '../../kernel/release.ts';
import { configFor, type KernelSpec, resolveKernel } from '../../kernel/resolve.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import { partsOf, refuseArch, refuseLevels, silenceOf, tooOld } from './refusals.ts';
import { otherSizesOf } from './other-sizes.ts';

/** Where the kernel of an explanation comes from; `elsewhere`: the log names it for all its other reports. */
type KernelSource = 'log' | 'elsewhere' | 'option' | 'default';

/** The kernel that values of a log are decoded for. */
export interface ChosenKernel {
  readonly kernel: Kernel;
  readonly source: KernelSource;
  /** The release as the log names it; undefined when it does not. */
  readonly release: string | undefined;
  /** The release that is assumed because the text speaks of it. */
  readonly mentioned?: string | undefined;
  /** Why the tables are those of another release than the log's, or can be. */
  readonly remark: string | undefined;
  /** Messages rule out every release that there are tables for. */
  readonly isRuledOut?: boolean;
  /** Releases that the log names for other reports, where they are not one and none is named for this. */
  readonly disagreeing: readonly string[];
  /** The log, or an option, tells the number of page-table levels. */
  readonly hasLevels: boolean;
  /** It is assumed where entries depend on it: with another one no kernel makes such entries. */
  readonly areLevelsAssumed?: boolean;
  /** Nothing tells the architecture: it is the usual one, which nothing contradicts. */
  readonly isArchAssumed: boolean;
  /** Kernels with the other page sizes, where nothing tells the size. */
  readonly otherSizes: readonly Kernel[];
  /** The kernel with the other layout of swap entries, where the name of the kernel leaves the layout open and nothing shows it. */
  readonly otherLayout?: Kernel;
}

/** What the lines around values say of the kernel. */
export interface KernelHints {
  readonly named: NamedKernel | undefined;
  /** It is named for other reports. */
  readonly isNamedElsewhere?: boolean;
  /** Releases of other reports, none of which need be that of this. */
  readonly disagreeing?: readonly string[];
  readonly arch: string | undefined;
  readonly isArchAssumed?: boolean;
  /** Number of table levels. */
  readonly paging: number | undefined;
  /** Log2 of the page size. */
  readonly pageShift: number | undefined;
  /** Bit that all entries have set beyond their addresses. */
  readonly encBit?: number | undefined;
  /** The first release that prints what the log holds, also for others, and the first that no longer does. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** The same by the lines of the report alone, and without what vendors print longer. */
  readonly surelySince?: string | undefined;
  readonly surelyUntil?: string | undefined;
  /** The first release of what the same machine printed besides. */
  readonly printedSince?: string | undefined;
  /** Whether the values can be those of a kernel, and whether they are likely ones. */
  readonly fits?: (kernel: Kernel) => 'yes' | 'hardly' | 'no';
}

/** What the user says of the kernel. */
export interface KernelWishes {
  /** The kernel for values in front of which the log names none; `kernel` undefined: nobody named one. */
  readonly fallback: KernelSpec;
  /** The release that names it leaves the layout of swap entries open (`isSwapLayoutOpen`). */
  readonly isSwapLayoutOpen?: boolean;
  /** What holds for any kernel: architecture, configuration, encryption bit and the like. */
  readonly always: KernelSpec;
}

/** Kernels, or why there are none, by the release that is tried. */
type Chosen = Map<string, ChosenKernel | string>;

/** Kernels that are kept: every release of every architecture is tried where nothing is known. */
const MAX_KNOWN = 1024;

/** The same with their codes: values that fit none are tried with each of them. */
const newestFirst = later((): readonly { readonly name: string; readonly version: VersionCode }[] =>
  NEWEST_FIRST.map((name) => ({ name, version: parseVersion(name) })),
);

/**
 * Chooses the kernel for values of a log: the one that the log names, else the user's, else the newest that prints such
 * messages and can have such values.
 */
export class KernelChooser {
  readonly #wishes: KernelWishes;
  /** By what is known of a report, then by the release that is tried and the remark on it. */
  readonly #known = new Map<string, Chosen>();
  /** Kernels in all of them. */
  #count = 0;

  constructor(wishes: KernelWishes) {
    this.#wishes = wishes;
  }

  /**
   * The kernel to decode for, or the reason why there is none: no tables for its architecture.
   */
  choose(hints: KernelHints): ChosenKernel | string {
    const known = this.#knownFor(hints);
    const given = this.#wishes.fallback.kernel;
    if (hints.named) return this.#cached(known, hints, undefined, partsOf(hints.named, hints.surelySince));
    if (given !== undefined)
      return this.#cached(
        known,
        hints,
        undefined,
        silenceOf(given, { since: hints.surelySince, until: hints.surelyUntil }),
      );
    const { surelySince: since, until } = hints;
    const bounds = defined({ since, until });
    const begin = hints.since === undefined ? 0 : parseVersion(hints.since);
    let first: ChosenKernel | undefined;
    let hardly: ChosenKernel | undefined;
    let reason = '';
    for (const { name, version } of newestFirst()) {
      if (!isInRelease(bounds, version)) continue;
      // Lines of others bound it as far as a kernel that prints them can have such values.
      if (hardly && version < begin) break;
      const chosen = this.#cached(known, hints, name);
      if (typeof chosen === 'string') {
        reason = reason === '' ? chosen : reason;
        // Older releases have no tables either.
        if (first) break;
        continue;
      }
      first ??= chosen;
      const fits = hints.fits?.(chosen.kernel) ?? 'yes';
      if (fits === 'yes') return chosen;
      if (fits === 'hardly') hardly ??= chosen;
    }
    // No tables go back as far as the messages do: the oldest ones are the nearest.
    return hardly ?? first ?? this.#oldestFor(known, hints, reason);
  }

  #oldestFor(known: Chosen, hints: KernelHints, reason: string): ChosenKernel | string {
    const { until, printedSince, since } = hints;
    if (until === undefined) return reason;
    const remark = tooOld({ since: printedSince ?? since, until });
    let why = reason;
    for (const name of NEWEST_FIRST.toReversed()) {
      const chosen = this.#cached(known, hints, name, remark);
      if (typeof chosen !== 'string') return chosen;
      if (why === '') why = chosen;
    }
    return why;
  }

  /** What was chosen before where the same was known. */
  #knownFor(hints: KernelHints): Chosen {
    const { named, isNamedElsewhere, disagreeing, arch, isArchAssumed, paging, pageShift, encBit } = hints;
    const key = [
      named?.release,
      named?.name,
      named?.isMention,
      isNamedElsewhere,
      disagreeing?.join(),
      arch ?? named?.arch,
      isArchAssumed,
      paging,
      pageShift,
      encBit,
    ].join(' ');
    return keptIn(this.#known, key, () => new Map());
  }

  #cached(
    known: Chosen,
    hints: KernelHints,
    assumed: string | undefined,
    remark?: string,
  ): ChosenKernel | string {
    const key = remark === undefined ? (assumed ?? '') : `${assumed ?? ''} ${remark}`;
    let chosen = known.get(key);
    if (chosen === undefined) {
      // A log that names kernel after kernel must not fill the memory.
      if (this.#count >= MAX_KNOWN) {
        this.#known.clear();
        this.#count = 0;
      }
      chosen = this.#make(hints, assumed, remark);
      known.set(key, chosen);
      this.#count += 1;
    }
    return chosen;
  }

  #make(hints: KernelHints, assumed: string | undefined, why: string | undefined): ChosenKernel | string {
    const { fallback, always } = this.#wishes;
    const { named, disagreeing = [], isArchAssumed = false } = hints;
    const arch = always.arch ?? hints.arch ?? named?.arch ?? fallback.arch;
    const paging = always.paging ?? hints.paging;
    const refused = arch === undefined ? undefined : refuseMachine(arch, paging);
    if (refused !== undefined) return refused;
    const { name, remark } = named ? nearest(named, why) : { name: fallback.kernel ?? assumed, remark: why };
    const spec = this.#specOf(hints, arch, name);
    const isMention = named?.isMention === true;
    const said = {
      source: sourceOf(hints, fallback.kernel),
      release: isMention ? undefined : named?.release,
      mentioned: isMention ? named.release : undefined,
      disagreeing,
      isArchAssumed,
    };
    // A number of levels that the tables do not know is no reason to explain nothing.
    const specs = paging === undefined ? [spec] : [{ ...spec, paging }, spec];
    let reason = '';
    for (const candidate of specs) {
      try {
        const kernel = resolveKernel(candidate);
        const hasLevels = candidate.paging !== undefined;
        const otherSizes = otherSizesOf(kernel, candidate);
        const isRuledOut = said.source === 'default' && why !== undefined;
        return { kernel, remark, hasLevels, otherSizes, isRuledOut, ...said };
      } catch (error) {
        if (!isPteDecodeError(error)) throw error;
        reason = error.message;
      }
    }
    if (!named || arch === undefined) return reason;
    return this.#oldest(specs, named, reason, said);
  }

  /** What is asked of a kernel by a name: what the user says, and what is known by the log. */
  #specOf(
    { named, pageShift, encBit }: KernelHints,
    arch: string | undefined,
    kernel: string | undefined,
  ): KernelSpec {
    const { fallback, always } = this.#wishes;
    // What is known of the user's kernel holds for the log's when both are one: `--kernel host` and a log of this machine.
    const isOwn = !named || named.isMention === true || named.release === fallback.kernel;
    const base = isOwn ? fallback : always;
    const pages = arch === undefined || pageShift === undefined ? [] : pageSizeConfig(arch, pageShift);
    const stated = configFor(arch, base) ?? [];
    const config = new Map([...Object.entries(named?.config ?? {}), ...pages, ...stated]);
    return { ...base, config, ...defined({ arch, encBit: base.encBit ?? encBit, kernel }) };
  }

  /** The oldest kernel that the tables of an architecture cover, for one that is older. */
  #oldest(
    specs: readonly KernelSpec[],
    { release }: NamedKernel,
    reason: string,
    rest: Pick<ChosenKernel, 'source' | 'release' | 'mentioned' | 'disagreeing' | 'isArchAssumed'>,
  ): ChosenKernel | string {
    const vendor = vendorRemark(release)?.text;
    for (const oldest of NEWEST_FIRST.toReversed())
      for (const spec of specs)
        try {
          const candidate: KernelSpec = { ...spec, kernel: oldest };
          const kernel = resolveKernel(candidate);
          const remark = `tables of the oldest release covered, ${oldest}: ${reason}${vendor === undefined ? '' : `; ${vendor}`}`;
          const hasLevels = spec.paging !== undefined;
          const otherSizes = otherSizesOf(kernel, candidate);
          return { kernel, remark, hasLevels, otherSizes, ...rest };
        } catch (error) {
          if (!isPteDecodeError(error)) throw error;
        }
    return reason;
  }
}

/** Why an architecture cannot be decoded for; undefined where it can. */
function refuseMachine(arch: string, paging: number | undefined): string | undefined {
  return findMachine(arch) === undefined ? refuseArch(arch) : refuseLevels(arch, paging);
}

/** Who says which kernel it is. @param given the kernel that the user names */
function sourceOf(
  { named, isNamedElsewhere }: KernelHints,
  given: string | undefined,
): ChosenKernel['source'] {
  if (named?.isMention === true) return 'default';
  if (named) return isNamedElsewhere ? 'elsewhere' : 'log';
  return given === undefined ? 'default' : 'option';
}

/** The name for `resolveKernel`; for a kernel newer than the tables the newest that they cover. */
function nearest(named: NamedKernel, why: string | undefined): { name: string; remark: string | undefined } {
  const { name, remark } = coveredRelease(named.name);
  return { name, remark: remark ?? vendorRemark(named.release)?.text ?? why };
}
