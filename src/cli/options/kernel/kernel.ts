import { DEFAULT_ARCH, findArchitecture } from '../../../arch/index.ts';
import { usageError } from '../../../core/errors.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { defined } from '../../../core/defined.ts';
import { parseInteger } from '../../../core/u64.ts';
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
import { fullRelease, type NamedRelease, namedRelease, refuseOlder, refuseOther } from './named-release.ts';
import { isSymbol, refuseContradiction, refuseForeign, refuseTwice, singleSymbols } from './symbols.ts';

/** What `--kernel` takes. @param usual which kernel it is without */
const kernelText = (usual: string): string =>
  `kernel: a profile, a release such as 6.1, or host (default: ${usual})`;

/** `--kernel`. */
export const KERNEL_OPTION: OptionSpec = {
  long: 'kernel',
  letter: 'k',
  value: 'NAME',
  suggest: 'kernel',
  meaning: (name) => name.replace(/^v(?=[0-9])/, ''),
  text: kernelText('PTE_DECODE_KERNEL, else uffd-wp-special, or the newest with another --arch'),
};

/** `--arch`. */
export const ARCH_OPTION: OptionSpec = {
  long: 'arch',
  value: 'ARCH',
  suggest: 'arch',
  meaning: (name) => findArchitecture(name)?.arch ?? name,
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
  if (paths.includes('')) throw usageError('--config "": wanted a file or CONFIG_NAME=y or CONFIG_NAME=n');
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
  const arch = invocation.value('arch') ?? found.arch;
  const named = await namedRelease(invocation.value('kernel'), io, release, found.kernel, arch);
  if (!isLog) refuseOlder(named.name);
  const spec = await saidOfKernel(invocation, io, named, found);
  // A log mostly tells its machine, and is told to be of an assumed one where it does not.
  const isNamed = spec.arch === undefined || spec.arch === named.arch;
  if (!isLog && isNamed && named.unsaid) throw named.unsaid;
  const isHost = asksForHost(named.name);
  const { spec: whole, isVendor } = isHost
    ? await ofHost(spec, io, isLog)
    : { spec, isVendor: named.isVendor };
  // What an input shows of its tables is no statement about a release.
  const isSaid = spec.paging !== undefined && found.paging === undefined;
  if (isSaid && isVendor !== true) checkLevels(whole);
  return whole;
}

/** What is said of a kernel, the last that says it counting: its name, files, the input, what stands behind the name, options. */
async function saidOfKernel(
  invocation: Invocation,
  io: Io,
  { name, said, arch: named, config: ofName }: NamedRelease,
  found: KernelSpec,
): Promise<KernelSpec> {
  if (said !== undefined) refuseTwice(said);
  const beside = saidBeside(said ?? (asksForHost(name) ? (name ?? '') : ''));
  const arch = invocation.value('arch');
  const wanted = arch ?? beside.arch ?? found.arch;
  if (said !== undefined) await refuseOther(said, named, wanted);
  const items = invocation.list('config');
  const symbols = singleSymbols(items);
  const mask = invocation.value('phys-mask');
  const numbers = defined({
    paging: small(invocation, 'paging'),
    encBit: small(invocation, 'enc-bit'),
    physMask: mask === undefined ? undefined : parseInteger(mask, '--phys-mask'),
  });
  if (said !== undefined)
    refuseContradiction(said, beside, { ...defined({ arch }), config: symbols, ...numbers });
  const built = await readFiles(io, items, wanted ?? named);
  // A file says what the kernel was built for, the input what it found on its machine, a single symbol what counts.
  const single = [...(found.config ?? []), ...(beside.config ?? []), ...symbols];
  const config = new Map([...(ofName ?? []), ...built.config, ...single]);
  return {
    ...defined({ arch: built.arch ?? named }),
    ...found,
    ...beside,
    ...defined({
      kernel: name,
      arch,
      config: config.size === 0 ? undefined : config,
      builtFor:
        built.builtFor === undefined ? undefined : { arch: built.builtFor, elsewhere: new Map(single) },
    }),
    ...numbers,
  };
}

/** A specification of the running kernel, with what its machine says of itself. @throws PteDecodeError as `hostKernel` */
async function ofHost(
  spec: KernelSpec,
  io: Io,
  isLog: boolean,
): Promise<{ readonly spec: KernelSpec; readonly isVendor: boolean | undefined }> {
  const [{ hostKernel }, { readConfigText }] = await Promise.all([
    import('./host.ts'),
    import('./config-text.ts'),
  ]);
  const host = hostKernel(io, (path) => readConfigText(io, path));
  await refuseOther('host', host.arch, spec.arch);
  const running = await fullRelease(host.kernel, io, false, host.arch);
  if (!isLog) refuseOlder(host.kernel);
  const config = new Map([...host.config, ...(spec.config ?? [])]);
  return {
    spec: { ...host, ...spec, kernel: running?.name ?? host.kernel, config },
    isVendor: running?.isVendor,
  };
}
