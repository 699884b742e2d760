import { type PteDecodeError, usageError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { formatHex } from '../../core/u64.ts';
import type { ImageInfo, ImagePiece, PhysicalMemory } from '../memory.ts';

/** One piece of a split dump, opened. */
interface Piece extends ImagePiece {
  readonly memory: PhysicalMemory;
}

/**
 * Joins the pieces of one split dump (`makedumpfile --split`) to the memory that they hold together. Pieces may be missing.
 *
 * @param memories two or more, in any order
 * @throws PteDecodeError `ERR_USAGE` when one is no piece, when they are of different dumps or two hold the same memory
 */
export function joinPieces(memories: readonly PhysicalMemory[]): PhysicalMemory {
  const pieces = memories
    .map((memory): Piece => ({ ...pieceOf(memory.info), memory }))
    .toSorted((a, b) => (a.start < b.start || (a.start === b.start && a.end < b.end) ? -1 : 1));
  const [first] = pieces;
  if (first === undefined) throw new RangeError('no pieces');
  const missing = checkPieces(first, pieces);
  const pieceAt = (address: bigint): Piece | undefined =>
    pieces.find(({ start, end }) => address >= start && address < end);
  return {
    info: joinedInfo(first.memory.info, pieces, missing),
    readInto(physAddr, target) {
      for (let done = 0; done < target.length;) {
        const address = physAddr + BigInt(done);
        const piece = pieceAt(address);
        if (piece === undefined) return false;
        const left = target.length - done;
        const length = piece.end - address < BigInt(left) ? Number(piece.end - address) : left;
        if (!piece.memory.readInto(address, target.subarray(done, done + length))) return false;
        done += length;
      }
      return true;
    },
    holeAt(physAddr) {
      const piece = pieceAt(physAddr);
      return piece === undefined
        ? 'in no part of the split dump that was given'
        : piece.memory.holeAt(physAddr);
    },
    *ranges() {
      for (const { memory } of pieces) yield* memory.ranges();
    },
    close: () => pieces.forEach(({ memory }) => memory.close()),
  };
}

function pieceOf({ path, piece }: ImageInfo): ImagePiece {
  if (piece !== undefined) return piece;
  throw usageError(
    'no part of a split dump: several files are read together only when makedumpfile --split wrote them',
    { origin: { source: path } },
  );
}

/** Refuses pieces that do not belong together; gives the addresses between them that none has. */
function checkPieces(
  first: Piece,
  pieces: readonly Piece[],
): readonly { readonly start: bigint; readonly end: bigint }[] {
  const missing = [];
  const dump = first.dump();
  let end = 0n;
  for (const piece of pieces) {
    const refuse = (text: string): PteDecodeError =>
      usageError(text, { origin: { source: piece.memory.info.path } });
    const other = piece === first ? undefined : differenceOf(dump, piece.dump());
    if (other !== undefined)
      throw refuse(`a part of another split dump than ${first.memory.info.path}: ${other}`);
    if (piece.start === piece.end) continue;
    if (piece.start < end)
      throw refuse(`a part that holds memory from ${formatHex(piece.start)} on, which another part has too`);
    if (piece.start > end) missing.push({ start: end, end: piece.start });
    end = piece.end;
  }
  const size = pieces.reduce((most, piece) => (piece.size > most ? piece.size : most), 0n);
  if (end < size) missing.push({ start: end, end: size });
  return missing;
}

/** What two parts have not the same; undefined when nothing tells their dumps apart. */
function differenceOf(
  ours: ReadonlyMap<string, string | undefined>,
  theirs: ReadonlyMap<string, string | undefined>,
): string | undefined {
  for (const [name, value] of ours) {
    const other = theirs.get(name);
    if (value !== undefined && other !== undefined && value !== other)
      return `${name} ${printable(other)}, there ${printable(value)}`;
  }
  return undefined;
}

function joinedInfo(
  info: ImageInfo,
  pieces: readonly Piece[],
  missing: readonly { readonly start: bigint; readonly end: bigint }[],
): ImageInfo {
  const notes = new Set(
    pieces.flatMap(({ note, memory }) => memory.info.notes.filter((text) => text !== note)),
  );
  return {
    ...info,
    path: pieces.map(({ memory }) => memory.info.path).join(', '),
    summary: `${info.summary}, ${pieces.length} parts`,
    fileSize: pieces.reduce((sum, { memory }) => sum + memory.info.fileSize, 0),
    piece: undefined,
    notes: [
      ...notes,
      ...missing.map(
        ({ start, end }) =>
          `a part of the split dump is missing: memory ${formatHex(start)}-${formatHex(end)}`,
      ),
    ],
  };
}
