import type { Io } from '../../input/bytes/io.ts';
import { createCounter, createVmaCounter, type SlotCounts, type VmaCounts } from '../../pagemap/summary.ts';
import type { Invocation } from '../spec.ts';
import { drive, type DriveResult } from './drive.ts';
import type { PagemapSession } from './session.ts';
import { selectionOf, withDoubts } from './shared.ts';

/** Pages per state, and what came of reading them. */
interface Counted extends DriveResult {
  readonly counts: SlotCounts;
  /** The same of each mapping, with `--by vma`. */
  readonly vmas: readonly VmaCounts[];
}

/** Counts the pages that the options pick. */
export async function count(invocation: Invocation, io: Io, session: PagemapSession): Promise<Counted> {
  const { engine, model } = session;
  const selection = await selectionOf(invocation, session, false);
  const isByVma = invocation.value('by') === 'vma';
  const counter = isByVma ? createVmaCounter(engine, model) : createCounter(engine, model);
  const driven = withDoubts(await drive(session, io, counter, selection, selection !== undefined), selection);
  const counted = counter.result();
  return { ...driven, ...counted, hidden: driven.hidden || counted.hidden };
}
