import { later } from '../../core/later.ts';
import { anyOf } from './any-of.ts';
import { FIND_MEMORY, KIND_BITS, type LogFinder } from './memory.ts';
import { LOG_WORDS } from './words.ts';
import { NEAR_WORDS } from './near-words.ts';
import { withoutMarks } from '../lines/escapes.ts';

const LINE_FEED = 10;

/** The words of each kind that a row without its marks counts for, the weightiest first. */
const kinds = later(() =>
  [
    [KIND_BITS.value, LOG_WORDS.filter(({ kind }) => kind === undefined)] as const,
    [KIND_BITS.kernel, LOG_WORDS.filter(({ kind }) => kind === 'kernel')] as const,
    [KIND_BITS.near, NEAR_WORDS] as const,
  ].map(([kind, words]) => ({ kind, words: anyOf(words) })),
);

/** What a row counts for without its marks; undefined: it has no word. */
function kindWithout(row: string): number | undefined {
  const text = withoutMarks(row);
  return kinds().find(({ words }) => words.test(text))?.kind;
}

/** The finder in JavaScript, for processes that may not have WebAssembly; the twin of find.as.ts. */
export function createJsFinder(): LogFinder {
  const text = Buffer.alloc(FIND_MEMORY.textBytes + FIND_MEMORY.slack);
  const hits = new Uint32Array(FIND_MEMORY.maxHits);
  const nearHits = new Uint32Array(FIND_MEMORY.maxNearHits);
  const words = anyOf(LOG_WORDS, 'g');
  const near = anyOf(NEAR_WORDS, 'g');
  return {
    kind: 'js',
    text: text.subarray(0, FIND_MEMORY.textBytes),
    hits,
    nearHits,
    find: (from, to) => {
      const piece = text.toString('latin1', from, to);
      let count = 0;
      words.lastIndex = 0;
      for (let match = words.exec(piece); match; match = words.exec(piece)) {
        const found = match[0];
        const name = LOG_WORDS.find(({ text: word }) => found.startsWith(word))?.kind ?? 'value';
        const end = piece.indexOf('\n', match.index) + 1;
        const kind =
          name === 'mark'
            ? kindWithout(piece.slice(piece.lastIndexOf('\n', match.index) + 1, end))
            : KIND_BITS[name];
        if (kind !== undefined) {
          hits[count] = (from + match.index) | kind;
          count += 1;
          if (count === FIND_MEMORY.maxHits) break;
        }
        // Words may overlap: the next one begins anywhere behind the beginning of this one.
        words.lastIndex = name === 'kernel' ? match.index + 1 : end;
      }
      return count;
    },
    findNear: (from, to) => {
      // A word may end behind the part that is searched.
      const piece = text.toString('latin1', from, to + FIND_MEMORY.slack);
      let count = 0;
      near.lastIndex = 0;
      for (let match = near.exec(piece); match && from + match.index < to; match = near.exec(piece)) {
        nearHits[count] = (from + match.index) | KIND_BITS.near;
        count += 1;
        if (count === FIND_MEMORY.maxNearHits) break;
        near.lastIndex = match.index + 1;
      }
      return count;
    },
    countLines: (from, to) => {
      let lines = 0;
      for (let at = text.indexOf(LINE_FEED, from); at >= 0 && at < to; at = text.indexOf(LINE_FEED, at + 1))
        lines += 1;
      return lines;
    },
  };
}
