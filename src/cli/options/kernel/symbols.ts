import { PteDecodeError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { configSymbols, parseOverride } from '../../../kernel/config.ts';

/** Whether a value of `--config` is one symbol and no file. */
export function isSymbol(item: string): boolean {
  return /^[A-Z0-9_]+=/.test(item);
}

/**
 * Refuses symbols that an architecture does not have and that are said to be set: entries would be read without them.
 *
 * @param items the values of `--config`
 * @throws PteDecodeError `ERR_CONFIG`
 */
export function refuseForeign(items: readonly string[], arch: string): void {
  for (const item of items.filter(isSymbol)) {
    const [symbol, isOn] = parseOverride(item);
    if (isOn && !configSymbols(arch).some(({ name }) => name === symbol))
      throw new PteDecodeError(
        'ERR_CONFIG',
        `"${printable(item)}": ${arch} has no such symbol; --arch says another architecture`,
      );
  }
}
