import { PteDecodeError } from '../core/errors.ts';
import type { ConfigSymbol } from '../core/rows/layout.ts';
import { isInRelease, tryParseVersion } from '../core/version.ts';
import { ALIASES, type ConfigValues, configSymbols, everySymbol, mainName } from './config.ts';

/**
 * What `make` writes over a whole `.config` (v6.12 scripts/kconfig/confdata.c `conf_write()`), and what one without it has: a
 * machine with page tables says `MMU`, which a user cannot choose on most, and which `make savedefconfig` leaves out.
 */
const WHOLE = /^# Automatically generated |^# Linux\/\S+ .*Kernel Configuration$|^CONFIG_MMU=y$/m;

/**
 * A whole `.config` that says where its menus end says so of "Kernel hacking", which is there on every machine, and behind all
 * that counts here. v6.12 scripts/kconfig/confdata.c `conf_write()`, Kconfig, lib/Kconfig.debug.
 */
const MENU_END = /^# end of /m;
const LAST_MENU_END = /^# end of Kernel hacking/m;

/** The release in the head of a whole `.config`, such as `6.12.1` or `5.14.0-427.el9.x86_64`; undefined where it has none. */
export const releaseInHead = (text: string): string | undefined =>
  /^# Linux\/\S+ (\S+) Kernel Configuration$/m.exec(text)?.[1];

/** What a kernel `.config` says of the symbols of the model. */
export interface DotConfig {
  /** Those that it has a line of. */
  readonly stated: ConfigValues;
  /** Those that it leaves out. */
  readonly leftOut: readonly string[];
  /** It is no fragment and no defconfig. */
  readonly isWhole: boolean;
}

/** Finds the lines of a `.config` that set one of some symbols: it has thousands of others. */
function linesOf(symbols: readonly ConfigSymbol[]): RegExp {
  const names = [...symbols.map(({ name }) => name), ...Object.keys(ALIASES)].join('|');
  return new RegExp(`^(?:CONFIG_(${names})=(\\S?)|# CONFIG_(${names}) is not set)`, 'gm');
}

/**
 * Reads a kernel `.config` text. Symbols that its release ("Linux/x86 6.12.1 Kernel Configuration") does not have are left
 * open. So are properties of the machine: a `.config` can only rule them out, and a symbol of the same name that it sets
 * allows the kernel to use what the machine may have (`ARM64_LPA2`).
 *
 * @param arch the architecture, where it is known: then only its symbols are looked for
 * @throws PteDecodeError `ERR_CONFIG` when the text has no line of a `.config`, or is one that was cut off
 */
export function readDotConfig(text: string, arch?: string): DotConfig {
  if (!/^(?:# )?CONFIG_[A-Z0-9_]+(?:=\S| is not set)/m.test(text))
    throw new PteDecodeError('ERR_CONFIG', 'not a kernel .config: it has no CONFIG_ line');
  const isWhole = WHOLE.test(text);
  if (isWhole && MENU_END.test(text) && !LAST_MENU_END.test(text))
    throw new PteDecodeError(
      'ERR_CONFIG',
      'cut off: it says where menus end, and the last, "# end of Kernel hacking", is not there',
    );
  const symbols = arch === undefined ? everySymbol() : configSymbols(arch);
  const isRuntime = new Map(symbols.map(({ name, runtime = false }) => [name, runtime]));
  const stated = new Map<string, boolean>();
  // The last line of a name counts: v6.12 scripts/kconfig/confdata.c conf_read_simple().
  const lines = new Map<string, string | undefined>();
  for (const [, name, value, unset] of text.matchAll(linesOf(symbols))) lines.set(name ?? unset ?? '', value);
  for (const [name, value] of lines) {
    const symbol = mainName(name);
    const isOn = value === 'y' || value === 'm';
    if (isOn ? isRuntime.get(symbol) !== false : !isRuntime.has(symbol)) continue;
    if (value !== undefined || !stated.has(symbol)) stated.set(symbol, isOn);
  }
  const version = tryParseVersion(releaseInHead(text) ?? '');
  const leftOut = symbols
    .filter((symbol) => version === undefined || isInRelease(symbol, version))
    .filter(({ name, runtime }) => runtime !== true && !stated.has(name))
    .map(({ name }) => name);
  return { stated, leftOut, isWhole };
}

/**
 * Files over each other, the later over the earlier ones. What a whole file leaves out is off, as Kconfig means it, but not
 * where an earlier part states it; what a part leaves out is off where there is no whole file.
 */
export function mergeDotConfigs(files: readonly DotConfig[]): ConfigValues {
  const config = new Map<string, boolean>();
  const hasWhole = files.some(({ isWhole }) => isWhole);
  let wasWhole = false;
  for (const { stated, leftOut, isWhole } of files) {
    for (const symbol of leftOut)
      if (isWhole ? wasWhole || !config.has(symbol) : !hasWhole && !config.has(symbol))
        config.set(symbol, false);
    for (const [symbol, on] of stated) config.set(symbol, on);
    wasWhole ||= isWhole;
  }
  return config;
}

/**
 * What one kernel `.config` text says: symbols of the model that it does not set are off.
 *
 * @param arch as for `readDotConfig`
 * @throws PteDecodeError as `readDotConfig`
 */
export function parseConfigText(text: string, arch?: string): ConfigValues {
  return mergeDotConfigs([readDotConfig(text, arch)]);
}
