/** The public API of pte-decode: pure functions, bigint in, readonly objects out, nothing of Node. */
export { architectures, findArchitecture, registerArchitecture } from './arch/index.ts';
export {
  type AuditOptions,
  Auditor,
  type Broken,
  type Invariant,
  INVARIANTS,
} from './core/verdicts/audit.ts';
export type { SwapArea } from './core/verdicts/swap-devices.ts';
export {
  type DecodedEntry,
  decodedOtherwise,
  decodeEntry as decode,
  type DecodeOptions,
} from './core/verdicts/decode.ts';
export { encodeEntry as encode, type EncodeOptions } from './core/encode/encode.ts';
export type { EncodeFields } from './core/encode/encode-fields.ts';
export {
  type ErrorCode,
  formatOrigin,
  isPteDecodeError,
  type Origin,
  PteDecodeError,
} from './core/errors.ts';
export {
  type Entry,
  type Field,
  flagNames,
  type HeldSwap,
  numberOf,
  pageSizeOf,
  readEntry,
  shortNames,
  swapOf,
} from './core/entry/entry.ts';
export {
  applyFunction,
  findFunction,
  type FunctionInputs,
  type FunctionRow,
  kernelFunctions,
} from './core/functions/functions.ts';
export { type BitRow, type Form, type Level, LEVELS, type SwapKind } from './core/rows/layout.ts';
export type { ArchLayout } from './core/rows/architecture.ts';
export type { Machine } from './core/rows/machine.ts';
export { type Architecture, defineArchitecture } from './core/rows/architecture.ts';
export { type Kernel, type SwapType } from './core/rows/model.ts';
export { type Grade, GRADES, type Note, NOTE_KINDS, type NoteCode } from './core/verdicts/notes.ts';
export { type LabelledKernel } from './core/verdicts/other-meanings.ts';
export { evaluatePredicates, type PredicateValue, predicateNames } from './core/functions/predicates.ts';
export { checkRules, RULE_IDS, RULE_TEXT, type RuleId, type RuleResults } from './core/verdicts/rules.ts';
export type { RuleResult } from './core/verdicts/level-results.ts';
export {
  checkSpecial,
  type Collision,
  findSpecial,
  type SpecialSearch,
  type SpecialVerdict,
} from './core/verdicts/special.ts';
export { type State, STATES, type SwapClass, swapClassOf } from './core/entry/state.ts';
export { genericEntry, type SwapEntry } from './core/entry/swap-entry.ts';
export { formatHex, formatU64 } from './core/u64.ts';
export { CONFIG_SYMBOLS, type ConfigSymbol, configSymbols, parseOverride } from './kernel/config.ts';
export { type ConfigVariant, configVariants, type Design, designsOf } from './kernel/designs.ts';
export { parseConfigText } from './kernel/dot-config.ts';
export { otherKernels } from './kernel/others.ts';
export { DEFAULT_PROFILE, PROFILES, type Profile, RELEASES } from './kernel/profiles.ts';
export { resolveNamed as resolveKernel } from './kernel/distribution-kernel.ts';
export { readRelease } from './kernel/release.ts';
export type { KernelSpec } from './kernel/resolve.ts';
