import type { Outcome } from '../../records/verdicts/verdicts.ts';
import { mayHideSwap } from '../../pages/maps.ts';
import { REASONS } from '../reasons.ts';
import { FindingList, type PageFinding } from './findings.ts';
import {
  type DiffSide,
  isEmpty,
  type Part,
  PartCursor,
  partsOf,
  sameNumber,
  wantsAny,
  wordAt,
} from './parts.ts';

/** What tells an incremental snapshot which pages were written to. */
export const TRACKERS = ['uffd-wp', 'soft-dirty'] as const;
type Tracker = (typeof TRACKERS)[number];

/** What was found of one step: from one dump to the next. */
export interface ChainStep {
  /** Pages that the tracker names, the first of them as ranges. */
  readonly dirty: FindingList;
  /** Pages that changed, and are neither in this step's set nor in a later one. */
  readonly missed: FindingList;
  /** Pages that changed, and are only in a later step's set: this step alone cannot be restored. */
  readonly late: FindingList;
  /** Pages that are no longer there, and new ones. */
  readonly unmapped: number;
  readonly mapped: number;
}

/** What came of a chain. */
export interface ChainResult {
  readonly tracker: Tracker;
  readonly steps: readonly ChainStep[];
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  /** The tracker was in use: else its sets mean nothing. */
  readonly isTracked: boolean;
  /** Pages that two neighbours of the chain have. */
  readonly pages: number;
}

type Step = { -readonly [Key in keyof ChainStep]: ChainStep[Key] };

const has = (part: Part, flag: string): boolean => part.info.flags.includes(flag);
const HOLDING: ReadonlySet<string> = new Set([
  'present',
  'swap',
  'migration',
  'device-private',
  'device-exclusive',
]);
const holdsData = ({ info }: Part): boolean => HOLDING.has(info.state) || info.state === 'hidden';

/** What a page did that can mean other content; undefined where the content is the same. */
function changeOf(before: Part, after: Part, at: number): string | undefined {
  const from = before.info.state;
  const to = after.info.state;
  if (from === to && before.info.number !== 'none' && after.info.number !== 'none') {
    const isSame = sameNumber(before, after, at) && before.info.type?.number === after.info.type?.number;
    if (isSame) return undefined;
    return from === 'swap' ? 'another swap slot' : 'another frame: migrated, or dropped and filled again';
  }
  if (!holdsData(before) || holdsData(after) || isBehind(before, after)) return undefined;
  return `dropped: ${from} became ${to}`;
}

/** Whether a page went back to what it is of, with a marker where it was protected: a file has its content, or shared memory. */
function isBehind(before: Part, after: Part): boolean {
  const { state } = after.info;
  return holdsData(before) && has(before, 'file') && (state === 'none' || state === 'pte-marker');
}

/** Whether a page may be one of shared memory that went to swap, and no longer tells whether it was written to: a marker keeps protection alone. */
function mayBeSwapped(before: Part, after: Part, tracker: Tracker): boolean {
  if (tracker === 'uffd-wp' && has(after, 'uffd_wp')) return false;
  return isBehind(before, after) && (after.vma === undefined || mayHideSwap(after.vma));
}

/** Whether the tracker names a page for a step. What is not protected may have been written to, as for PAGEMAP_SCAN. */
function isDirty(before: Part | undefined, after: Part, tracker: Tracker): boolean {
  if (tracker === 'soft-dirty') return has(after, 'soft_dirty');
  if (has(after, 'uffd_wp')) return false;
  return holdsData(after) || (before !== undefined && has(before, 'uffd_wp'));
}

function findingOf(
  page: number,
  pages: number,
  before: Part | undefined,
  after: Part,
  text: string,
): PageFinding {
  return {
    page,
    pages,
    before: before && { info: before.info, ...wordAt(before, page) },
    after: { info: after.info, ...wordAt(after, page) },
    vma: after.vma,
    text,
  };
}

/** Holds the dumps of a chain of incremental snapshots against what a tracker says of each step. */
export class ChainJudge {
  readonly tracker: Tracker;
  readonly #steps: Step[];
  readonly #reasons = new Set<string>();
  readonly #hasVmas: readonly boolean[];
  readonly #isTracked: boolean;
  #seen = false;
  #pages = 0;

  /**
   * @param hasVmas of each dump of the chain, whether it has mappings: else it does not tell what was unmapped
   * @param max the most ranges that are kept of each list
   * @param isTracked it is said that the kernels do what the tracker needs: no page has to prove it
   */
  constructor(tracker: Tracker, hasVmas: readonly boolean[], max: number, isTracked: boolean) {
    this.tracker = tracker;
    this.#hasVmas = hasVmas;
    this.#isTracked = isTracked;
    const list = (): FindingList => new FindingList(max);
    this.#steps = Array.from({ length: hasVmas.length - 1 }, () => ({
      dirty: list(),
      missed: list(),
      late: list(),
      unmapped: 0,
      mapped: 0,
    }));
  }

  /** Takes the next pages: what each dump has of them. */
  see(page: number, pages: number, parts: readonly (Part | undefined)[]): void {
    let index = 0;
    for (const step of this.#steps) this.#step(index++, step, page, pages, parts);
  }

  #step(index: number, step: Step, page: number, pages: number, parts: readonly (Part | undefined)[]): void {
    const before = parts[index];
    const after = parts[index + 1];
    const isUntold = (!before && !this.#hasVmas[index]) || (!after && !this.#hasVmas[index + 1]);
    if (isUntold && (before ?? after)) this.#reasons.add(REASONS.notInDump);
    if (!after) {
      if (before && !isUntold) step.unmapped += pages;
      return;
    }
    if (before) this.#pages += pages;
    else if (!isUntold) step.mapped += pages;
    this.#look(before, after);
    if (isDirty(before, after, this.tracker)) {
      step.dirty.addParts(page, pages, before, after, 'dirty', findingOf);
      return;
    }
    const change = before ? changeOf(before, after, page) : isUntold ? undefined : newPage(after);
    const isDoubted = before !== undefined && mayBeSwapped(before, after, this.tracker);
    if (change === undefined && !isDoubted) return;
    const isLater = this.#steps.some((_, later) => {
      const [from, to] = [parts[later], parts[later + 1]];
      return later > index && to !== undefined && isDirty(from, to, this.tracker);
    });
    if (change === undefined) {
      if (!isLater) this.#reasons.add(REASONS.sharedGone);
      return;
    }
    // What was unmapped is missed by no snapshot.
    if (!isLater && isEmpty(after) && this.#hasVmas[index + 1] !== true)
      this.#reasons.add(REASONS.maybeUnmapped);
    else (isLater ? step.late : step.missed).addParts(page, pages, before, after, change, findingOf);
  }

  /** What the evidence says of the tracker itself. */
  #look(before: Part | undefined, after: Part): void {
    const flag = this.tracker === 'uffd-wp' ? 'uffd_wp' : 'soft_dirty';
    // What was protected and no longer is, was in use too; soft-dirty of the first dump is of before the chain.
    const isArmed = this.tracker === 'uffd-wp' && before !== undefined && has(before, flag);
    if (isArmed || has(after, flag)) this.#seen = true;
    if (before?.info.state === 'not-read' || after.info.state === 'not-read')
      this.#reasons.add('pages were not read: capture them with --exact');
    else if (before && (isHidden(before) || isHidden(after)))
      this.#reasons.add('frame numbers are hidden: the kernel shows them only with CAP_SYS_ADMIN');
  }

  /** Whether any page showed that the tracker was in use. */
  get wasUsed(): boolean {
    return this.#seen;
  }

  /** What came of it, when all pages were seen. */
  result(): ChainResult {
    const reasons = [...this.#reasons];
    const isTracked = this.#seen || this.#isTracked;
    if (this.#pages === 0) reasons.push('no page is in two neighbours of the chain');
    else if (!isTracked)
      reasons.push(
        this.tracker === 'uffd-wp'
          ? 'no page is write-protected in any of the dumps'
          : 'no page is soft-dirty in any dump but the first: nothing says that the kernel tracks it',
      );
    const isBroken = isTracked && this.#steps.some(({ missed }) => missed.pages > 0);
    return {
      tracker: this.tracker,
      steps: this.#steps,
      outcome: isBroken ? 'broken' : reasons.length > 0 ? 'unanswered' : 'holds',
      reasons,
      isTracked,
      pages: this.#pages,
    };
  }
}

const isHidden = ({ info, hi }: Part): boolean =>
  info.state === 'hidden' || (info.state === 'present' && info.number === 'none' && hi >>> 31 === 1);

function newPage(after: Part): string | undefined {
  return holdsData(after) && !has(after, 'file') ? 'of a new mapping, with data' : undefined;
}

/** Walks all dumps of a chain side by side, in order of address. */
export function walkChain(sides: readonly DiffSide[], judges: readonly ChainJudge[]): void {
  const cursors = sides.map((side) => new PartCursor(partsOf(side)));
  for (let page = 0; ;) {
    let first = Infinity;
    for (const cursor of cursors) first = Math.min(first, cursor.firstFrom(page));
    if (first === Infinity) return;
    let end = Infinity;
    for (const cursor of cursors) end = Math.min(end, cursor.borderAfter(first));
    const parts = cursors.map((cursor) => cursor.at(first));
    if (wantsAny(sides, parts)) for (const judge of judges) judge.see(first, end - first, parts);
    page = end;
  }
}
