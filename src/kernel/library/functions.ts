import type { EncodeFields } from '../../core/encode/encode-fields.ts';
import { encodeEntry, type EncodeOptions } from '../../core/encode/encode.ts';
import * as entries from '../../core/entry/entry.ts';
import type { NumberName } from '../../core/entry/shapes.ts';
import { PLACED_STATES, type State, swapClassOf as classOf } from '../../core/entry/state.ts';
import { genericEntry as genericOf, type SwapEntry } from '../../core/entry/swap-entry.ts';
import * as functions from '../../core/functions/functions.ts';
import * as predicates from '../../core/functions/predicates.ts';
import { formatOrigin as placeOf, type Origin } from '../../core/errors.ts';
import { formatHex as hexOf, formatU64 as u64Of } from '../../core/u64.ts';
import * as decoding from '../../core/verdicts/decode.ts';
import { checkRules as rulesOf } from '../../core/verdicts/rules.ts';
import * as specials from '../../core/verdicts/special.ts';
import type { LabelledKernel } from '../../core/verdicts/other-meanings.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import * as config from '../config.ts';
import * as designs from '../designs.ts';
import { resolveNamed } from '../distribution-kernel.ts';
import { parseConfigText as configOfText } from '../dot-config.ts';
import { readRelease as releaseOf } from '../release.ts';
import { architectureOf, checkLevels, type KernelSpec } from '../resolve.ts';
import {
  aBoolean,
  aKernel,
  aLevel,
  aListOf,
  aMap,
  anEntry,
  anEntryOf,
  anObject,
  aNumber,
  aText,
  aU64,
  between,
  isEntry,
  labelledKernels,
  guarded,
  options,
  type Look,
  oneOf,
  orNull,
  symbolsOf,
} from './given.ts';

// The functions of the library that take what a program gives: each looks at it first, and then does what the one of the
// same name does. Those throw, besides what is said there, PteDecodeError `ERR_USAGE` for what is something else, and
// `ERR_VALUE_RANGE` for a number that is beyond its range.

const SPEC = anObject(
  { kernel: aText, arch: aText, config: aMap, paging: aNumber, encBit: aNumber, physMask: aU64 },
  [],
  '; a release as uname -r prints it is a kernel too',
);

/**
 * Resolves a kernel as `--kernel` does, also one that is named as `uname -r` prints it: `6.1.0-18-amd64` is the profile of
 * Debian's series, `5.14.0-427.el9` the release whose swap types that build has. `readRelease` has what there is to say of it.
 *
 * @throws PteDecodeError `ERR_USAGE` for what is no specification, `ERR_KERNEL_UNKNOWN` for a name, release or architecture that
 * the tables do not cover, for a release that names another architecture than is said, and for `host`, `ERR_CONFIG` for a symbol
 * that changes nothing, `ERR_FIELD_RANGE` for levels that the kernel does not have and a bad bit number
 */
export function resolveKernel(spec: KernelSpec = {}): Kernel {
  SPEC('a kernel', spec);
  const kernel = resolveNamed(spec.config ? { ...spec, config: symbolsOf(spec.config) } : spec);
  // A distribution can have brought more levels to its kernel than that release had.
  if (releaseOf(spec.kernel?.split(',')[0] ?? '')?.isVendor !== true) checkLevels({ kernel: kernel.id });
  return kernel;
}

const decodeOptions = options({ level: aLevel, others: labelledKernels });

/**
 * Decodes an entry of one kernel, with rules and notes: odd values get notes.
 *
 * @param raw 0 .. 2^64-1, of no more bits than `kernel.entryBits`
 * @param given its level, `pte` where none is said, and kernels to compare with, from `otherKernels()`
 * @throws PteDecodeError `ERR_USAGE` for what is none of these, `ERR_VALUE_RANGE` for a value of more bits
 * @example decode(resolveKernel({ kernel: 'debian-6.12' }), 0xfffffffffffffc00n).state // 'pte-marker'
 */
export const decode = guarded((kernel: Kernel, raw: bigint, given?: decoding.DecodeOptions) => {
  anEntryOf(kernel, 'raw', raw);
  decodeOptions(given);
}, decoding.decodeEntry);

/** The entry as the other build of its kernel reads it: see docs/json.md. */
export const decodedOtherwise = guarded((entry: decoding.DecodedEntry, others: readonly LabelledKernel[]) => {
  anEntry('entry', entry);
  labelledKernels('others', others);
}, decoding.decodedOtherwise);

/** Reads an entry: its form, state and fields, without rules and notes. @param raw as `decode` takes it */
export const readEntry = guarded((kernel: Kernel, raw: bigint, level: Level) => {
  anEntryOf(kernel, 'raw', raw);
  aLevel('level', level);
}, entries.readEntry);

const number = orNull(aNumber);
const u64 = orNull(aU64);
const flag = orNull(aBoolean);

/** Type and offset, as `swapOf` gives them too. */
const aSwap: Look = (what, given) => {
  anObject({ type: aNumber, offset: aU64, rawOffset: aU64, name: aText }, ['type', 'offset'])(what, given);
};

const FIELDS = anObject(
  {
    state: aText,
    level: aLevel,
    flags: orNull(aListOf(aText)),
    pfn: u64,
    phys: u64,
    prot: u64,
    swap: orNull(aSwap),
    marker: u64,
    writable: flag,
    exclusive: flag,
    young: flag,
    dirty: flag,
    pkey: number,
    invalid: flag,
    hugetlb: flag,
    reserved: aU64,
    unknown: aU64,
    missing: aU64,
  },
  ['state'],
);

const encodeOptions = options({ force: aBoolean });

/**
 * The bits of fields, or of an entry that was decoded: the way back.
 *
 * @throws PteDecodeError `ERR_FIELD_RANGE`, `ERR_UNKNOWN_NAME` for a flag, `ERR_NO_ENCODING` where none of its entries is such a thing
 */
export const encode = guarded((kernel: Kernel, given: EncodeFields | entries.Entry, how?: EncodeOptions) => {
  aKernel('kernel', kernel);
  // The spread of an entry has not all that it is made of: bits would be left out.
  if (!isEntry(given) || !('fields' in given)) {
    FIELDS('fields', given);
    aText('state', given.state);
  }
  encodeOptions(how);
}, encodeEntry);

const INPUTS = anObject({
  pte: aU64,
  other: aU64,
  prot: aU64,
  pfn: aU64,
  type: aNumber,
  offset: aU64,
  marker: aU64,
  young: aBoolean,
  dirty: aBoolean,
});

/** Applies one of the kernel's operations, such as `pte_mkuffd_wp`. @param inputs what `findFunction(kernel, name).takes` names */
export const applyFunction = guarded((kernel: Kernel, name: string, inputs: functions.FunctionInputs) => {
  aKernel('kernel', kernel);
  aText('name', name);
  INPUTS('inputs', inputs);
}, functions.applyFunction);

/** The operation of a name: what it takes and gives. */
export const findFunction = guarded((kernel: Kernel, name: string) => {
  aKernel('kernel', kernel);
  aText('name', name);
}, functions.findFunction);

const lookAtKernel = (kernel: Kernel): void => aKernel('kernel', kernel);
const lookAtValue = (kernel: Kernel, value: bigint): void => anEntryOf(kernel, 'value', value);
const lookAtEntry = (entry: entries.Entry): void => anEntry('entry', entry);

/** The operations that a kernel has. */
export const kernelFunctions = guarded(lookAtKernel, functions.kernelFunctions);
/** The names of what `evaluatePredicates` answers. */
export const predicateNames = guarded(lookAtKernel, predicates.predicateNames);
/** The three designs of the special pte, side by side. */
export const designsOf = guarded(lookAtKernel, designs.designsOf);
/** What the kernel's predicates answer of a value. */
export const evaluatePredicates = guarded(lookAtValue, predicates.evaluatePredicates);
/** Whether the four rules hold of an entry, and why. */
export const checkRules = guarded(lookAtEntry, rulesOf);
/** Kernel names of the flag bits that are set, from the highest bit down. */
export const flagNames = guarded(lookAtEntry, entries.flagNames);
/** Short names of the flag and marker bits that are set. */
export const shortNames = guarded(lookAtEntry, entries.shortNames);
/** Bytes of the page of an entry; null where it is none of a page. */
export const pageSizeOf = guarded(lookAtEntry, entries.pageSizeOf);
/** Type and offset of a swap-like entry; null for other forms. */
export const swapOf = guarded(lookAtEntry, entries.swapOf);

const NUMBERS: readonly NumberName[] = ['phys', 'pfn', 'type', 'offset', 'raw_offset', 'marker'];

/** A number of an entry, `pfn` in pages of the kernel and `phys` in bytes; null where it holds none. */
export const numberOf = guarded((entry: entries.Entry, name: NumberName) => {
  lookAtEntry(entry);
  oneOf(NUMBERS)('name', name);
}, entries.numberOf);

/** Checks a candidate for the special pte. A value that is too wide for an entry is one that breaks the rules. */
export const checkSpecial = guarded((kernel: Kernel, value: bigint) => {
  lookAtKernel(kernel);
  aU64('value', value);
}, specials.checkSpecial);

/** As many as are found in a few seconds. */
const MOST_SPECIALS = 1_000_000;

/** The values that satisfy all four rules, those with fewer bits first. @param max how many to find, 1 .. 1,000,000 */
export const findSpecial = guarded((kernel: Kernel, max: number) => {
  lookAtKernel(kernel);
  between('max', max, 1, MOST_SPECIALS);
}, specials.findSpecial);

/** What becomes of a candidate in the three configurations of the patch. @param candidate null: the simplest that can be one */
export const configVariants = guarded((kernel: Kernel, candidate: bigint | null) => {
  lookAtKernel(kernel);
  u64('candidate', candidate);
}, designs.configVariants);

/** The `swp_entry_t` that kernel messages print: the type from bit 58 on (57 before 4.20), the offset never inverted. */
export const genericEntry = guarded((kernel: Kernel, entry: SwapEntry) => {
  lookAtKernel(kernel);
  aSwap('entry', entry);
}, genericOf);

/** The kind of swap pte of a state; null for an entry that is no swap pte. */
export const swapClassOf = guarded((state: State) => oneOf(PLACED_STATES)('state', state), classOf);
/** `0x` and 16 digits. */
export const formatU64 = guarded((value: bigint) => aU64('value', value), u64Of);

/** `0x` and as many digits as a number needs. */
export const formatHex = guarded(
  (value: bigint | number) => (typeof value === 'number' ? aNumber : aU64)('value', value),
  hexOf,
);

const ORIGIN = anObject({ source: aText, line: aNumber, column: aNumber, offset: aNumber }, ['source']);

/** A place as `source:line:column`, or `source@0xOFFSET` for binary inputs. */
export const formatOrigin = guarded((origin: Origin) => ORIGIN('origin', origin), placeOf);

/** The name of an architecture that there is. */
function lookAtArch(arch: string | undefined): void {
  if (arch === undefined) return;
  aText('arch', arch);
  architectureOf(arch);
}

/** The symbols that count on one architecture. */
export const configSymbols = guarded((arch: string) => {
  aText('arch', arch);
  lookAtArch(arch);
}, config.configSymbols);

/** Reads `CONFIG_NAME=y`. @throws PteDecodeError `ERR_CONFIG` for a symbol that changes nothing */
export const parseOverride = guarded((text: string) => aText('text', text), config.parseOverride);

/** Reads the text of a kernel `.config`. */
export const parseConfigText = guarded((text: string, arch?: string) => {
  aText('text', text);
  lookAtArch(arch);
}, configOfText);

/** What a release as `uname -r` prints it stands for; undefined where the text is none. */
export const readRelease = guarded((named: string, machine?: string) => {
  aText('named', named);
  lookAtArch(machine);
}, releaseOf);
