import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { formatU64 } from '../../core/u64.ts';
import { type Place, withStep } from '../place.ts';
import type { Go } from '../hooks/use-place.ts';

/** Makes another value of the one that is shown. @param by what was done, for the list of steps */
export type Change = (raw: bigint, by: string, how?: 'push' | 'replace') => void;

/** Changes the value of a place and keeps the one before as a step. */
export function changeOf(place: Place, entry: DecodedEntry | undefined, go: Go): Change {
  return (raw, by, how = 'push') => {
    if (raw === entry?.raw) return;
    const steps = entry ? withStep(place.steps, formatU64(entry.raw), by) : place.steps;
    go({ value: formatU64(raw), steps }, how);
  };
}
