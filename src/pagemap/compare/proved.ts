import type { StateInfo } from '../model.ts';
import { REASONS } from '../reasons.ts';
import { changesOf } from './diff.ts';
import type { PagePair } from './page-pair.ts';

/** Whether the uppermost bits tell the state, which are never hidden: it is none of those that look like swap. */
const isTold = ({ state }: StateInfo): boolean => state === 'none' || state === 'present';

const hidesFrame = ({ state, number }: StateInfo): boolean => state === 'present' && number === 'none';

/** Whether a code says which flag a page gained or lost: flags are never hidden. */
const isOfFlag = (change: string): boolean => /^(?:gained|lost)-/.test(change);

/** Why it is not known how pages differ; undefined where the two words tell. */
export function whyNotProved({ before, after, isUntold }: PagePair): string | undefined {
  if (isUntold) return REASONS.notInDump;
  if (!before || !after) return undefined;
  const [from, to] = [before.info, after.info];
  if (from.state === 'not-read' || to.state === 'not-read') return REASONS.notRead;
  if (from.state === 'hidden' || to.state === 'hidden')
    return isTold(from) || isTold(to) ? undefined : REASONS.hidden;
  return from.label === to.label && (hidesFrame(from) || hidesFrame(to)) ? REASONS.hidden : undefined;
}

/** How the pages of a pair differ, as codes of `changesOf`: those that hold whatever is not known. */
export function provedChanges(pair: PagePair): readonly string[] {
  const why = whyNotProved(pair);
  if (why === REASONS.notRead || why === REASONS.notInDump) return [];
  const changes = changesOf(pair);
  return why === undefined ? changes : changes.filter(isOfFlag);
}
