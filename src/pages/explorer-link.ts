import type { Level } from '../core/rows/layout.ts';

/** The name that the page of `pte-decode explorer` has when links lead to it. */
export const EXPLORER_FILE = 'explorer.html';

/** What is known of a value beside its kernel and level. */
export interface Circumstance {
  /** Its address is one of the kernel: what is not present there is a page that is not mapped. */
  readonly isKernels?: boolean;
  /** What a log says of it; such a value may be of a kernel that is older than the tables. */
  readonly said?: string;
}

/**
 * The fragment under which the explorer shows a value.
 *
 * @param kernel as `--kernel` takes it, such as the id of a kernel; empty for the one that is assumed
 * @param value as it would be typed
 * @example valueFragment('6.12', '0x4', 'pte') // '#k=6.12&v=0x4'
 */
export function valueFragment(
  kernel: string,
  value: string,
  level: Level,
  { isKernels = false, said = '' }: Circumstance = {},
): string {
  const fields = [
    ['k', kernel],
    ['v', value],
    ['level', level === 'pte' ? '' : level],
    ['at', isKernels ? 'kernel' : ''],
    ['said', said],
  ];
  const written = fields.filter(([, text]) => text !== '');
  return `#${written.map(([name = '', text = '']) => `${name}=${inFragment(text)}`).join('&')}`;
}

/** What stands in names of kernels may stand in a fragment as it is; a plus is read as a blank. */
const READABLE: Readonly<Record<string, string>> = {
  '%2C': ',',
  '%3D': '=',
  '%3B': ';',
  '%3A': ':',
  '%7E': '~',
  '%20': '+',
};

/** A text as it may stand in a field of the fragment. */
export function inFragment(text: string): string {
  return encodeURIComponent(text).replace(/%(?:2C|3D|3B|3A|7E|20)/g, (code) => READABLE[code] ?? code);
}
