import { defined } from '../../core/defined.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { wordBitsOf } from '../../kernel/capabilities/machines.ts';
import { hasNoLonger, hasNotYet } from '../../kernel/release.ts';
import { joinCircumstances, later, tells } from './circumstances.ts';

/** How far from a line with values, in bytes, lines can say something about them: before and behind it. */
export const LOG_WINDOW = 0x2000;

/** How far behind a message, in bytes, the report of the same fault begins, if there is any. */
export const SHORT_WINDOW = 0x400;

/** What a line has said, and where. */
export interface Saying {
  readonly offset: number;
  readonly circumstances: Circumstances;
  /** How deep the line is quoted. */
  readonly depth?: number;
}

/** What a log has said of the machine: it is the same until another kernel is named. */
interface MachineState extends Saying {
  /** The kernel that it is about. */
  readonly release: string | undefined;
  /** It is of another machine than the one of the kernel that is named by now. */
  readonly isOfAnother?: boolean;
}

/** What was said of a machine, and the release that was named for it. */
export interface Inherited {
  readonly circumstances: Circumstances;
  readonly release: string | undefined;
}

/** A machine whose kernel a line names, and where. */
interface Owner {
  readonly offset: number;
  readonly release: string | undefined;
  readonly arch: string | undefined;
}

/** What lines say of the machine, and the key of it. */
interface About {
  readonly circumstances: Circumstances;
  readonly key: string;
}

/** Different things that are kept of what the lines before a report say of the machine. */
const MAX_HINTS = 16;

/** Keeps what the lines of a log say of the machine: near a report, and of the same kernel. */
export class MachineEvidence {
  #state: MachineState = { offset: 0, circumstances: {}, release: undefined };
  /** What was said since the last report began: what a release that is named next is about; undefined where one was named since. */
  #fresh: Circumstances | undefined = {};
  /** What lines near by have said, and where last: nothing of it counts far from there. */
  readonly #hints = new Map<string, Saying>();
  /** The last machine whose kernel was named, and where. */
  #owner: Owner = { offset: 0, release: undefined, arch: undefined };
  readonly #about = new WeakMap<Circumstances, About | null>();

  /**
   * Keeps what a line near a report says.
   *
   * @param release the kernel that is named by now
   * @returns what it says of the machine; undefined when it is nothing
   */
  learn(offset: number, said: Circumstances, release: string | undefined): Circumstances | undefined {
    const circumstances = this.#aboutMachine(said)?.circumstances;
    if (!circumstances) return undefined;
    this.#fresh &&= joinCircumstances(circumstances, this.#fresh);
    if (this.#state.release === release && tells(this.#state.circumstances, circumstances))
      this.#state = { ...this.#state, offset };
    else {
      const { circumstances: known, release: owner } = this.before(offset, release);
      const isAnother =
        !known.isFirm &&
        (isOther(circumstances, known.arch) ||
          isOfOtherSize(circumstances, known) ||
          isOfOtherAge(circumstances, release));
      const joined = isAnother ? circumstances : joinCircumstances(circumstances, known);
      if (isAnother) this.#forget(release);
      this.#state = { offset, circumstances: joined, release, isOfAnother: isAnother || owner !== release };
    }
    return circumstances;
  }

  /** What lines before said is of the machine before, but for what its kernel does not print, and when the text was written. */
  #forget(release: string | undefined): void {
    for (const [key, { circumstances }] of this.#hints)
      if (circumstances.day === undefined && !isOfOtherAge(circumstances, release)) this.#hints.delete(key);
  }

  /** What is said of the machine, and a text that is the same for the same things. A log says the same thing many times. */
  #aboutMachine(said: Circumstances): About | undefined {
    let about = this.#about.get(said);
    if (about === undefined) {
      const circumstances = aboutMachine(said);
      about = circumstances ? { circumstances, key: Object.entries(circumstances).join(' ') } : null;
      this.#about.set(said, about);
    }
    return about ?? undefined;
  }

  /** A report of the kernel that is named by now is of an architecture: so are later ones of it. */
  see(offset: number, arch: string | undefined, release: string | undefined): void {
    const known = this.#at(offset, release);
    if (arch === undefined || release === undefined || known.arch !== undefined) return;
    this.#state = { offset, circumstances: { ...known, arch }, release };
  }

  /** A report begins: what is said behind it is about another machine than what was said before, if its release is another. */
  begin(): void {
    this.#fresh = {};
  }

  /** Keeps what a line says for reports that may follow. */
  hint(offset: number, said: Circumstances): void {
    const about = this.#aboutMachine(said);
    if (!about) return;
    const { circumstances, key } = about;
    if (offset < this.#owner.offset && isNotOf(circumstances, this.#owner)) return;
    this.#hints.delete(key);
    this.#hints.set(key, { offset, circumstances });
    if (this.#hints.size > MAX_HINTS) this.#hints.delete(this.#hints.keys().next().value ?? '');
  }

  /** Gives what was said near a place before it, once. */
  takeHints(offset: number): readonly Saying[] {
    if (this.#hints.size === 0) return [];
    const { circumstances: now, offset: since } = this.#state;
    // What was said of another machine, before a line showed which ones it can be, is over.
    const isOver = (hint: Saying): boolean =>
      now.arch === undefined && hint.offset < since && isOther(now, hint.circumstances.arch);
    const near = [...this.#hints.values()].filter(
      (hint) => offset - hint.offset <= LOG_WINDOW && !isOver(hint),
    );
    this.#hints.clear();
    return near;
  }

  /**
   * What is known of the machine at a place, and of which kernel that is.
   *
   * @param release the kernel that is named by now
   */
  before(offset: number, release: string | undefined): Inherited {
    const isOfAnother = this.#state.isOfAnother === true && offset - this.#state.offset <= LOG_WINDOW;
    return { circumstances: this.#at(offset, release), release: isOfAnother ? undefined : release };
  }

  /** What is known of the machine at a place: what was said near it, or of the same kernel. */
  #at(offset: number, release: string | undefined): Circumstances {
    const isHere = offset - this.#state.offset <= LOG_WINDOW;
    if (isHere || (release !== undefined && this.#state.release === release))
      return this.#state.circumstances;
    if (this.#state.release !== release) return {};
    // Of a kernel that nothing names the next report need not be.
    const none = { before: undefined, untilThere: undefined, day: undefined, printedSince: undefined };
    return defined({ ...this.#state.circumstances, ...none });
  }

  /** A machine starts: its kernel need not be the build that was seen before, with the same levels. */
  boot(): void {
    const none = { paging: undefined, likelyPaging: undefined, pageShift: undefined };
    this.#state = { ...this.#state, circumstances: defined({ ...this.#state.circumstances, ...none }) };
  }

  /**
   * Another text begins at a place: nothing that was said before is about its machine.
   *
   * @param front bytes in front of it in which its heading can tell when it was written
   */
  leave(offset: number, front: number): void {
    this.#state = { offset, circumstances: {}, release: undefined };
    this.#fresh = {};
    for (const [key, { circumstances: said, offset: at }] of this.#hints)
      if (said.spokenArch !== undefined || offset - at >= front) this.#hints.delete(key);
  }

  /**
   * A line names the kernel of a machine: lines before it that are of another one are of another machine.
   *
   * @param arch where it says that as well
   */
  own(offset: number, release: string, arch: string | undefined): void {
    const owner = { offset, release, arch };
    this.#owner = owner;
    if (this.#fresh && isNotOf(this.#fresh, owner)) this.#fresh = {};
    if (isNotOf(this.#state.circumstances, owner))
      this.#state = { offset, circumstances: {}, release: undefined };
    for (const [key, hint] of this.#hints) if (isNotOf(hint.circumstances, owner)) this.#hints.delete(key);
  }

  /**
   * A line names a kernel: of what was said before, only what was said since the report began is about it, if it is a new one or no
   * longer prints such lines. Later ones vendors bring back.
   */
  rename(offset: number, before: string | undefined, release: string): void {
    if (before === release) return;
    if (hasNoLonger(release, this.#fresh?.before)) this.#fresh = {};
    if (before === undefined && !hasNoLonger(release, this.#state.circumstances.before)) {
      if (offset - this.#state.offset <= LOG_WINDOW) this.#state = { ...this.#state, release };
    } else {
      this.#state = { offset, circumstances: this.#fresh ?? {}, release };
      // Nothing tells of which of both kernels that is.
      this.#hints.clear();
    }
    this.#fresh = undefined;
  }
}

/** Whether what is said of a machine is not of one of an architecture. */
export function isOther({ arch, among }: Circumstances, known: string | undefined): boolean {
  if (known === undefined) return false;
  return arch === undefined ? among !== undefined && !among.includes(known) : arch !== known;
}

/** Whether no kernel of a name prints what says so. */
const isOfOtherAge = ({ printedSince, before }: Circumstances, release: string | undefined): boolean =>
  release !== undefined && (hasNotYet(release, printedSince) || hasNoLonger(release, before));

/** Whether what is said is not of a machine. */
const isNotOf = (said: Circumstances, { release, arch }: Owner): boolean =>
  isOther(said, arch) || isOfOtherAge(said, release);

/** Whether two things said are of machines with words of different sizes. */
export function isOfOtherSize(one: Circumstances, other: Circumstances): boolean {
  const bits = sizeOf(other);
  if (bits === undefined) return false;
  const others = sizeOf(one);
  return others !== undefined && bits !== others;
}

/** The bits of a word of a machine, as far as something is said of it. */
function sizeOf({ wordBits, arch }: Circumstances): number | undefined {
  return wordBits ?? (arch === undefined ? undefined : wordBitsOf(arch));
}

/** What is said of the machine, and not of one fault; undefined when it is nothing. */
function aboutMachine(all: Circumstances): Circumstances | undefined {
  const { arch, wordBits, hasWideEntries, likely, spokenArch, among, before, untilArch, untilThere, day } =
    all;
  const { isFirm, paging, likelyPaging, pageShift } = all;
  const printedSince = later(all.since, all.printedSince);
  const age = { before, untilArch, untilThere, day, printedSince };
  const told = defined({ arch, wordBits, hasWideEntries, likely, spokenArch, among, ...age });
  if (Object.keys(told).length === 0) return undefined;
  // Where the size of an entry depends on it.
  const levels = wordBits === 32 ? { paging, likelyPaging } : {};
  return { ...told, ...defined({ isFirm, pageShift, ...levels }) };
}

/** Levels that pages of some size need for addresses of so many bits: an entry has 8 bytes, a table is one page. */
export function levelsFor(vaBits: number, pageShift: number): number {
  return Math.ceil((vaBits - pageShift) / (pageShift - 3));
}
