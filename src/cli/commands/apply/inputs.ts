import { usageError } from '../../../core/errors.ts';
import type { FunctionRow, InputName } from '../../../core/functions/functions.ts';
import { printable } from '../../../core/printable.ts';
import { refuseGiven } from '../../options/meaning.ts';
import type { Invocation } from '../../spec.ts';

/** The options that are inputs of functions, and which. */
const INPUTS: readonly { readonly option: string; readonly input: InputName }[] = [
  ...(['prot', 'pfn', 'type', 'offset', 'marker', 'young', 'dirty'] as const).map((name) => ({
    option: name,
    input: name,
  })),
  { option: 'with', input: 'other' },
];

/**
 * Refuses inputs that none of the functions takes: the result would look like one that they are in.
 *
 * @throws PteDecodeError `ERR_USAGE`
 */
export function refuseLostInputs(invocation: Invocation, rows: readonly FunctionRow[]): void {
  const lost = INPUTS.filter(({ input }) => rows.every(({ takes }) => !takes.includes(input)));
  const [row, ...others] = rows;
  const names = rows.map(({ name }) => name);
  const takes = row?.takes.join(' and ') ?? '';
  const why =
    others.length > 0
      ? `none of ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} takes it`
      : `${names[0] ?? ''} takes ${takes === '' ? 'nothing' : `${takes} alone`}`;
  refuseGiven(
    invocation,
    lost.map(({ option }) => option),
    `: ${why}`,
  );
  if (row !== undefined && !row.takes.includes('pte'))
    refuseGiven(invocation, ['file', 'input'], `: ${row.name} takes no entry`);
}

/** Refuses what a list of functions does not read and how it is not written. @throws PteDecodeError `ERR_USAGE` */
export function refuseBesideList(invocation: Invocation): void {
  const inputs = INPUTS.map(({ option }) => option);
  refuseGiven(
    invocation,
    ['json', 'file', 'input', ...inputs],
    ' goes with a function; --list writes text alone',
  );
}

/** Refuses what says beside operations of standard input what they say themselves. @throws PteDecodeError `ERR_USAGE` */
export function refuseBesideRecords(invocation: Invocation, values: readonly string[]): void {
  const [value] = values;
  const read = 'operations are read from standard input';
  if (value !== undefined) throw usageError(`apply: "${printable(value)}": ${read}`);
  refuseGiven(
    invocation,
    INPUTS.map(({ option }) => option),
    ': an operation says that itself',
  );
  refuseGiven(invocation, ['file', 'input'], `: ${read}`);
}
