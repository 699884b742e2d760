/** The public API of pte-decode: pure functions, bigint in, readonly objects out, nothing of Node. */
export { architectures } from './arch/index.ts';
export {
  applyFunction,
  checkRules,
  checkSpecial,
  configSymbols,
  configVariants,
  decode,
  decodedOtherwise,
  designsOf,
  encode,
  evaluatePredicates,
  findFunction,
  findSpecial,
  flagNames,
  formatHex,
  formatOrigin,
  formatU64,
  genericEntry,
  kernelFunctions,
  numberOf,
  pageSizeOf,
  parseConfigText,
  parseOverride,
  predicateNames,
  readEntry,
  readRelease,
  resolveKernel,
  shortNames,
  swapClassOf,
  swapOf,
} from './kernel/library/functions.ts';
export {
  defineArchitecture,
  findArchitecture,
  registerArchitecture,
} from './kernel/library/architectures.ts';
export { Auditor } from './kernel/library/auditor.ts';
export { type AuditOptions, type Broken, type Invariant, INVARIANTS } from './core/verdicts/audit.ts';
export type { SwapArea } from './core/verdicts/swap-devices.ts';
export type { DecodedEntry, DecodeOptions } from './core/verdicts/decode.ts';
export type { EncodeOptions } from './core/encode/encode.ts';
export type { EncodeFields } from './core/encode/encode-fields.ts';
export { type ErrorCode, isPteDecodeError, type Origin, PteDecodeError } from './core/errors.ts';
export type { Entry, Field, HeldSwap } from './core/entry/entry.ts';
export type { FunctionInputs, FunctionRow } from './core/functions/functions.ts';
export { type BitRow, type Form, type Level, LEVELS, type SwapKind } from './core/rows/layout.ts';
export type { ArchLayout } from './core/rows/architecture.ts';
export type { Machine } from './core/rows/machine.ts';
export type { Architecture } from './core/rows/architecture.ts';
export { type Kernel, type SwapType } from './core/rows/model.ts';
export { type Grade, GRADES, type Note, NOTE_KINDS, type NoteCode } from './core/verdicts/notes.ts';
export { type LabelledKernel } from './core/verdicts/other-meanings.ts';
export type { PredicateValue } from './core/functions/predicates.ts';
export { RULE_IDS, RULE_TEXT, type RuleId, type RuleResults } from './core/verdicts/rules.ts';
export type { RuleResult } from './core/verdicts/level-results.ts';
export type { Collision, SpecialSearch, SpecialVerdict } from './core/verdicts/special.ts';
export { type State, STATES, type SwapClass } from './core/entry/state.ts';
export type { SwapEntry } from './core/entry/swap-entry.ts';
export { CONFIG_SYMBOLS, type ConfigSymbol } from './kernel/config.ts';
export type { ConfigVariant, Design } from './kernel/designs.ts';
export { otherKernels } from './kernel/others.ts';
export { DEFAULT_PROFILE, PROFILES, type Profile, RELEASES } from './kernel/profiles.ts';
export type { ReadRelease } from './kernel/release.ts';
export type { KernelSpec } from './kernel/resolve.ts';
