import type { Mappings } from '../../pages/mappings.ts';
import { partOf, type Piece } from '../sources/word-source.ts';

/** The parts of a piece with their mappings; parts outside of all have none. Fastest where pieces come in order of address. */
export function splitPiece(piece: Piece, mappings: Mappings): readonly Piece[] {
  const parts: Piece[] = [];
  const end = piece.page + piece.pages;
  for (let at = piece.page; at < end;) {
    const vma = mappings.at(at)?.vma;
    const stop = Math.min(end, mappings.borderAfter(at));
    parts.push(partOf({ ...piece, vma }, at, stop - at));
    at = stop;
  }
  return parts;
}
