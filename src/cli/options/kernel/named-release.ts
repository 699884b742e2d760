import { kernelError, type PteDecodeError, usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { parseVersion, tryParseVersion } from '../../../core/version.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { partRelease, unreadable } from '../../../kernel/full-release.ts';
import { RELEASES } from '../../../kernel/profiles.ts';

/** A name for `resolveKernel`, and what the flavour of a distribution's kernel differs in. */
interface FullRelease {
  readonly name: string;
  readonly config?: ReadonlyMap<string, boolean>;
  /** The architecture that the release names. */
  readonly arch?: string | undefined;
  /** Why it cannot be read, where nothing but its name says which architecture it is of. */
  readonly unsaid?: PteDecodeError | undefined;
  /** Parts of later kernels can be in it. */
  readonly isVendor?: boolean;
}

/** The release that a command line, an input or the environment names; nothing of it where none does. */
export interface NamedRelease extends Partial<FullRelease> {
  /** What `--kernel` says. */
  readonly said: string | undefined;
}

/**
 * Reads a distribution's release; any other name is left as it is. Where the kernel need not be what its number says a
 * warning says so.
 *
 * @param isSaid somebody typed it: then every distribution's kernel is told of, else those that hold older releases
 * @param arch the architecture that something else says
 */
export async function fullRelease(
  name: string | undefined,
  io: Io,
  isSaid: boolean,
  arch: string | undefined,
): Promise<FullRelease | undefined> {
  if (name === undefined || (name === '' && !isSaid)) return undefined;
  const full = partRelease(name);
  return (full && (await distribution(full.release, full.extras, io, isSaid, arch))) ?? { name };
}

/** The same of a release alone; undefined when the text is none. `extras` stand behind it. */
async function distribution(
  text: string,
  extras: string,
  io: Io,
  isSaid: boolean,
  arch: string | undefined,
): Promise<FullRelease | undefined> {
  const { readRelease } = await import('../../../kernel/release.ts');
  const release = readRelease(text, /,arch=([^,]*)/.exec(extras)?.[1] ?? arch);
  if (release === undefined) return undefined;
  const { kernel, config, remark, isVendor, isKnown } = release;
  if (remark && (isSaid || remark.isFrozen))
    tell(io, `warning: ${printable(text)} is read as ${kernel}, and it is ${remark.text}`);
  else if (isSaid && !isKnown) tell(io, `warning: ${printable(text)} is not known: read as ${kernel}`);
  return {
    name: `${kernel}${extras}`,
    config,
    isVendor,
    get arch() {
      return release.arch;
    },
    get unsaid() {
      return unreadable(text, release);
    },
  };
}

/** The same of a release that an input names: what the tables do not cover is read as the nearest that they do. */
async function releaseOfInput(
  text: string,
  io: Io,
  arch: string | undefined,
): Promise<FullRelease | undefined> {
  const full = await distribution(text, '', io, true, arch);
  if (full === undefined) {
    tell(io, `warning: the kernel calls itself ${printable(text)}, which is no release`);
    return undefined;
  }
  const { coveredRelease } = await import('../../../kernel/release.ts');
  const { name, remark } = coveredRelease(full.name);
  if (remark !== undefined) tell(io, `warning: ${printable(text)}: ${remark}`);
  return { ...full, name };
}

/**
 * The release that `--kernel` names, else the input, else the environment.
 *
 * @param release as the kernel of the input calls itself
 * @param kernel the same as a name for `resolveKernel`
 * @param arch the architecture that an option or the input says
 */
export async function namedRelease(
  said: string | undefined,
  io: Io,
  release: string | undefined,
  kernel: string | undefined,
  arch: string | undefined,
): Promise<NamedRelease> {
  const own =
    said === undefined && release !== undefined ? await releaseOfInput(release, io, arch) : undefined;
  const full =
    own ?? (await fullRelease(said ?? kernel ?? io.env['PTE_DECODE_KERNEL'], io, said !== undefined, arch));
  return { said, ...full };
}

/**
 * Refuses a release older than those that are covered whole. Of some the tables have as much as reports of them need, and
 * only `log` reads those.
 */
export function refuseOlder(name: string | undefined): void {
  const oldest = RELEASES[0] ?? '';
  const version = name === undefined ? undefined : tryParseVersion(name.split(',')[0] ?? '');
  if (version !== undefined && version < parseVersion(oldest))
    throw kernelError(
      `kernel "${printable(name ?? '')}": older than the tables, which begin with ${oldest}: that is the nearest (pte-decode log reads older reports)`,
    );
}

/** Refuses a release that names another architecture than is wanted. @throws PteDecodeError `ERR_USAGE` */
export async function refuseOther(
  release: string,
  arch: string | undefined,
  wanted: string | undefined,
): Promise<void> {
  if (arch === undefined || wanted === undefined) return;
  const { findMachine } = await import('../../../kernel/capabilities/machines.ts');
  if ((findMachine(wanted)?.arch ?? arch) !== arch)
    throw usageError(
      `--kernel ${printable(release)}: that is a kernel of ${arch}, and ${printable(wanted)} is wanted`,
    );
}
