import { defined } from '../../core/defined.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { LineMemory, LineReading } from './line-memory.ts';
import type { LineBuffer } from './line-buffer.ts';
import { callerOf } from '../lines/line-origin.ts';
import type { OpenReport } from './open-report.ts';
import type { OpenReports } from './open-reports.ts';
import { findShapes, type FoundShape, type FoundValue } from '../lines/find-shapes.ts';
import { CUT_MARK } from '../lines/shapes.ts';
import { StackWords, type WordsKind } from './stack-words.ts';
import { Edge } from './text-edge.ts';
import { goesOn, hasClock, isBlank, isFrontOf, joinTorn, withStem } from '../lines/torn-line.ts';

/** What a line said of the next one. */
interface Announced {
  readonly shape: string | undefined;
  /** The line, where it was torn. */
  readonly torn: string | undefined;
  readonly caller: string;
  /** Where the next line begins in the input. */
  readonly offset: number;
  /** An empty line stood between. */
  readonly isDelayed?: boolean;
}

/** The page that a debugger's walk ends at. */
const PAGE = /^(?:[>|\s]|&gt;)*PAGE: {1,2}[0-9a-f]/;

/** Where a line stands that is read in full, as indices in the buffer. */
interface LinePlace {
  readonly start: number;
  readonly end: number;
  /** The input ends there without a line feed. */
  readonly isCut: boolean;
  /** Its number, from 1; 0 where lines are not counted. Asked for only where the line has values. */
  number(): number;
}

/** A line of which all was heard that is not about its own values. */
interface HeardLine {
  readonly line: string;
  readonly reading: LineReading;
  /** Where it begins in the input, and where the next one does. */
  readonly offset: number;
  readonly next: number;
  readonly caller: string;
  /** What the line before said of it. */
  readonly announced: Announced | undefined;
  readonly named: LineReading['named'];
  readonly said: Circumstances | undefined;
  /** The beginning of what the next line goes on with, where this one is torn. */
  readonly rest: string | undefined;
}

/** A line with the end of the torn one before it. */
type WrappedLine = Exclude<ReturnType<typeof withStem>, undefined>;

/** Reads lines in full: what they say about reports still open, their values, the kernel that they name. */
export class LineReader {
  readonly #buffer: LineBuffer;
  readonly #reports: OpenReports;
  readonly memory = new LineMemory();
  readonly #stack = new StackWords();
  #announced: Announced | undefined;
  /** The last line in front of those that are read now, and where it begins in the input. */
  #front = { line: '', offset: 0 };

  constructor(buffer: LineBuffer, reports: OpenReports) {
    this.#buffer = buffer;
    this.#reports = reports;
  }

  /** Keeps a line that stands in front of the next one that is read. */
  keepFront(start: number, end: number): void {
    this.#front = { line: this.#buffer.textOf(start, end), offset: this.#buffer.base + start };
  }

  /** The line in front of the one that begins at a place, and where it begins in the input. */
  frontOf(start: number): { readonly line: string; readonly offset: number } {
    if (start > this.#buffer.begin) this.keepFront(this.#buffer.startOf(start - 2, 0), start - 1);
    return this.#front;
  }

  /** Whether the line read last has said something of the one that begins at a place. */
  hasAnnounced(start: number): boolean {
    return this.#announced?.offset === this.#buffer.base + start;
  }

  /** Reads one line, and gives the reports of its values. */
  read(place: LinePlace): OpenReport[] {
    const heard = this.#hear(place);
    this.#leaveToNext(heard);
    const { shapes, wrapped } = this.#find(heard);
    this.#endSteps(heard.line, shapes);
    const reports: OpenReport[] = [];
    for (const found of shapes) {
      const report = this.#report(found, heard, place, wrapped);
      if (report) reports.push(report);
    }
    this.#nameOnly(reports, heard);
    return reports;
  }

  /** Hears what a line says of the reports that are open, and of the kernel. */
  #hear({ start, end }: LinePlace): HeardLine {
    const { base } = this.#buffer;
    const line = this.#buffer.textOf(start, end);
    const reading = this.memory.read(line);
    const offset = base + start;
    this.#reports.expire(offset);
    this.#reports.around.edges.see(line, offset);
    const announced = this.hasAnnounced(start) ? this.#announced : this.#frontBefore(reading, start);
    // The rest of a wrapped line is of who wrote its beginning.
    const isRest = reading.caller === '' && announced !== undefined && !hasClock(line);
    const caller = isRest ? announced.caller : this.#reports.around.tellerOf(line, reading.caller, offset);
    const torn = announced?.torn;
    const joined = torn === undefined ? undefined : new LineReading(joinTorn(torn, line));
    const { named } = joined ?? reading;
    const said =
      torn === undefined || joined === undefined ? reading.said : this.#saidAnew(torn, joined.said);
    this.#reports.turn(line, offset);
    if (said) this.#reports.hear(caller, offset, said, line);
    if (named) this.#reports.name(named, { line: joined?.line ?? line, offset, caller });
    else this.#reports.mention(reading, offset);
    if (reading.memoryEnd !== undefined) this.#reports.around.showMemory(reading.memoryEnd);
    const rest = reading.isTorn ? line : joined && goesOn(joined.line) ? joined.line : undefined;
    return { line, reading, offset, next: base + end + 1, announced, caller, named, said, rest };
  }

  /** Keeps what the next line has to know of this one. */
  #leaveToNext({ line, announced, next, rest, caller }: HeardLine): void {
    // Some programs put an empty line behind every line.
    if (announced && !announced.isDelayed && isBlank(line))
      this.#announced = { ...announced, offset: next, isDelayed: true };
    if (rest !== undefined) this.#announced = { shape: undefined, torn: rest, offset: next, caller };
  }

  /** What a line has, or together with the torn line before it, of whose `stem` it is the end then. */
  #find({ line, reading, announced }: HeardLine): {
    readonly shapes: readonly FoundShape[];
    readonly wrapped?: WrappedLine;
  } {
    const { isWaiting } = this.#reports;
    const torn = announced?.torn;
    const stem = torn === undefined || isBlank(line) ? undefined : withStem(torn, line);
    const found = stem ? findShapes(stem.text, undefined, isWaiting).filter(isBehind(stem.shift)) : [];
    if (stem && found.length > 0)
      return { shapes: found.map((shape) => moved(shape, stem.shift)), wrapped: stem };
    const shape = announced?.shape;
    return {
      shapes: shape === undefined ? reading.shapes(isWaiting) : findShapes(line, shape, isWaiting),
    };
  }

  /** The steps of a debugger's walk stand one below the other. */
  #endSteps(line: string, shapes: readonly FoundShape[]): void {
    if (shapes.some(({ shape }) => shape.role === 'memory')) return;
    if (this.#reports.hasSteps)
      this.#reports.endSteps(isBlank(line) ? 'blank' : PAGE.test(line) ? 'page' : 'other');
    this.#reports.words.release();
  }

  /** Adds what was found to the reports; gives the report that it begins, if so. */
  #report(
    found: FoundShape,
    { line, offset, next, rest, caller, said }: HeardLine,
    { start, end, isCut, number }: LinePlace,
    wrapped: WrappedLine | undefined,
  ): OpenReport | undefined {
    const { shape, values } = found;
    if (shape.announces || shape.partOf)
      this.#announced = { shape: shape.name, torn: rest, offset: next, caller };
    const words = shape.role === 'memory' ? this.#wordsIn(line, found) : undefined;
    if (words === 'stack') return undefined;
    // A heading has no values, and so nothing to report; the end of a walk (BAD) none of its own.
    if (values.length === 0 && !shape.partOf) return undefined;
    if (this.#isPointer(found, line, end)) return undefined;
    const first = values[0]?.index ?? 0;
    const last = values.at(-1);
    const message = wrapped
      ? wrapped.front + wrapped.text.slice(0, first - wrapped.shift)
      : line.slice(0, first);
    const behind = last && line.slice(last.index + last.text.length);
    const [placed, row] = inRows(found, this.#buffer.placesOf(start, end, line.length));
    const report = this.#reports.add(placed, {
      line: values.length > 0 ? number() + row : 0,
      offset,
      caller,
      message,
      isCut: isCut && FILLING.test(behind ?? ' '),
      edge: last && shape.role !== 'memory' ? this.#edgeBehind(found, behind, line, offset) : undefined,
    });
    // All rows of a bad page map, joined to one.
    if (shape.role === 'bad-map' && last && said?.isOfMap && line.indexOf('addr:') > last.index)
      this.#reports.hear(caller, offset, said, line);
    if (report && words === 'small') this.#reports.words.hold(report, next);
    return report;
  }

  /** What may have cut the last value of a line, by what stands behind it. */
  #edgeBehind(found: FoundShape, behind = '', line: string, offset: number): Edge | undefined {
    const last = found.values.at(-1);
    if (last === undefined) return undefined;
    const [mark = isUnclosed(found, behind) ? '' : undefined] = MARKED.exec(behind) ?? [];
    if (mark !== undefined) return last.text.length < 16 ? new Edge(line.length, mark) : undefined;
    return behind === '' && canBeLonger(last) ? this.#reports.around.edges.atEnd(line, offset) : undefined;
  }

  /** Of a report whose lines were all joined to one what is named behind its values is the kernel. */
  #nameOnly([only, ...more]: readonly OpenReport[], { line, named, offset, caller }: HeardLine): void {
    const last = only?.found.values.at(-1);
    if (named?.isOfReport && last && more.length === 0 && line.indexOf(named.release) > last.index)
      this.#reports.name(named, { line, offset, caller });
  }

  /** What words of memory are, which can tell what those were that they go on from. */
  #wordsIn(line: string, found: FoundShape): WordsKind {
    const kind = this.#stack.kindOf(line, found);
    if (!this.#stack.goesOn || kind === 'entries') this.#reports.words.release();
    else if (kind === 'stack') this.#reports.words.drop();
    return kind;
  }

  /** What a torn line and its rest say together: an address that the torn line has was heard with it, and begins no other fault. */
  #saidAnew(torn: string, said: Circumstances | undefined): Circumstances | undefined {
    if (said?.address === undefined || this.memory.read(torn).said?.address !== said.address) return said;
    return defined({ ...said, address: undefined });
  }

  /** Whether what ends a line and looks like a bad entry is the pointer to it, and the entry stands on the next line. */
  #isPointer({ shape, hasPointer }: FoundShape, line: string, end: number): boolean {
    if (shape.role !== 'bad-entry' || hasPointer || end + 1 >= this.#buffer.end) return false;
    const stem = withStem(line, this.#buffer.textOf(end + 1));
    return stem !== undefined && findShapes(stem.text).some((found) => found.hasPointer);
  }

  /** The line before one that begins with what it can tell more of, where it ends so. */
  #frontBefore({ line, leansBack }: LineReading, start: number): Announced | undefined {
    if (!leansBack) return undefined;
    const { line: torn, offset: front } = this.frontOf(start);
    if (!isFrontOf(torn, line)) return undefined;
    const caller = this.#reports.around.tellerOf(torn, callerOf(torn), front);
    return { shape: undefined, torn, offset: this.#buffer.base + start, caller };
  }
}

/** What fills up a file or a buffer whose last bytes were never written. */
const FILLING = /^\0*$/;

/** The mark of whoever has cut a line. */
const MARKED = new RegExp(`^${CUT_MARK}`);

/** Whether a message ends in a value of which the kernel prints more: 8 digits at least, or a bracket behind it. */
const isUnclosed = ({ shape: { role }, hasPointer, values }: FoundShape, behind: string): boolean =>
  role === 'bad-entry'
    ? hasPointer && !behind.startsWith(')')
    : role === 'bad-map' && (values.at(-1)?.text ?? '').length < 8;

/** Whether a value can be the beginning of a longer one, that of a kernel: zeros in front fill it up. */
const canBeLonger = ({ text }: FoundValue): boolean => text.length < 16 && !text.startsWith('0');

/** Whether values stand behind the torn line's end: those in it were found with that line. */
const isBehind =
  (shift: number) =>
  ({ values }: FoundShape): boolean =>
    values.every(({ index }) => index + shift >= 0);

/** What was found in a text that begins elsewhere in its line. */
function moved(found: FoundShape, shift: number): FoundShape {
  return { ...found, values: found.values.map((value) => ({ ...value, index: value.index + shift })) };
}

/** What was found in a line that mail has broken into rows, by the first row that has a value; and which that is. */
function inRows(
  found: FoundShape,
  placeOf: ReturnType<LineBuffer['placesOf']>,
): readonly [FoundShape, number] {
  if (!placeOf) return [found, 0];
  const places = found.values.map(({ index }) => placeOf(index));
  const first = places[0]?.row ?? 0;
  const values = found.values.map((value, at) => {
    const { row, index } = places[at] ?? { row: first, index: value.index };
    return { ...value, index, row: row - first };
  });
  return [{ ...found, values }, first];
}
