import { PteDecodeError } from '../../../core/errors.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { meantText } from '../../../core/nearest.ts';
import { printable } from '../../../core/printable.ts';
import { findValue } from '../../../core/spelling.ts';
import { parseInteger } from '../../../core/u64.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';

/** The options that give parts of an entry: what `encode` puts together and what the kernel's functions take. */
export const FIELD_OPTIONS = {
  type: { long: 'type', value: 'N', text: 'swap type, 0 to 31' },
  offset: { long: 'offset', value: 'N', text: 'swap offset' },
  pfn: { long: 'pfn', value: 'N', text: 'frame number, in pages of the kernel' },
  prot: {
    long: 'prot',
    value: 'BITS',
    text: 'the other bits of a present entry, as pfn_pte(pfn, prot) takes them',
  },
  marker: {
    long: 'marker',
    value: 'BITS|NAME',
    repeat: true,
    suggest: 'marker',
    text: 'marker bits: a number, or uffd_wp, poisoned, guard; repeatable, commas allowed',
  },
  young: { long: 'young', text: 'young, in a migration entry' },
  dirty: { long: 'dirty', text: 'dirty, in a migration entry' },
} as const satisfies Record<string, OptionSpec>;

/**
 * The number that an option gives, or undefined without the option.
 *
 * @throws PteDecodeError `ERR_VALUE_SYNTAX`, `ERR_VALUE_RANGE`
 */
export function integerFrom(invocation: Invocation, name: string): bigint | undefined {
  const text = invocation.value(name);
  return text === undefined ? undefined : parseInteger(text, `--${name}`);
}

/**
 * The marker bits of `--marker`, or undefined without the option.
 *
 * @throws PteDecodeError `ERR_UNKNOWN_NAME` for a marker that the kernel does not have, `ERR_VALUE_SYNTAX`
 */
export function markerFrom(invocation: Invocation, kernel: Kernel): bigint | undefined {
  const texts = invocation.list('marker');
  if (texts.length === 0) return undefined;
  return texts.flatMap((text) => text.split(',')).reduce((bits, part) => bits | markerBits(kernel, part), 0n);
}

/** The bits of one part of `--marker`: a number, or a name with or without its prefix. */
function markerBits(kernel: Kernel, name: string): bigint {
  if (/^[0-9]/.test(name)) return parseInteger(name, '--marker');
  const row = kernel.markers.find(
    (marker) => findValue([marker.name, marker.short, `pte_marker_${marker.short}`], name) !== undefined,
  );
  if (row) return row.mask;
  const known = kernel.markers.flatMap((marker) => [marker.short, marker.name]);
  const all = kernel.markers.map((marker) => marker.short).join(', ') || 'no markers';
  const meant = meantText(name, known, `${kernel.id} has ${all}`);
  throw new PteDecodeError('ERR_UNKNOWN_NAME', `--marker "${printable(name)}": ${meant}`);
}
