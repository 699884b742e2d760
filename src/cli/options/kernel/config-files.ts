import { DEFAULT_ARCH } from '../../../arch/index.ts';
import { PteDecodeError } from '../../../core/errors.ts';
import { defined } from '../../../core/defined.ts';
import { printable } from '../../../core/printable.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { findMachine, machineOfConfig, otherMachineOfConfig } from '../../../kernel/capabilities/machines.ts';
import { parseConfigText } from '../../../kernel/config.ts';
import { readConfigText } from './config-text.ts';

/** What the files of `--config` say. */
export interface ConfigFiles {
  readonly config: ReadonlyMap<string, boolean>;
  /** Their architecture, where it is not the default one. */
  readonly arch?: string;
  /** Their architecture, where they say it. */
  readonly builtFor?: string;
}

/**
 * Reads kernel `.config` files, a later one over an earlier one.
 *
 * @param wanted the architecture that is asked for, in any spelling; undefined where nothing says it
 * @throws PteDecodeError `ERR_CONFIG` for a file of another architecture, or of one without tables
 */
export function readConfigFiles(io: Io, paths: readonly string[], wanted: string | undefined): ConfigFiles {
  const config = new Map<string, boolean>();
  let arch = wanted === undefined ? undefined : findMachine(wanted)?.arch;
  let builtFor: string | undefined;
  for (const path of paths) {
    try {
      const text = readConfigText(io, path);
      for (const [symbol, on] of parseConfigText(text)) config.set(symbol, on);
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
