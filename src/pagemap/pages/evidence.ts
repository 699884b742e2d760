import { slotOfFill } from '../page-runs.ts';
import type { PagemapModel } from '../model.ts';
import type { WordEngine } from '../scan/memory.ts';
import { SlotTally } from '../slot-tally.ts';
import type { WordSource } from '../sources/word-source.ts';
import type { Evidence } from './knowledge.ts';
import { seenIn } from './page-tally.ts';

/** What all words of an input prove: it is read to its end, and closed. */
export function evidenceOf(source: WordSource, engine: WordEngine, model: PagemapModel): Evidence {
  const slots = new Set<number>();
  const vmFlags = new Set<string>();
  const tally = new SlotTally(engine, model.markerType, () => undefined);
  try {
    for (let pieces = source.next(); pieces; pieces = source.next())
      for (const piece of pieces) {
        for (const flag of piece.vma?.vmFlags ?? []) vmFlags.add(flag);
        if (piece.from < 0) slots.add(slotOfFill(piece, model.markerType));
        else for (const slot of tally.count(piece.from, piece.from + piece.pages).met) slots.add(slot);
      }
  } finally {
    source.close();
  }
  return {
    seen: seenIn(
      [...slots].map((slot) => model.describe(slot, false)),
      model.kernel,
    ),
    vmFlags,
  };
}
