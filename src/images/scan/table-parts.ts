import { formatHex } from '../../core/u64.ts';
import type { EntrySpan } from '../address.ts';
import { heldLength, type PhysicalMemory } from '../memory.ts';

/** Neighbouring entries of a table. */
interface TablePart extends EntrySpan {
  /** Why they cannot be read, for a sentence that has named the table; undefined where they were. */
  readonly hole?: string;
}

/** Bytes of which begin and end alone are looked at: memory is missing by pages, and from where a file ends or up to where it begins. */
const UNIT = 4096;

/**
 * Reads a table as far as the image has it.
 *
 * @param target takes the whole table, each entry at its place
 * @returns all entries, in order
 */
export function readTable(
  memory: PhysicalMemory,
  physAddr: bigint,
  target: Uint8Array,
  entryBytes: number,
): readonly TablePart[] {
  const entries = target.length / entryBytes;
  if (memory.readInto(physAddr, target)) return [{ first: 0, last: entries }];
  const parts: TablePart[] = [];
  for (let at = 0; at < target.length;) {
    const start = physAddr + BigInt(at);
    const end = Math.min(target.length, at + UNIT - Number(start % BigInt(UNIT)));
    if (memory.readInto(start, target.subarray(at, end))) {
      add(parts, { first: at / entryBytes, last: end / entryBytes });
    } else {
      // Of an entry of which a part is missing nothing is read.
      const length = heldLength(memory, start, end - at);
      const holeAt = (at + length - (length % entryBytes)) / entryBytes;
      const behind = heldLength(memory, start, end - at, 'end');
      const holeEnd = (end - behind + (behind % entryBytes)) / entryBytes;
      read(at / entryBytes, holeAt);
      add(parts, { first: holeAt, last: holeEnd, hole: memory.holeAt(start + BigInt(length)) });
      read(holeEnd, end / entryBytes);
    }
    at = end;
  }
  return parts.map(({ first, last, hole }) => {
    if (hole === undefined) return { first, last };
    const from = formatHex(physAddr + BigInt(first * entryBytes));
    const to = formatHex(physAddr + BigInt(last * entryBytes));
    const where = last < entries ? ` from ${from} to ${to}` : first > 0 ? ` from ${from} on` : '';
    return { first, last, hole: `cannot be read${where}: ${hole}` };
  });

  function read(first: number, last: number): void {
    if (first >= last) return;
    memory.readInto(
      physAddr + BigInt(first * entryBytes),
      target.subarray(first * entryBytes, last * entryBytes),
    );
    add(parts, { first, last });
  }
}

/** Puts a part behind others, or makes the last one longer: of neighbours that cannot be read the first has the reason. */
function add(parts: TablePart[], part: TablePart): void {
  const before = parts.at(-1);
  if (before !== undefined && (before.hole === undefined) === (part.hole === undefined))
    parts[parts.length - 1] = { ...before, last: part.last };
  else parts.push(part);
}
