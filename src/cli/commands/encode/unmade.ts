import { encodingError } from '../../../core/errors.ts';
import type { EncodeFields } from '../../../core/encode/encode-fields.ts';
import { readEntry } from '../../../core/entry/entry.ts';
import { swapTypeOf } from '../../../core/entry/swap-entry.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { formatU64 } from '../../../core/u64.ts';
import { asking } from '../../../core/verdicts/questions.ts';
import { Auditor } from '../../../core/verdicts/audit.ts';

/**
 * Refuses a swap entry whose type makes something else of it. Where its fields alone decide, `encodeEntry` refuses.
 *
 * @throws PteDecodeError `ERR_NO_ENCODING`
 */
export function refuseOtherState(kernel: Kernel, { state, level = 'pte' }: EncodeFields, raw: bigint): void {
  const entry = readEntry(kernel, raw, level);
  if (state !== 'swap' || entry.state === state) return;
  const type = asking(entry)('type');
  const name = type === null ? '' : ` (${swapTypeOf(kernel, type).name})`;
  throw encodingError(
    `state "swap": these fields give ${formatU64(raw)}, which reads as "${entry.state}"${name}; --force gives it all the same`,
  );
}

/**
 * Refuses what an audit calls a violation.
 *
 * @throws PteDecodeError `ERR_NO_ENCODING`
 */
export function refuseViolation(kernel: Kernel, { state, level = 'pte' }: EncodeFields, raw: bigint): void {
  const { broken } = new Auditor(kernel).judge(raw, level);
  const violation = broken.find(({ grade }) => grade === 'violation');
  // What the patch makes of a kernel without the bit is its special pte all the same.
  if (violation === undefined || state === 'uffd-wp-special') return;
  throw encodingError(
    `state "${state}": these fields give ${formatU64(raw)}, which no intact kernel makes (${violation.invariant}: ${violation.why()}); --force gives it all the same`,
  );
}
