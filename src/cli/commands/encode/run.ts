import { tell } from '../../../input/bytes/safe-io.ts';
import { recordLine } from '../../../records/schema-number.ts';
import { encodeEntry } from '../../../core/encode/encode.ts';
import type { EncodeFields } from '../../../core/encode/encode-fields.ts';
import { readEntry } from '../../../core/entry/entry.ts';
import { buildUnsaid, otherBuildOf } from '../../../core/verdicts/unknowns.ts';
import { usageError } from '../../../core/errors.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { formatU64 } from '../../../core/u64.ts';
import { EXIT } from '../../exit.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { integerFrom, markerFrom } from '../../options/values/fields.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import { tellAssumed, tellingAssumed } from '../../options/kernel/kernel-heading.ts';
import { refuseContradiction } from '../../../records/contradictions.ts';
import { type JsonFields, readEncodeFields, readState } from '../../../records/read.ts';
import { refuseUnknownKeys } from '../../../records/record-keys.ts';
import { refuseUnmade } from '../../../records/single-entry.ts';
import type { Action, Invocation } from '../../spec.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { levelOf } from '../../options/kernel/level.ts';
import { flagsFrom, refuseLostFields, refuseOptionAsFlag } from './fields.ts';
import { refuseOtherState, refuseViolation } from './unmade.ts';

/** `pte-decode encode STATE` and `pte-decode encode -`. */
export const action: Action = async (invocation, io) => {
  const output = new BufferedOutput(io.stdout);
  const force = invocation.has('force');
  const [state = ''] = invocation.args;
  const write = (used: Kernel, fields: EncodeFields, record?: JsonFields, own?: () => Kernel): void => {
    warn(fields, invocation.value('vma'), io);
    const value = encodeEntry(used, fields, { force });
    if (!force) refuseOtherState(used, fields, value);
    // A record can be of an entry that was seen: it is given back as it was.
    if (!force && state !== '-') refuseViolation(used, fields, value);
    if (!force && record) refuseContradiction(record, used, value, fields.level ?? 'pte', own);
    // A record was read by a kernel; who builds an entry counts on the number of its type.
    if (state !== '-' && otherBuildOf(readEntry(used, value, fields.level ?? 'pte')))
      tell(io, `warning: ${buildUnsaid(used)}`);
    const raw = formatU64(value);
    output.add(invocation.has('json') ? jsonLine(used, fields, raw) : `${raw}\n`);
  };
  refuseLostFields(invocation, state);
  if (state !== '-') {
    const kernel = await kernelFromOptions(invocation, io);
    tellingAssumed(kernel, invocation, io, () => {
      write(kernel, fieldsFromOptions(invocation, kernel, state));
    });
    output.flush();
    tellAssumed(kernel, invocation, io);
    return EXIT.ok;
  }
  const { forEachRecord } = await import('../../options/kernel/record-kernels.ts');
  const level = levelOf(invocation);
  return forEachRecord(invocation, io, output, (record, kernels) => {
    refuseUnmade(record);
    const used = kernels.kernelOf(record);
    const own = (): Kernel => kernels.ownOf(record);
    refuseUnknownKeys(record, used.layout, () => own().layout);
    write(used, readEncodeFields(record, level), record, own);
  });
};

function jsonLine(kernel: Kernel, fields: EncodeFields, raw: string): string {
  const { state, level } = fields;
  return recordLine({
    raw,
    arch: kernel.arch,
    kernel: kernel.id,
    paging: kernel.paging,
    level,
    state,
  });
}

/** The WARN_ON_ONCE of pte_swp_mkuffd_wp_special() for an anonymous mapping; the value is returned all the same. */
function warn(fields: EncodeFields, vma: string | undefined, io: Io): void {
  if (fields.state === 'uffd-wp-special' && vma === 'anon')
    tell(
      io,
      'warning: pte_swp_mkuffd_wp_special() of an anonymous vma: the kernel warns once (WARN_ON_ONCE(vma_is_anonymous(vma)))',
    );
}

function fieldsFromOptions(invocation: Invocation, kernel: Kernel, state: string): EncodeFields {
  const integer = (name: string): bigint | undefined => integerFrom(invocation, name);
  const type = integer('type');
  const offset = integer('offset');
  if ((type === undefined) !== (offset === undefined)) throw usageError('--type and --offset go together');
  const level = levelOf(invocation);
  refuseOptionAsFlag(invocation, kernel, readState(state), level);
  return {
    state: readState(state),
    level,
    flags: flagsFrom(invocation),
    pfn: integer('pfn') ?? null,
    prot: integer('prot') ?? null,
    swap: type === undefined || offset === undefined ? null : { type: Number(type), offset },
    marker: markerFrom(invocation, kernel) ?? null,
    writable: invocation.has('writable'),
    exclusive: invocation.has('exclusive'),
    young: invocation.has('young'),
    dirty: invocation.has('dirty'),
    pkey: Number(integer('pkey') ?? 0n),
  };
}
