import { PteDecodeError } from '../../core/errors.ts';
import type { Kernel } from '../../core/model.ts';
import { parseInteger } from '../../core/u64.ts';
import { parseConfigText, parseOverride } from '../../kernel/config.ts';
import { type KernelSpec, resolveKernel, saidBeside } from '../../kernel/resolve.ts';
import type { Io } from '../../input/io.ts';
import type { Invocation, OptionSpec } from '../spec.ts';
import { tell } from '../../input/safe-io.ts';

/** `--kernel`. */
export const KERNEL_OPTION: OptionSpec = {
  long: 'kernel',
  letter: 'k',
  value: 'NAME',
  suggest: 'kernel',
  text: 'kernel: a profile, a release such as 6.1, or host (default: PTE_DECODE_KERNEL, else uffd-wp-special)',
};

/** `--arch`. */
export const ARCH_OPTION: OptionSpec = {
  long: 'arch',
  value: 'ARCH',
  suggest: 'arch',
  text: 'architecture (default x86_64)',
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
    text: 'page-table levels: 4 or 5 on x86_64 (default 4; an image must say it), 2 to 5 elsewhere',
  },
  {
    long: 'enc-bit',
    value: 'BIT',
    text: 'bit number of the memory-encryption (SME/SEV) or shared (TDX) bit',
  },
  { long: 'phys-mask', value: 'MASK', text: 'mask of the physical address bits' },
];

/** Whether an option of the command line says anything of the kernel. */
export function namesKernel(invocation: Invocation): boolean {
  return KERNEL_OPTIONS.some(({ long }) => invocation.list(long).length > 0);
}

function small(invocation: Invocation, name: string): number | undefined {
  const text = invocation.value(name);
  return text === undefined ? undefined : Number(parseInteger(text, `--${name}`, 63n));
}

/** Whether a value of `--config` is one symbol and no file. */
function isSymbol(item: string): boolean {
  return /^[A-Z0-9_]+=/.test(item);
}

async function readConfig(io: Io, items: readonly string[]): Promise<Map<string, boolean>> {
  const config = new Map<string, boolean>();
  for (const item of items) {
    if (isSymbol(item)) {
      config.set(...parseOverride(item));
      continue;
    }
    const { readConfigText } = await import('./config-text.ts');
    try {
      for (const [symbol, on] of parseConfigText(await readConfigText(io, item))) config.set(symbol, on);
    } catch (error) {
      if (error instanceof PteDecodeError && !error.origin)
        throw new PteDecodeError(error.code, error.message, { origin: { source: item }, cause: error });
      throw error;
    }
  }
  return config;
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
  found: KernelSpec = {},
): Promise<Kernel> {
  return resolveKernel(await kernelSpecFromOptions(invocation, io, found));
}

/** A name for `resolveKernel`, and what the flavour of a distribution's kernel differs in. */
interface FullRelease {
  readonly name: string;
  readonly config?: ReadonlyMap<string, boolean>;
}

/** The longest name that is looked at as a release. */
const MAX_NAME = 256;
/** A release with what a distribution puts behind its number, and what `Kernel.id` puts behind that. */
const FULL_RELEASE = /^(v?\d[\w.]*[-+~][^,]*|v?\d+(?:\.\d+)+\.[a-z][^,]*)(.*)$/;

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
  if (text === undefined) return { name };
  const { readRelease } = await import('../../kernel/release.ts');
  const release = readRelease(text);
  if (release === undefined) return { name };
  const { kernel, config, remark } = release;
  if (remark && (isSaid || remark.isFrozen))
    tell(
      io,
      `warning: ${text} is read as ${kernel}, and it is ${remark.text}${remark.like === undefined ? '' : ` (-k ${remark.like} reads them)`}`,
    );
  return { name: `${kernel}${extras}`, config };
}

/** What the options and the environment say of a kernel, not yet resolved. */
export async function kernelSpecFromOptions(
  invocation: Invocation,
  io: Io,
  found: KernelSpec = {},
): Promise<KernelSpec> {
  const said = invocation.value('kernel');
  const full = await fullRelease(said ?? found.kernel ?? io.env['PTE_DECODE_KERNEL'], io, said !== undefined);
  const name = full?.name;
  // A file says what the kernel was built for, the input what it found on its machine, a single symbol what counts.
  const items = invocation.list('config');
  const built = await readConfig(
    io,
    items.filter((item) => !isSymbol(item)),
  );
  const given = await readConfig(io, items.filter(isSymbol));
  const beside = saidBeside(invocation.value('kernel') ?? '');
  const config = new Map([
    ...(full?.config ?? []),
    ...built,
    ...(found.config ?? []),
    ...(beside.config ?? []),
    ...given,
  ]);
  const arch = invocation.value('arch');
  const paging = small(invocation, 'paging');
  const encBit = small(invocation, 'enc-bit');
  const mask = invocation.value('phys-mask');
  const spec: KernelSpec = {
    ...found,
    ...beside,
    ...(name === undefined ? {} : { kernel: name }),
    ...(arch === undefined ? {} : { arch }),
    ...(config.size === 0 ? {} : { config }),
    ...(paging === undefined ? {} : { paging }),
    ...(encBit === undefined ? {} : { encBit }),
    ...(mask === undefined ? {} : { physMask: parseInteger(mask, '--phys-mask') }),
  };
  if (name !== 'host') return spec;
  const [{ hostKernel }, { readConfigText }] = await Promise.all([
    import('./host.ts'),
    import('./config-text.ts'),
  ]);
  const host = await hostKernel(io, (path) => readConfigText(io, path));
  await fullRelease(host.kernel, io, false);
  return {
    ...host,
    ...spec,
    kernel: host.kernel,
    config: new Map([...host.config, ...config]),
  };
}
