import { isPteDecodeError } from '../core/errors.ts';
import type { Kernel } from '../core/model.ts';
import { parseVersion, tryParseVersion } from '../core/version.ts';
import { pageSizeConfig } from '../kernel/machines.ts';
import { RELEASES } from '../kernel/profiles.ts';
import { type KernelSpec, resolveKernel } from '../kernel/resolve.ts';
import type { NamedKernel } from './kernel-name.ts';

/** Where the kernel of an explanation comes from. */
export type KernelSource = 'log' | 'option' | 'default';

/** The kernel that values of a log are decoded for. */
export interface ChosenKernel {
  readonly kernel: Kernel;
  readonly source: KernelSource;
  /** The release as the log names it; undefined when it does not. */
  readonly release: string | undefined;
  /** Why the tables are those of another release than the log's. */
  readonly remark: string | undefined;
}

/** What the lines around values say of the kernel. */
export interface KernelHints {
  readonly named: NamedKernel | undefined;
  readonly arch: string | undefined;
  /** Number of table levels. */
  readonly paging: number | undefined;
  /** Log2 of the page size. */
  readonly pageShift: number | undefined;
}

/** What the user says of the kernel. */
export interface KernelWishes {
  /** The kernel for values in front of which the log names none; `kernel` undefined: nobody named one. */
  readonly fallback: KernelSpec;
  /** What holds for any kernel: architecture, configuration, encryption bit and the like. */
  readonly always: KernelSpec;
}

/** Chooses the kernel for values of a log: the one that the log names, else the user's, else the default. */
export class KernelChooser {
  readonly #wishes: KernelWishes;
  readonly #known = new Map<string, ChosenKernel | string>();

  constructor(wishes: KernelWishes) {
    this.#wishes = wishes;
  }

  /**
   * The kernel to decode for, or the reason why there is none: no tables for its architecture.
   */
  choose(hints: KernelHints): ChosenKernel | string {
    const { named, arch, paging, pageShift } = hints;
    const key = [named?.release, named?.name, arch ?? named?.arch, paging, pageShift].join(' ');
    let chosen = this.#known.get(key);
    if (chosen === undefined) {
      // A log that names kernel after kernel must not fill the memory.
      if (this.#known.size >= 64) this.#known.clear();
      chosen = this.#make(hints);
      this.#known.set(key, chosen);
    }
    return chosen;
  }

  #make(hints: KernelHints): ChosenKernel | string {
    const { fallback, always } = this.#wishes;
    const { named } = hints;
    // What is known of the user's kernel holds for the log's when both are one: `--kernel host` and a log of this machine.
    const base = named && named.release !== fallback.kernel ? always : fallback;
    const arch = always.arch ?? hints.arch ?? named?.arch ?? fallback.arch;
    const { pageShift } = hints;
    const pages = arch === undefined || pageShift === undefined ? [] : pageSizeConfig(arch, pageShift);
    const config = new Map([...pages, ...Object.entries(named?.config ?? {}), ...(base.config ?? [])]);
    const rest: KernelSpec = {
      ...base,
      ...(config.size === 0 ? {} : { config }),
      ...(arch === undefined ? {} : { arch }),
    };
    const { name, remark } = named ? nearest(named) : { name: fallback.kernel, remark: undefined };
    const source = named ? 'log' : fallback.kernel === undefined ? 'default' : 'option';
    const release = named?.release;
    const paging = always.paging ?? hints.paging;
    const spec: KernelSpec = { ...rest, ...(name === undefined ? {} : { kernel: name }) };
    // A number of levels that the tables do not know is no reason to explain nothing.
    const specs = paging === undefined ? [spec] : [{ ...spec, paging }, spec];
    let reason = '';
    for (const candidate of specs) {
      try {
        return { kernel: resolveKernel(candidate), source, release, remark };
      } catch (error) {
        if (!isPteDecodeError(error)) throw error;
        reason = error.message;
      }
    }
    if (!named || arch === undefined) return reason;
    return this.#oldest(spec, release, reason);
  }

  /** The oldest kernel that the tables of an architecture cover, for one that is older. */
  #oldest(spec: KernelSpec, release: string | undefined, reason: string): ChosenKernel | string {
    for (const kernel of RELEASES) {
      try {
        const remark = `tables of the oldest release covered, ${kernel}: ${reason}`;
        return { kernel: resolveKernel({ ...spec, kernel }), source: 'log', release, remark };
      } catch (error) {
        if (!isPteDecodeError(error)) throw error;
      }
    }
    return reason;
  }
}

/** The name for `resolveKernel`; for a kernel newer than the tables the newest that they cover. */
function nearest(named: NamedKernel): { name: string; remark: string | undefined } {
  const newest = RELEASES.at(-1) ?? '';
  const version = tryParseVersion(named.name);
  if (version === undefined || Math.floor(version / 1000) <= Math.floor(parseVersion(newest) / 1000))
    return { name: named.name, remark: undefined };
  return { name: newest, remark: `newer than the tables: read as ${newest}` };
}
