import { DEFAULT_ARCH } from '../../../arch/index.ts';
import { PteDecodeError } from '../../../core/errors.ts';
import { defined } from '../../../core/defined.ts';
import { oncePer } from '../../../core/later.ts';
import { printable } from '../../../core/printable.ts';
import type { Io, Output } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { findMachine, machineOfConfig, otherMachineOfConfig } from '../../../kernel/capabilities/machines.ts';
import { canonicalSymbol, parseConfigText } from '../../../kernel/config.ts';
import { readConfigText } from './config-text.ts';

/**
 * What `make` writes over a whole `.config` (v6.12 scripts/kconfig/confdata.c `conf_write()`), and what one without it has: a
 * machine with page tables says `MMU`, which a user cannot choose on most, and which `make savedefconfig` leaves out.
 */
const WHOLE = /^# Automatically generated |^# Linux\/\S+ .*Kernel Configuration$|^CONFIG_MMU=y$/m;

/** The files that a run has told of: it may read one for each of several kernels. */
const toldOf = oncePer<Output, Set<string>>(() => new Set());

/** Says that a file is a fragment or a defconfig: what it leaves as it is counts as switched off. */
function tellOfPart(io: Io, path: string): void {
  const told = toldOf(io.stderr);
  if (told.has(path)) return;
  told.add(path);
  const name = printable(path, 200);
  tell(
    io,
    `warning: ${name} looks like a part of a .config: symbols that it does not set are taken for off; --config SYM=y sets single ones`,
  );
}

/** The symbols that a file has a line of: what it only leaves out is no word against an earlier file. */
function statedIn(text: string): ReadonlySet<string> {
  const stated = new Set<string>();
  for (const [, name = ''] of text.matchAll(/^(?:# )?(CONFIG_\w+)(?:=| is not set)/gm)) {
    const symbol = canonicalSymbol(name);
    if (symbol !== undefined) stated.add(symbol);
  }
  return stated;
}

/** A file of `--config`: what it says, and which symbols it has a line of. */
interface ConfigFile {
  readonly values: ReadonlyMap<string, boolean>;
  /** Empty where there is no other file. */
  readonly stated: ReadonlySet<string>;
  readonly isWhole: boolean;
}

/** Files over each other, the later over the earlier ones: of what no line says a whole file says that it is off, a part nothing beside one. */
function merged(files: readonly ConfigFile[]): ReadonlyMap<string, boolean> {
  const config = new Map<string, boolean>();
  const hasWhole = files.some(({ isWhole }) => isWhole);
  let wasWhole = false;
  for (const { values, stated, isWhole } of files) {
    for (const [symbol, on] of values) {
      const counts = isWhole ? wasWhole || !config.has(symbol) : !hasWhole && !config.has(symbol);
      if (counts || stated.has(symbol)) config.set(symbol, on);
    }
    wasWhole ||= isWhole;
  }
  return config;
}

/** What the files of `--config` say. */
export interface ConfigFiles {
  readonly config: ReadonlyMap<string, boolean>;
  /** Their architecture, where it is not the default one. */
  readonly arch?: string;
  /** Their architecture, where they say it. */
  readonly builtFor?: string;
}

/**
 * Reads kernel `.config` files, a later one over an earlier one. Parts of one without a whole one are told of.
 *
 * @param wanted the architecture that is asked for, in any spelling; undefined where nothing says it
 * @throws PteDecodeError `ERR_CONFIG` for a file of another architecture, or of one without tables
 */
export function readConfigFiles(io: Io, paths: readonly string[], wanted: string | undefined): ConfigFiles {
  let arch = wanted === undefined ? undefined : findMachine(wanted)?.arch;
  let builtFor: string | undefined;
  const files: ConfigFile[] = [];
  for (const path of paths) {
    try {
      const text = readConfigText(io, path);
      const isWhole = WHOLE.test(text);
      const stated = paths.length > 1 ? statedIn(text) : new Set<string>();
      files.push({ values: parseConfigText(text), stated, isWhole });
      const own = machineOf(
        text,
        arch,
        wanted === undefined ? 'the file before it is of that' : '--arch says another one',
      );
      arch ??= own;
      builtFor ??= own;
    } catch (error) {
      if (error instanceof PteDecodeError && !error.origin)
        throw new PteDecodeError(error.code, error.message, { origin: { source: path }, cause: error });
      throw error;
    }
  }
  const config = merged(files);
  if (!files.some(({ isWhole }) => isWhole)) for (const path of paths) tellOfPart(io, path);
  const isNews = wanted === undefined && arch !== DEFAULT_ARCH;
  return { config, ...defined({ arch: isNews ? arch : undefined, builtFor }) };
}

/**
 * The architecture of a `.config`; undefined where it does not say it.
 *
 * @param arch the one that is wanted; `why`: what says so
 * @throws PteDecodeError `ERR_CONFIG` for another one, or one without tables
 */
function machineOf(text: string, arch: string | undefined, why: string): string | undefined {
  const other = otherMachineOfConfig(text);
  if (other !== undefined)
    throw new PteDecodeError('ERR_CONFIG', `a configuration of ${other}, for which there are no tables`);
  const own = machineOfConfig(text)?.arch;
  if (arch !== undefined && own !== undefined && own !== arch)
    throw new PteDecodeError(
      'ERR_CONFIG',
      `a configuration of ${own}, where ${printable(arch)} is wanted: ${why}`,
    );
  return own;
}
