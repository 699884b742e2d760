import type { LevelGeometry } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { readEntry } from '../../core/entry/entry.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import { joinHalves, tableBase, tableTarget } from '../address.ts';
import { type PhysicalMemory, readMemory } from '../memory.ts';
import { tableWords } from '../scan/table-words.ts';
import { type Half, tableSize } from '../scan/scan.ts';

/** Tables that are read before the question is left open. */
const TABLES = 256;
/** Leaves of which none may be used by user mode, before a table is taken for the kernel's. */
const LEAVES = 16;

/**
 * Whose addresses a top table maps, by the leaves below it: a table of the kernel has none that user mode may use, one of
 * a process has hardly any other.
 *
 * @param root physical address of the top table
 * @returns undefined when the leaves do not tell, or the architecture has no bit for it
 */
export function ownerOf(memory: PhysicalMemory, kernel: Kernel, root: bigint): Half | undefined {
  const seen = new Set<bigint>();
  let leaves = 0;
  const visit = (depth: number, at: bigint): Half | undefined => {
    const geometry: LevelGeometry | undefined = kernel.levels[depth];
    if (geometry === undefined || seen.has(at) || seen.size >= TABLES) return undefined;
    seen.add(at);
    const bytes = readMemory(memory, tableBase(geometry, at), tableSize(kernel, geometry));
    if (bytes === undefined) return undefined;
    const words = tableWords(bytes, kernel.machine.byteOrder.tables, kernel.entryBits);
    for (let i = 0; i < words.length; i += 2) {
      const raw = joinHalves(words[i] ?? 0, words[i + 1] ?? 0);
      if (raw === 0n) continue;
      const target = tableTarget(kernel, geometry.level, raw);
      if (target !== undefined) {
        const found = visit(depth + 1, target);
        if (found !== undefined) return found;
        continue;
      }
      const entry = readEntry(kernel, raw, geometry.level);
      const isUsers = entry.state === 'present' ? QUESTIONS.user.of(entry) : null;
      if (isUsers === true) return 'user';
      if (isUsers === false && ++leaves >= LEAVES) return 'kernel';
    }
    return undefined;
  };
  return visit(0, root);
}
