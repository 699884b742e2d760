import { type Availability, formatVersion, isInRelease } from '../../core/version.ts';
import type { EventRow } from '../../kernel/uffd/events.ts';
import type { MemoryKind, PageState, TransitionRow, WpMode } from '../../kernel/uffd/model.ts';
import { PROTECTABLE, TRANSITIONS } from '../../kernel/uffd/transitions.ts';
import type { PagemapKernel } from '../model.ts';

/** What is known of the registration of a mapping: it stayed, it went, or nothing is known. */
export type Area = 'registered' | 'left' | 'unknown';

/** What pages did, as far as rows decide on it. */
export interface Transition {
  readonly from: readonly PageState[];
  readonly to: readonly PageState[];
  readonly kinds: readonly MemoryKind[];
  readonly area: Area;
  /** Undefined: frame numbers are not known. */
  readonly frameChanged: boolean | undefined;
}

/** What the rows say of a transition. */
export interface Answer {
  readonly outcome: 'allowed' | 'broken' | 'unanswered';
  /** Why it could not be answered. */
  readonly reason?: string;
  /** The rows that allow it. */
  readonly rows: readonly TransitionRow[];
  /** The kinds of memory that were possible. */
  readonly kinds: readonly MemoryKind[];
}

const ALLOWED: Answer = { outcome: 'allowed', rows: [], kinds: [] };

const isArmed = (state: PageState): boolean => state.endsWith('+wp');

/** Whether a row may hold: where nobody said which kernel it is, that of any release may. */
function mayHold(row: Availability, { version, isAssumed }: PagemapKernel): boolean {
  return isAssumed === true || isInRelease(row, version);
}

/** The rows of events on one kernel, and what they allow: on any of them, where nobody said which it is. */
export class AllowedTransitions {
  readonly #rows: readonly TransitionRow[];
  readonly #kernel: PagemapKernel;
  readonly #modes: readonly WpMode[];

  /** @param modes those that are possible */
  constructor(events: readonly EventRow[], kernel: PagemapKernel, modes: readonly WpMode[]) {
    this.#kernel = kernel;
    this.#modes = modes;
    this.#rows = TRANSITIONS.filter(
      (row) => mayHold(row, kernel) && row.events.some((name) => events.some((event) => event.name === name)),
    );
  }

  /** Whether any row looks at frame numbers. */
  get needsNumbers(): boolean {
    return this.#rows.some(({ frame }) => frame !== undefined);
  }

  /** Whether the kernel can write-protect a kind of memory. */
  canProtect(kind: MemoryKind): boolean {
    return PROTECTABLE.some(
      (row) =>
        mayHold(row, this.#kernel) &&
        row.kinds.includes(kind) &&
        row.modes.some((mode) => this.#modes.includes(mode)),
    );
  }

  /** What the rows say of a transition. */
  ask(transition: Transition): Answer {
    const { from, to } = transition;
    if (!from.some(isArmed) && !to.some(isArmed)) return ALLOWED;
    const kinds = transition.kinds.filter((kind) => this.canProtect(kind));
    if (kinds.length === 0) {
      const modes = this.#modes.length === 1 ? ` in ${this.#modes.join()} mode` : '';
      const reason = `${formatVersion(this.#kernel.version)} cannot write-protect ${transition.kinds.join(', ')}${modes}, and pages are write-protected`;
      return { outcome: 'unanswered', reason, rows: [], kinds: transition.kinds };
    }
    const answers = kinds.map((kind) => this.#ofKind(transition, kind));
    const rows = [...new Set(answers.flatMap((answer) => answer.rows))];
    const holds = new Set(answers.map(({ answer }) => answer));
    if (!holds.has('no') && !holds.has('maybe')) return { outcome: 'allowed', rows, kinds };
    if (!holds.has('yes') && !holds.has('maybe')) return { outcome: 'broken', rows, kinds };
    const reason =
      kinds.length > 1 && holds.has('yes') && holds.has('no')
        ? `it depends on the kind of memory (${kinds.join(', ')}), which --kind says`
        : 'frame numbers, swap types or markers that decide it are hidden';
    return { outcome: 'unanswered', reason, rows, kinds };
  }

  #ofKind(
    transition: Transition,
    kind: MemoryKind,
  ): { readonly answer: 'yes' | 'maybe' | 'no'; readonly rows: readonly TransitionRow[] } {
    const { from, to } = transition;
    const rows: TransitionRow[] = [];
    let allowed = 0;
    let sure = true;
    for (const before of from)
      for (const after of to) {
        if (!isArmed(before) && !isArmed(after)) {
          allowed += 1;
          continue;
        }
        const found = this.#rows.filter((row) => matches(row, before, after, kind, transition));
        rows.push(...found);
        if (found.length > 0) allowed += 1;
        if (found.length > 0 && transition.frameChanged === undefined)
          sure &&= found.some(({ frame }) => frame === undefined);
      }
    if (allowed === 0) return { answer: 'no', rows };
    // A page that is protected afterwards has lost nothing, whichever of the states it came from.
    const isWhole = allowed === from.length * to.length || to.every(isArmed);
    return { answer: isWhole && sure ? 'yes' : 'maybe', rows };
  }
}

function matches(
  row: TransitionRow,
  before: PageState,
  after: PageState,
  kind: MemoryKind,
  { area, frameChanged }: Transition,
): boolean {
  if (row.kinds && !row.kinds.includes(kind)) return false;
  if (row.area === 'seen-registered' && area !== 'registered') return false;
  if (row.area === 'seen-left' && area !== 'left') return false;
  if (row.area === 'registered' && area === 'left') return false;
  if (row.area === 'left' && area === 'registered') return false;
  if (row.frame === 'changed' && frameChanged === false) return false;
  return row.moves.some(([from, to]) => from === before && to === after);
}
