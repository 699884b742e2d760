import { findArchitecture } from '../../../arch/index.ts';
import { PteDecodeError, usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { formatHex } from '../../../core/u64.ts';
import { configSymbols, mainName, parseOverride } from '../../../kernel/config.ts';
import type { KernelSpec } from '../../../kernel/resolve.ts';

/** Whether a value of `--config` is one symbol and no file. */
export const isSymbol = (item: string): boolean => /^[A-Z0-9_]+=/.test(item);

/**
 * The symbols that are set singly, the value of each by its name.
 *
 * @param items values of `--config`; files among them are left out
 * @param read the name of the symbol and whether it is on; those that it does not know are left out
 * @throws PteDecodeError `ERR_USAGE` where two of them say both of one symbol; as `read`
 */
export function singleSymbols(
  items: readonly string[],
  read: (item: string) => readonly [string, boolean] | undefined = parseOverride,
): ReadonlyMap<string, boolean> {
  const values = new Map<string, boolean>();
  for (const item of items.filter(isSymbol)) {
    const symbol = read(item);
    if (symbol === undefined) continue;
    const [name, isOn] = symbol;
    const before = values.get(name);
    if (before !== undefined && before !== isOn)
      throw usageError(
        `--config "${printable(item)}": ${name}=${valueText(before)} was given before, and one alone counts`,
      );
    values.set(name, isOn);
  }
  return values;
}

const valueText = (isOn: boolean): string => (isOn ? 'y' : 'n');

/** What options say of a kernel beside its name. */
type Beside = Pick<KernelSpec, 'arch' | 'paging' | 'encBit' | 'physMask' | 'config'>;

/** Refuses what stands twice behind the name of a kernel. @throws PteDecodeError `ERR_USAGE` */
export function refuseTwice(said: string): void {
  const keys = said
    .split(',')
    .map((part, at) => (at === 0 ? '' : mainName((part.split('=')[0] ?? '').trim())));
  const twice = keys.find((key, at) => keys.indexOf(key) < at);
  if (twice !== undefined)
    throw usageError(
      `--kernel "${printable(said)}": ${printable(twice)} stands there twice, and one alone counts`,
    );
}

/**
 * Refuses options that say otherwise what `--kernel` says behind a comma: one of the two would be lost.
 *
 * @param said what `--kernel` says, and what that is
 * @param own what the other options say, symbols set singly
 * @throws PteDecodeError `ERR_USAGE`
 */
export function refuseContradiction(said: string, beside: Beside, own: Beside): void {
  const rows = [
    ['arch', nameOfArch(beside.arch), nameOfArch(own.arch)],
    ['paging', beside.paging, own.paging],
    ['enc-bit', beside.encBit, own.encBit],
    ['phys-mask', hexText(beside.physMask), hexText(own.physMask)],
    ...[...(own.config ?? [])].map(([name, isOn]) => {
      const other = beside.config?.get(name);
      return [`config ${name}`, other === undefined ? undefined : valueText(other), valueText(isOn)] as const;
    }),
  ] as const;
  for (const [name, first, second] of rows)
    if (first !== undefined && second !== undefined && first !== second) {
      const option = name.startsWith('config ') ? `${name}=${second}` : `${name} ${second}`;
      throw usageError(
        `--${printable(option)}: --kernel "${printable(said)}" says ${printable(String(first))}, and one alone counts`,
      );
    }
}

const nameOfArch = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : (findArchitecture(name)?.arch ?? name);

const hexText = (mask: bigint | undefined): string | undefined =>
  mask === undefined ? undefined : formatHex(mask);

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
