import { DEFAULT_ARCH } from '../../../arch/index.ts';
import { PteDecodeError } from '../../../core/errors.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { printable } from '../../../core/printable.ts';
import { parseInteger } from '../../../core/u64.ts';
import { parseVersion, tryParseVersion } from '../../../core/version.ts';
import { parseOverride } from '../../../kernel/config.ts';

import { RELEASES } from '../../../kernel/profiles.ts';
import {
  asksForHost,
  checkLevels,
  type KernelSpec,
  resolveKernel,
  saidBeside,
} from '../../../kernel/resolve.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { type Invocation, type OptionSpec, withVariant } from '../../spec.ts';
import type { ConfigFiles } from './config-files.ts';
import { isSymbol, refuseForeign } from './symbols.ts';
import { tell } from '../../../input/bytes/safe-io.ts';

/** What `--kernel` takes. @param usual which kernel it is without */
const kernelText = (usual: string): string =>
  `kernel: a profile, a release such as 6.1, or host (default: ${usual})`;

/** `--kernel`. */
export const KERNEL_OPTION: OptionSpec = {
  long: 'kernel',
  letter: 'k',
  value: 'NAME',
  suggest: 'kernel',
  text: kernelText('PTE_DECODE_KERNEL, else uffd-wp-special, or the newest with another --arch'),
};

/** `--arch`. */
export const ARCH_OPTION: OptionSpec = {
  long: 'arch',
  value: 'ARCH',
  suggest: 'arch',
  text: `architecture (default ${DEFAULT_ARCH})`,
};

/** `--config`. */
export const CONFIG_OPTION: OptionSpec = {
  long: 'config',
  value: 'FILE|SYM=y|n',
  repeat: true,
  suggest: 'config',
  text: 'a kernel .config (plain or gz), or one symbol such as CONFIG_DEVICE_PRIVATE=y; repeatable',
};

/** The options that say which kernel an entry belongs to. */
export const KERNEL_OPTIONS: readonly OptionSpec[] = [
  KERNEL_OPTION,
  ARCH_OPTION,
  CONFIG_OPTION,
  {
    long: 'paging',
    value: 'LEVELS',
    suggest: 'paging',
    text: 'number of page-table levels, 2 to 5 (default: what the architecture usually has; an image must say it)',
  },
  {
    long: 'enc-bit',
    value: 'BIT',
    text: 'number of the bit that marks memory as encrypted or shared (SME, SEV, TDX)',
  },
  { long: 'phys-mask', value: 'MASK', text: 'mask of the physical address bits' },
];

/** The same for what can name its kernel itself. @param usual which kernel it is without `--kernel` */
export function kernelOptionsOf(usual: string): readonly OptionSpec[] {
  return withVariant(KERNEL_OPTIONS, KERNEL_OPTION, { text: kernelText(usual) });
}

/** Whether an option of the command line says anything of the kernel. */
export function namesKernel(invocation: Invocation): boolean {
  return KERNEL_OPTIONS.some(({ long }) => invocation.list(long).length > 0);
}

function small(invocation: Invocation, name: string): number | undefined {
  const text = invocation.value(name);
  return text === undefined ? undefined : Number(parseInteger(text, `--${name}`, 63n));
}

/** The files of `--config`. @throws PteDecodeError as `readConfigFiles` */
async function readFiles(io: Io, items: readonly string[], wanted: string | undefined): Promise<ConfigFiles> {
  const paths = items.filter((item) => !isSymbol(item));
  if (paths.includes(''))
    throw new PteDecodeError('ERR_USAGE', '--config "": wanted a file or CONFIG_NAME=y or CONFIG_NAME=n');
  if (paths.length === 0) return { config: new Map() };
  const { readConfigFiles } = await import('./config-files.ts');
  return readConfigFiles(io, paths, wanted);
}

/**
 * Resolves the kernel that the options and the environment name.
 *
 * @param found what the input itself says of its kernel: options override it, it overrides the environment
 * @throws PteDecodeError for an unknown kernel, a bad configuration or number, an unreadable file
 */
export async function kernelFromOptions(
  invocation: Invocation,
  io: Io,
  found: FoundKernel = {},
): Promise<Kernel> {
  const kernel = resolveKernel(await kernelSpecFromOptions(invocation, io, found));
  refuseForeign(invocation.list('config'), kernel.arch);
  return kernel;
}

/** A name for `resolveKernel`, and what the flavour of a distribution's kernel differs in. */
interface FullRelease {
  readonly name: string;
  readonly config?: ReadonlyMap<string, boolean>;
  /** The architecture that the release names. */
  readonly arch?: string | undefined;
  /** Parts of later kernels can be in it. */
  readonly isVendor?: boolean;
}

/** The longest name that is looked at as a release. */
const MAX_NAME = 256;
/** A release with what a distribution puts behind its number, and what `Kernel.id` puts behind that. */
const FULL_RELEASE = /^(v?\d[\w.]*[-+~][^,]*|v?\d+(?:\.\d+)+(?:\.[a-z]|_\d)[^,]*)(.*)$/;

/**
 * Reads a distribution's release; any other name is left as it is. Where the kernel need not be what its number says a
 * warning says so.
 *
 * @param isSaid somebody typed it: then every distribution's kernel is told of, else those that hold older releases
 */
async function fullRelease(
  name: string | undefined,
  io: Io,
  isSaid: boolean,
): Promise<FullRelease | undefined> {
  if (name === undefined || (name === '' && !isSaid)) return undefined;
  const [, text, extras = ''] = (name.length <= MAX_NAME ? FULL_RELEASE.exec(name) : null) ?? [];
  return text === undefined ? { name } : ((await distribution(text, extras, io, isSaid)) ?? { name });
}

/** The same of a release alone; undefined when the text is none. `extras` stand behind it. */
async function distribution(
  text: string,
  extras: string,
  io: Io,
  isSaid: boolean,
): Promise<FullRelease | undefined> {
  const { readRelease } = await import('../../../kernel/release.ts');
  const release = readRelease(text);
  if (release === undefined) return undefined;
  const { kernel, config, remark, isVendor, isKnown } = release;
  if (remark && (isSaid || remark.isFrozen))
    tell(
      io,
      `warning: ${printable(text)} is read as ${kernel}, and it is ${remark.text}${remark.like === undefined ? '' : ` (-k ${remark.like} reads them)`}`,
    );
  else if (isSaid && !isKnown) tell(io, `warning: ${printable(text)} is not known: read as ${kernel}`);
  return {
    name: `${kernel}${extras}`,
    config,
    isVendor,
    get arch() {
      return release.arch;
    },
  };
}

/** The same of a release that an input names: what the tables do not cover is read as the nearest that they do. */
async function releaseOfInput(text: string, io: Io): Promise<FullRelease | undefined> {
  const full = await distribution(text, '', io, true);
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
 * Refuses a release older than those that are covered whole. Of some the tables have as much as reports of them need, and
 * only `log` reads those.
 */
function refuseOlder(name: string | undefined): void {
  const oldest = RELEASES[0] ?? '';
  const version = name === undefined ? undefined : tryParseVersion(name.split(',')[0] ?? '');
  if (version !== undefined && version < parseVersion(oldest))
    throw new PteDecodeError(
      'ERR_KERNEL_UNKNOWN',
      `kernel "${printable(name ?? '')}": older than the tables, which begin with ${oldest}: that is the nearest (pte-decode log reads older reports)`,
    );
}

/** Refuses a release that names another architecture than is wanted. @throws PteDecodeError `ERR_USAGE` */
async function refuseOther(release: string, arch: string, wanted: string): Promise<void> {
  const { findMachine } = await import('../../../kernel/capabilities/machines.ts');
  if ((findMachine(wanted)?.arch ?? arch) !== arch)
    throw new PteDecodeError(
      'ERR_USAGE',
      `--kernel ${printable(release)}: that is a kernel of ${arch}, and ${printable(wanted)} is wanted`,
    );
}

/** What an input says of its kernel. */
export interface FoundKernel extends KernelSpec {
  /** The release as the kernel calls itself, in place of `kernel`. */
  readonly release?: string;
}

/**
 * What the options and the environment say of a kernel, not yet resolved.
 *
 * @param found as for `kernelFromOptions`
 * @param isLog releases older than the tables will do as far as reports of them need it
 * @throws PteDecodeError for a bad configuration or number, an unreadable file, a release that is too old
 */
export async function kernelSpecFromOptions(
  invocation: Invocation,
  io: Io,
  { release, ...found }: FoundKernel = {},
  isLog = false,
): Promise<KernelSpec> {
  const said = invocation.value('kernel');
  const own = said === undefined && release !== undefined ? await releaseOfInput(release, io) : undefined;
  const full =
    own ?? (await fullRelease(said ?? found.kernel ?? io.env['PTE_DECODE_KERNEL'], io, said !== undefined));
  const name = full?.name;
  if (!isLog) refuseOlder(name);
  // A file says what the kernel was built for, the input what it found on its machine, a single symbol what counts.
  const items = invocation.list('config');
  const isHost = asksForHost(name);
  const beside = saidBeside(said ?? (isHost ? (name ?? '') : ''));
  const arch = invocation.value('arch');
  const machine = said === undefined ? undefined : full?.arch;
  const wanted = arch ?? beside.arch ?? found.arch;
  if (machine !== undefined && wanted !== undefined) await refuseOther(said ?? '', machine, wanted);
  const built = await readFiles(io, items, wanted ?? full?.arch);
  const single = [
    ...(found.config ?? []),
    ...(beside.config ?? []),
    ...items.filter(isSymbol).map(parseOverride),
  ];
  const config = new Map([...(full?.config ?? []), ...built.config, ...single]);
  const paging = small(invocation, 'paging');
  const encBit = small(invocation, 'enc-bit');
  const mask = invocation.value('phys-mask');
  const spec: KernelSpec = {
    ...(full?.arch === undefined ? {} : { arch: full.arch }),
    ...(built.arch === undefined ? {} : { arch: built.arch }),
    ...found,
    ...beside,
    ...(name === undefined ? {} : { kernel: name }),
    ...(arch === undefined ? {} : { arch }),
    ...(config.size === 0 ? {} : { config }),
    ...(built.builtFor === undefined
      ? {}
      : { builtFor: { arch: built.builtFor, elsewhere: new Map(single) } }),
    ...(paging === undefined ? {} : { paging }),
    ...(encBit === undefined ? {} : { encBit }),
    ...(mask === undefined ? {} : { physMask: parseInteger(mask, '--phys-mask') }),
  };
  // What an input shows of its tables is no statement about a release.
  const isStated = (paging ?? beside.paging) !== undefined && found.paging === undefined;
  if (!isHost) {
    if (isStated && full?.isVendor !== true) checkLevels(spec);
    return spec;
  }
  const [{ hostKernel }, { readConfigText }] = await Promise.all([
    import('./host.ts'),
    import('./config-text.ts'),
  ]);
  const host = hostKernel(io, (path) => readConfigText(io, path));
  if (spec.arch !== undefined) await refuseOther('host', host.arch, spec.arch);
  const running = await fullRelease(host.kernel, io, false);
  if (!isLog) refuseOlder(host.kernel);
  const whole: KernelSpec = {
    ...host,
    ...spec,
    kernel: running?.name ?? host.kernel,
    config: new Map([...host.config, ...config]),
  };
  if (isStated && running?.isVendor !== true) checkLevels(whole);
  return whole;
}
