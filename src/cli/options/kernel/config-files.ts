import { DEFAULT_ARCH } from '../../../arch/index.ts';
import { placing, PteDecodeError } from '../../../core/errors.ts';
import { defined } from '../../../core/defined.ts';
import { oncePer } from '../../../core/later.ts';
import { printable } from '../../../core/printable.ts';
import type { Io, Output } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { findMachine, machineOfConfig, otherMachineOfConfig } from '../../../kernel/capabilities/machines.ts';
import type { ConfigValues } from '../../../kernel/config.ts';
import { type DotConfig, mergeDotConfigs, readDotConfig } from '../../../kernel/dot-config.ts';
import { readConfigText } from './config-text.ts';

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

/** What the files of `--config` say. */
export interface ConfigFiles {
  readonly config: ConfigValues;
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
  const files: DotConfig[] = [];
  for (const path of paths) {
    placing({ source: path }, () => {
      const text = readConfigText(io, path);
      files.push(readDotConfig(text));
      const own = machineOf(
        text,
        arch,
        wanted === undefined ? 'the file before it is of that' : '--arch says another one',
      );
      arch ??= own;
      builtFor ??= own;
    });
  }
  if (!files.some(({ isWhole }) => isWhole)) for (const path of paths) tellOfPart(io, path);
  const isNews = wanted === undefined && arch !== DEFAULT_ARCH;
  return { config: mergeDotConfigs(files), ...defined({ arch: isNews ? arch : undefined, builtFor }) };
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
