import type { Circumstances, LogLevel } from '../core/log-lines.ts';
import { LEVELS } from '../core/layout.ts';
import { joinCircumstances } from './circumstances.ts';
import type { NamedKernel } from './kernel-name.ts';
import type { LogReport } from './report.ts';
import type { FoundShape, FoundValue } from './shapes.ts';

/** How far from a line with values, in bytes, lines can say something about them: before and behind it. */
export const LOG_WINDOW = 0x2000;

/** Callers whose circumstances are kept at a time. */
const MAX_CALLERS = 64;

/** The shapes of the steps that a debugger shows, one a line. */
const VTOP: readonly string[] = ['crash-top', 'crash-walk'];

/** Lines of one walk: one for each level, and one that says BAD. */
const MAX_PARTS = 6;

/** Where a report stands. */
export interface ReportPlace {
  /** 1-based. */
  readonly line: number;
  /** Byte offset of the line in the input. */
  readonly offset: number;
  readonly caller: string;
  /** The line before its first value. */
  readonly message: string;
}

/** The lines of one walk, or of one bad page map; one line where nothing tore it. */
interface Walk {
  readonly parts: OpenReport[];
  isBad: boolean;
}

/** A report that may still learn something from lines behind it. */
export interface OpenReport extends ReportPlace {
  readonly found: FoundShape;
  readonly walk: Walk;
  circumstances: Circumstances;
  named: NamedKernel | undefined;
  /** The kernel was named behind it. */
  isNamed: boolean;
  isOpen: boolean;
}

/** What a line has said, and where. */
interface Saying {
  readonly offset: number;
  readonly circumstances: Circumstances;
}

/** Lines of one caller that are kept for its next walk: those of one fault are fewer. */
const MAX_SAYINGS = 32;

/** What a log has said of the machine: it is the same until another kernel is named. */
interface MachineState {
  /** Where it was said last. */
  offset: number;
  circumstances: Circumstances;
  /** The kernel that it is about. */
  release: string | undefined;
}

/** Different things that are kept of what the lines before a report say of the machine. */
const MAX_HINTS = 16;

/** Keeps what was said near values: before them, for the next walk, and behind them, for the reports still open. */
export class OpenReports {
  #open: OpenReport[] = [];
  /** What callers have said since their last walk, the newest last. */
  readonly #callers = new Map<string, Saying[]>();
  #named: NamedKernel | undefined;
  #machine: MachineState = { offset: 0, circumstances: {}, release: undefined };
  /** What lines near by have said of the machine, and where last: nothing of it counts far from there. */
  readonly #hints = new Map<string, Saying>();
  /** The last entry of a walk that a debugger showed. */
  #lastStep: FoundValue | undefined;

  /** Whether a report waits for what is said behind it. */
  get isWaiting(): boolean {
    return this.#open.length > 0;
  }

  /** Nothing more is waited for. */
  close(): void {
    this.#closeThose(() => true);
  }

  /**
   * Makes the report of the values of a line; it stays open where lines behind it may say more.
   *
   * @returns undefined when the line goes on with a walk of which there is none
   */
  add(found: FoundShape, place: ReportPlace): OpenReport | undefined {
    const { partOf } = found.shape;
    if (partOf) return this.#addPart(found, place, partOf);
    const { caller, offset } = place;
    const { role } = found.shape;
    this.#takeHints(offset);
    const isVtop = VTOP.includes(found.shape.name);
    const vtop = isVtop ? this.#unfinished(VTOP, found, caller) : undefined;
    if (vtop) return this.#join(vtop, found, place);
    const said = role === 'walk' ? this.#takeFrom(caller, offset) : {};
    // Nothing behind the words of a debugger is about them; the levels of its walks are told by the next lines.
    const isOpen = role !== 'memory' || (isVtop && found.values.some(({ level }) => level !== 'pte'));
    const report: OpenReport = {
      found: this.#atItsLevel(found),
      ...place,
      walk: { parts: [], isBad: found.isBad },
      circumstances: joinCircumstances(
        found.address === undefined ? said : { ...said, address: found.address },
        found.says,
      ),
      named: this.#named,
      isNamed: false,
      isOpen,
    };
    report.walk.parts.push(report);
    this.#learn(offset, found.says);
    report.circumstances = joinCircumstances(report.circumstances, this.#machineAt(offset));
    if (role === 'walk')
      this.#closeThose((other) => other.caller === caller && isComplete(other.walk) && other.isNamed);
    this.#noteStep(report);
    if (isOpen) this.#open.push(report);
    if (role !== 'walk' && role !== 'bad-map')
      this.#closeThose((other) => other === report && this.#isKnown(other));
    return report;
  }

  /** Keeps the last entry that a debugger showed. */
  #noteStep({ found }: OpenReport): void {
    if (found.shape.name.startsWith('crash-')) this.#lastStep = found.values.at(-1) ?? this.#lastStep;
  }

  /** A debugger shows the last entry of a walk once more with its flags, whatever its level is. */
  #atItsLevel(found: FoundShape): FoundShape {
    const last = this.#lastStep;
    if (found.shape.after === undefined || last === undefined) return found;
    const values = found.values.map((value) =>
      value.value === last.value ? { ...value, level: last.level } : value,
    );
    return { ...found, values };
  }

  #addPart(found: FoundShape, place: ReportPlace, shapes: readonly string[]): OpenReport | undefined {
    const head = this.#unfinished(shapes, found, place.caller);
    if (!head) return undefined;
    head.walk.isBad ||= found.isBad;
    return found.values.length === 0 ? undefined : this.#join(head, found, place);
  }

  #join(head: OpenReport, found: FoundShape, place: ReportPlace): OpenReport {
    const part: OpenReport = {
      found,
      ...place,
      walk: head.walk,
      circumstances: head.circumstances,
      named: head.named,
      isNamed: head.isNamed,
      isOpen: head.isOpen,
    };
    head.walk.parts.push(part);
    head.walk.isBad ||= found.isBad;
    this.#open.push(part);
    this.#noteStep(part);
    if (isComplete(head.walk)) this.endSteps(head.walk);
    return part;
  }

  /**
   * The walk of one of these shapes that values go on with: whose last level is the one above or nearest to it, of those
   * the oldest. A message without values (`BAD`) belongs to the last walk.
   */
  #unfinished(shapes: readonly string[], { values }: FoundShape, caller: string): OpenReport | undefined {
    const first = values[0];
    const depth = first === undefined ? LEVELS.length : levelIndex(first.level);
    let best: OpenReport | undefined;
    let distance = first === undefined ? -1 : LEVELS.length;
    for (const { walk } of this.#open) {
      const [head] = walk.parts;
      if (!head || head.caller !== caller || !shapes.includes(head.found.shape.name)) continue;
      if (walk.isBad || isComplete(walk) || walk.parts.length >= MAX_PARTS) continue;
      const last = walk.parts.at(-1);
      const gap = depth - (last ? depthOf(last) : 0);
      if (head.found.shape.role === 'bad-map' ? first === undefined : gap <= 0) continue;
      if (first === undefined ? gap > distance : gap < distance) [best, distance] = [head, gap];
    }
    return best;
  }

  /** What was said before a walk, which belongs to that walk alone: since the last address, which begins a new story. */
  #takeFrom(caller: string, offset: number): Circumstances {
    const said = this.#callers.get(caller) ?? [];
    this.#callers.delete(caller);
    const address = said.findLastIndex(({ circumstances }) => circumstances.address !== undefined);
    const start = address > 0 && said[address - 1]?.circumstances.isPrelude ? address - 1 : address;
    return said
      .slice(Math.max(start, 0))
      .filter((saying) => offset - saying.offset <= LOG_WINDOW)
      .reduce((before: Circumstances, { circumstances }) => joinCircumstances(circumstances, before), {});
  }

  /** Keeps what a line near a report says of the machine. */
  #learn(offset: number, said: Circumstances): void {
    const circumstances = aboutMachine(said);
    if (!circumstances) return;
    const known = this.#machine.circumstances;
    if (this.#machine.release === this.#named?.release && isWithin(circumstances, known)) {
      this.#machine.offset = offset;
      return;
    }
    for (const report of this.#open)
      report.circumstances = joinCircumstances(report.circumstances, circumstances);
    this.#machine = {
      offset,
      circumstances: joinCircumstances(circumstances, this.#machineAt(offset)),
      release: this.#named?.release,
    };
  }

  /** Keeps what a line says of the machine, for reports that may follow. */
  #hint(offset: number, said: Circumstances): void {
    const circumstances = aboutMachine(said);
    if (!circumstances) return;
    const key = Object.entries(circumstances).join(' ');
    this.#hints.delete(key);
    this.#hints.set(key, { offset, circumstances });
    const [oldest] = this.#hints.keys();
    if (this.#hints.size > MAX_HINTS && oldest !== undefined) this.#hints.delete(oldest);
  }

  /** Takes what was said near a place before it. */
  #takeHints(offset: number): void {
    for (const [key, hint] of this.#hints) {
      if (offset - hint.offset <= LOG_WINDOW) this.#learn(hint.offset, hint.circumstances);
      this.#hints.delete(key);
    }
  }

  /** What is known of the machine at a place: what was said near it, or of the same kernel. */
  #machineAt(offset: number): Circumstances {
    const { circumstances, release } = this.#machine;
    const isHere = offset - this.#machine.offset <= LOG_WINDOW;
    return isHere || release === this.#named?.release ? circumstances : {};
  }

  /** Keeps what a line says for the next walk of its caller. */
  remember(caller: string, offset: number, said: Circumstances): void {
    this.#hint(offset, said);
    const before = this.#callers.get(caller) ?? [];
    this.#callers.delete(caller);
    this.#callers.set(caller, [...before.slice(1 - MAX_SAYINGS), { offset, circumstances: said }]);
    const [oldest] = this.#callers.keys();
    if (this.#callers.size > MAX_CALLERS && oldest !== undefined) this.#callers.delete(oldest);
  }

  /** Gives what a line says to the open reports that it is about, else keeps it for the next walk. */
  hear(caller: string, offset: number, said: Circumstances): void {
    this.#learn(offset, said);
    const { callTrace, ...rest } = said;
    // The heading of the call trace, or the registers in front of it.
    if (callTrace) this.#closeThose((report) => report.isNamed && this.#isKnown(report));
    else if (said.arch !== undefined) {
      for (const report of this.#open)
        if (said.paravirtual) report.circumstances = joinCircumstances(report.circumstances, rest);
      this.#closeThose((report) => report.isNamed && report.found.shape.role === 'walk');
    }
    const mine = this.#open.filter((report) => report.caller === caller);
    const role = mine.at(-1)?.found.shape.role;
    if (role === 'bad-map' || role === 'bad-map-walk') {
      for (const report of mine)
        if (
          report.found.shape.role.startsWith('bad-map') &&
          !(said.address !== undefined && report.circumstances.address !== undefined)
        )
          report.circumstances = joinCircumstances(report.circumstances, rest);
      if (said.address !== undefined || said.pageDump) return;
    }
    if (role === 'walk' && said.address === undefined) {
      const last = mine.at(-1);
      for (const part of last?.walk.parts ?? [])
        part.circumstances = joinCircumstances(part.circumstances, rest);
      if (said.errorCode !== undefined || said.interruption !== undefined) return;
    }
    // Another fault of the same caller: what follows is about that one.
    if (role === 'walk' && said.address !== undefined)
      this.#closeThose((report) => report.caller === caller && report.found.shape.role === 'walk');
    this.remember(caller, offset, said);
  }

  /**
   * A line names the kernel.
   *
   * @param offset where it stands
   * @param isHere whether it stands behind the open reports, and so is about them
   */
  name(named: NamedKernel, offset: number, isHere: boolean): void {
    const known = this.#machineAt(offset);
    this.#named = named;
    if (!isHere) return;
    // What was said just before is about this kernel; what was said far away, about the one before.
    if (offset - this.#machine.offset <= LOG_WINDOW)
      this.#machine = { ...this.#machine, circumstances: known, release: named.release };
    for (const report of this.#open) {
      // A second name is of another report.
      if (!report.isNamed) report.named = named;
      report.isNamed = true;
    }
    // Behind the line with the kernel of a walk stand registers, which tell more of the machine.
    this.#closeThose((report) => report.found.shape.role !== 'walk' && this.#isKnown(report));
  }

  /** The walk of a debugger is over: another line than one of its steps follows. */
  endSteps(walk?: Walk): void {
    this.#closeThose(
      (report) => report.found.shape.role === 'memory' && (walk === undefined || report.walk === walk),
    );
  }

  /** Reports wait no longer than for a window of text. */
  expire(offset: number): void {
    if (this.#open.length > 0) this.#closeThose((report) => offset - report.offset > LOG_WINDOW);
  }

  /** Whether architecture and release of a report are known. */
  #isKnown({ found, circumstances, named, isNamed }: OpenReport): boolean {
    const { role, arch } = found.shape;
    if (named === undefined || (!isNamed && (role === 'walk' || role === 'bad-map'))) return false;
    return (arch ?? circumstances.arch ?? named.arch) !== undefined;
  }

  #closeThose(isDone: (report: OpenReport) => boolean): void {
    let isAny = false;
    for (const report of this.#open)
      if (isDone(report)) {
        report.isOpen = false;
        isAny = true;
      }
    if (isAny) this.#open = this.#open.filter((report) => report.isOpen);
  }
}

/** What is said of the machine, and not of one fault; undefined when it is nothing. */
function aboutMachine({ arch, isFirm, wordBits, likely, paging }: Circumstances): Circumstances | undefined {
  if (arch === undefined && wordBits === undefined && likely === undefined) return undefined;
  const said: Circumstances = {
    ...(arch === undefined ? {} : { arch }),
    ...(isFirm === undefined ? {} : { isFirm }),
    ...(wordBits === undefined ? {} : { wordBits }),
    ...(likely === undefined ? {} : { likely }),
    // Where the size of an entry depends on it.
    ...(paging === undefined || wordBits !== 32 ? {} : { paging }),
  };
  return said;
}

/** Whether all that is said of the machine is known already. */
function isWithin({ arch, isFirm, wordBits, likely, paging }: Circumstances, known: Circumstances): boolean {
  return (
    (arch === undefined || arch === known.arch) &&
    (isFirm === undefined || isFirm === known.isFirm) &&
    (wordBits === undefined || wordBits === known.wordBits) &&
    (likely === undefined || likely === known.likely) &&
    (paging === undefined || paging === known.paging)
  );
}

function levelIndex(level: LogLevel): number {
  return LEVELS.findIndex((known) => known === level);
}

/** The lowest level of a line. */
function depthOf({ found }: OpenReport): number {
  return Math.max(...found.values.map(({ level }) => levelIndex(level)));
}

/** Whether the lowest level of a walk has been shown. */
function isComplete({ parts, isBad }: Walk): boolean {
  const [head] = parts;
  const wanted = head?.found.shape.role === 'bad-map' ? 'pmd' : 'pte';
  return isBad || parts.some(({ found }) => found.values.some(({ level }) => level === wanted));
}

/** The report as it is known by now. */
export function toReport(open: OpenReport): LogReport {
  const { found, line, offset, caller, message, walk, named } = open;
  const { shape, values, address, hasPointer, says } = found;
  const head = walk.parts[0] ?? open;
  const all: readonly FoundValue[] = walk.parts.flatMap((part) => part.found.values);
  return {
    shape,
    values,
    address,
    hasPointer,
    says,
    isBad: walk.isBad,
    line,
    offset,
    caller,
    message,
    circumstances: head.circumstances,
    named: head.named ?? named,
    walk: all,
    isFirst: head === open,
    isStep: VTOP.includes(shape.name),
    isLast: walk.parts.at(-1) === open,
  };
}

/** Who printed a line: `[T123]` or `[C1]` behind the time stamp (CONFIG_PRINTK_CALLER). */
export function callerOf(line: string): string {
  return /\[ *([TC]\d{1,9})\]/.exec(line.slice(0, 120))?.[1] ?? '';
}
