import type { Entry } from '../../core/entry/entry.ts';
import { passes } from '../../core/entry/shapes.ts';
import type { SwapField } from '../../core/rows/layout.ts';
import { formatHex, maskOf } from '../../core/u64.ts';
import { parseVersion, tryParseVersion } from '../../core/version.ts';
import { untilOn } from '../lines/circumstances.ts';
import type { LogReport } from '../reports/report.ts';

const fieldOf = (raw: bigint, { lo, width }: SwapField): bigint => (raw >> BigInt(lo)) & maskOf(width - 1, 0);

/**
 * What a pte that is not present was to a kernel too old for the tables, which would read it as a swap entry of theirs.
 *
 * @returns undefined where the tables read it as that kernel did, as far as is known
 */
export function oldPteText(entry: Entry, report: LogReport): string | undefined {
  const { machine, arch } = entry.kernel;
  const rows = machine.logTraits?.oldPtes;
  if (rows === undefined || entry.level !== 'pte' || entry.form !== 'swap') return undefined;
  const { named, circumstances } = report;
  const version = named && tryParseVersion(named.release);
  const until = named ? undefined : untilOn(arch, circumstances);
  const row = rows.find(
    (old) =>
      passes(entry.raw, old) &&
      (version === undefined
        ? until !== undefined && parseVersion(until) <= parseVersion(old.until)
        : version < parseVersion(old.until)),
  );
  if (row?.swap === undefined) return row?.text;
  const { type, offset } = row.swap;
  return `${row.text}: type ${fieldOf(entry.raw, type)}, offset ${formatHex(fieldOf(entry.raw, offset))}`;
}
