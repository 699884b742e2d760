import { PteDecodeError, usageError } from '../../../core/errors.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import type { State } from '../../../core/entry/state.ts';
import { isGiven, type Meaning, refuseGiven, refuseLost } from '../../options/meaning.ts';
import { readState } from '../../../records/read.ts';
import type { Invocation } from '../../spec.ts';

const MAPPED = ['present', 'protnone', 'table'] as const;
/** States of swap entries with a frame in their offset, and all that have a type of their own. */
const OF_FRAMES = [
  'migration',
  'device-private',
  'device-exclusive',
  'hwpoison',
  'swapin-error',
] as const satisfies readonly State[];
const TYPED = ['swap', ...OF_FRAMES, 'pte-marker'] as const;
const WITH_ACCESS = ['migration', 'device-private', 'device-exclusive'] as const;

const AS_FLAG = 'a bit of any other entry is set by --flag NAME, and layout has the names';

/** The states whose entries have what an option gives. */
const STATES_OF_OPTIONS: readonly Meaning<State>[] = [
  { option: 'type', with: TYPED },
  { option: 'offset', with: TYPED },
  { option: 'pfn', with: [...MAPPED, ...OF_FRAMES] },
  { option: 'prot', with: MAPPED },
  { option: 'pkey', with: MAPPED },
  { option: 'marker', with: ['pte-marker'] },
  { option: 'writable', with: WITH_ACCESS, else: AS_FLAG },
  { option: 'exclusive', with: WITH_ACCESS, else: AS_FLAG },
  { option: 'young', with: ['migration'], else: AS_FLAG },
  { option: 'dirty', with: ['migration'], else: AS_FLAG },
  { option: 'vma', with: ['uffd-wp-special'] },
];

/** What a type and an offset say already. */
const IN_TYPE_AND_OFFSET = ['pfn', 'marker', 'writable', 'exclusive', 'young', 'dirty'];

/** What each record says of itself: of how they are taken alone the command line speaks. */
const IN_RECORDS = [...STATES_OF_OPTIONS.map(({ option }) => option), 'flag'].filter(
  (option) => option !== 'vma',
);

/** The flags of `--flag`, as they were typed. */
export function flagsFrom(invocation: Invocation): readonly string[] {
  return invocation.list('flag').flatMap((names) => names.split(',').filter((name) => name !== ''));
}

/**
 * Refuses the short name of a flag where an option says what it is called after: in such entries that stands elsewhere, and a bit
 * of this name, where there is one, says nothing of it.
 *
 * @throws PteDecodeError `ERR_UNKNOWN_NAME`
 */
export function refuseOptionAsFlag(invocation: Invocation, kernel: Kernel, state: State, level: Level): void {
  const option = flagsFrom(invocation).find((name) =>
    STATES_OF_OPTIONS.some((row) => row.option === name && row.with.includes(state)),
  );
  if (option === undefined) return;
  const { rows } = kernel.form(level, 'swap');
  const bit = rows.find(({ kind, short }) => kind === 'flag' && short === option);
  const what = bit ? `${bit.name} says nothing of it here` : 'no bit of its own here';
  throw new PteDecodeError('ERR_UNKNOWN_NAME', `flag "${option}": ${what}: --${option} says it`);
}

/**
 * Refuses options that an entry of a state has no place for: without them the value would look like one with them.
 *
 * @param state as it was typed; `-` for records
 * @throws PteDecodeError `ERR_USAGE`
 */
export function refuseLostFields(invocation: Invocation, state: string): void {
  if (state === '-') {
    refuseGiven(invocation, IN_RECORDS, ': a record says that itself');
    return;
  }
  refuseLost(invocation, STATES_OF_OPTIONS, readState(state), (name) => name);
  const other = IN_TYPE_AND_OFFSET.find((option) => isGiven(invocation, option));
  if (other !== undefined && isGiven(invocation, 'type'))
    throw usageError(`--type and --${other}: one or the other`);
}
