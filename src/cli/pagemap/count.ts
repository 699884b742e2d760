import type { Io } from '../../input/bytes/io.ts';
import { createCounter, createVmaCounter } from '../../pagemap/summary.ts';
import { isGiven } from '../options/meaning.ts';
import type { Invocation } from '../spec.ts';
import type { Counted } from './counted.ts';
import { drive } from './drive.ts';
import { openFile, type PagemapSession } from './session.ts';
import { selectionOf, withDoubts } from './shared.ts';

/** Bytes of a dump from which on a second thread pays (bench/pagemap.mjs). */
const WORTH_TWO_BYTES = 2 ** 30;

/** Counts the pages that the options pick. */
export async function count(invocation: Invocation, io: Io, session: PagemapSession): Promise<Counted> {
  const { engine, filter, whole } = session;
  const asksLess = ['where', 'present', 'by'].some((name) => isGiven(invocation, name));
  const isAll = !asksLess && filter.ranges.length === 0 && !filter.vma;
  if (whole && isAll && engine.kind === 'wasm' && whole.size >= WORTH_TWO_BYTES) {
    const { countByTwo, hasTwoProcessors } = await import('./count-by-two.ts');
    if (hasTwoProcessors()) {
      const counted = await countByTwo({ ...session, whole }, io);
      // Read anew by one thread, which says what is wrong with the file, if anything is.
      return counted ?? countAlone(invocation, io, await openFile(invocation, io, session.source.name));
    }
  }
  return countAlone(invocation, io, session);
}

async function countAlone(invocation: Invocation, io: Io, session: PagemapSession): Promise<Counted> {
  const { engine, model } = session;
  const selection = await selectionOf(invocation, session, false);
  const isByVma = invocation.value('by') === 'vma';
  const counter = isByVma ? createVmaCounter(engine, model) : createCounter(engine, model);
  const driven = withDoubts(await drive(session, io, counter, selection, selection !== undefined), selection);
  const counted = counter.result();
  return { ...driven, ...counted, hidden: driven.hidden || counted.hidden };
}
