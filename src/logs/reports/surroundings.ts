import { defined } from '../../core/defined.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { dayInFront } from '../lines/day.ts';
import { areOfTwoTexts, type LineOrigin, NO_ORIGIN, originOf } from '../lines/line-origin.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import { type Inherited, MachineEvidence, type Saying, SHORT_WINDOW } from '../lines/machine-evidence.ts';
import { topicOf } from '../lines/mail-topic.ts';
import { Sayings } from '../lines/sayings.ts';
import { LineCopies } from './line-copies.ts';
import { MentionedKernels, type Speaking } from './mentioned-kernels.ts';
import type { NamePlace } from './named-kernels.ts';
import { NamedMachines } from './named-machines.ts';
import type { OpenReport, ReportPlace } from './open-report.ts';
import { Quotation } from './quotation.ts';
import { TextEdges } from './text-edge.ts';

/** What a report has from the text in front of it. */
interface Around extends Pick<
  OpenReport,
  'inherited' | 'boot' | 'memory' | 'named' | 'isBelowName' | 'mentions' | 'others'
> {
  /** When it was written at the latest, as its own line and who quotes it tell. */
  readonly dated: Pick<Circumstances, 'day' | 'quotedBy'>;
}

const NOTHING_SAID: Inherited = { circumstances: {}, release: undefined };

/** The text around reports: its kernels, its machines, who speaks in it, and when it was written. */
export class Surroundings {
  readonly #sayings = new Sayings();
  readonly #machines = new NamedMachines();
  readonly #mentions = new MentionedKernels();
  readonly #machine = new MachineEvidence();
  readonly #quotation = new Quotation();
  readonly #copies = new LineCopies();
  /** What the mail is about that is read. */
  #topic: string | undefined;
  /** Where the last line comes from that tells of which text it is. */
  #origin = NO_ORIGIN;
  /** Where lines end. */
  readonly edges: TextEdges;

  /** @param open the reports that lines behind them may say more of */
  constructor(open: () => readonly OpenReport[]) {
    this.edges = new TextEdges(open);
  }

  /** The kernel that the text named last. */
  get #release(): string | undefined {
    return this.#machines.named?.release;
  }

  /** What a report at a place has from the text in front of it. */
  of({ message, offset }: ReportPlace): Around {
    const named = this.#machines.kernelOf(message);
    return {
      inherited: this.#machines.isOfText(message)
        ? this.#machine.before(offset, this.#release)
        : NOTHING_SAID,
      boot: this.#machines.boot,
      memory: this.#machines.memoryOf(message),
      named,
      isBelowName: this.#machines.isLast(named),
      mentions: this.#machines.named === undefined ? this.#mentions.at(offset) : [],
      others: this.#machines.candidates(message),
      dated: defined({ day: dayInFront(message), quotedBy: this.#quotation.dayOf(message, offset) }),
    };
  }

  /** Gives what was said of the machine near a place before it, once. */
  takeHints(offset: number): readonly Saying[] {
    return this.#machine.takeHints(offset);
  }

  /** Gives what was said before a walk, which belongs to that walk alone. */
  takeSaid(caller: string, offset: number, hasAddress: boolean): Circumstances {
    return this.#sayings.take(caller, offset, hasAddress);
  }

  /** Whether two faults of a caller are mixed, so that nothing tells which of them a line is about. */
  isTangled(caller: string): boolean {
    return this.#sayings.isTangled(caller);
  }

  /** A report begins, and what is said behind it may be about another machine. */
  begin(): void {
    this.#machine.begin();
  }

  /** Lines at a place, or a report there, are of an architecture. */
  see(arch: string | undefined, offset: number): void {
    if (arch === undefined) return;
    this.#machine.see(offset, arch, this.#release);
    this.#machines.see(arch, offset);
  }

  /** Keeps what a line near a report says of the machine, and gives it; undefined: it is nothing. */
  learn(offset: number, said: Circumstances): Circumstances | undefined {
    const news = this.#machine.learn(offset, said, this.#release);
    if (news?.arch !== undefined) this.#machines.see(news.arch, offset);
    return news;
  }

  /** Keeps what a line says for the next walk of its caller. */
  remember(caller: string, offset: number, said: Circumstances, depth: number): void {
    this.#machine.hint(offset, said);
    this.#quotation.note(said, offset, depth);
    if (!said.isOfMap) this.#sayings.keep(caller, { offset, circumstances: withoutFlags(said), depth });
  }

  /** Who printed the line at a place: in a text of several machines the machine as well, of several consoles the console. */
  tellerOf(line: string, caller: string, offset: number): string {
    return this.#copies.writerOf(line, this.#machines.tellerOf(line, caller), offset);
  }

  /** A line may begin a mail about something else, whose heading can stand on both sides of it, or another log; gives whether it does. */
  turn(line: string, offset: number): boolean {
    const isLog = this.#isOfOtherLog(originOf(line)) && !this.#copies.isCopy(offset);
    const topic = isLog ? this.#topic : (topicOf(line) ?? this.#topic);
    if (!isLog && topic === this.#topic) return false;
    this.#topic = topic;
    this.#mentions.clear();
    this.#machines.leave(offset);
    this.#machine.leave(offset, isLog ? 0 : SHORT_WINDOW);
    this.#sayings.leave(offset, isLog ? 0 : SHORT_WINDOW);
    return true;
  }

  /** Whether a line is of another log than the one before that tells of which it is: lines of machines with names can be mixed. */
  #isOfOtherLog(origin: LineOrigin): boolean {
    if (origin.clock === undefined && origin.margin === '') return false;
    const before = this.#origin;
    this.#origin = origin;
    const areMixed = origin.host !== undefined && before.host !== undefined && origin.host !== before.host;
    return !areMixed && areOfTwoTexts(before, origin);
  }

  /** A line may speak of kernels, which counts, also for the reports that are open, until the text names one. */
  mention(line: Speaking, offset: number, open: readonly OpenReport[]): void {
    if (this.#machines.named === undefined) this.#mentions.add(line, offset, open);
  }

  /**
   * A line names the kernel.
   *
   * @param arch architecture of the reports that it is named for
   */
  name(named: NamedKernel, { line, offset, caller }: NamePlace, arch: string | undefined): void {
    const before = this.#release;
    this.#machines.name(named, line, offset, arch);
    if (named.isBanner) this.#machine.boot();
    if (!named.isOfReport)
      this.#machine.own(offset, named.release, named.isArchOfCompiler ? undefined : named.arch);
    if (caller === undefined) return;
    // A report names its kernel behind its walk.
    if (named.isOfReport) this.#sayings.end(caller, offset);
    this.#machine.rename(offset, before, named.release);
    this.#machine.see(offset, arch, named.release);
  }

  /** The kernel shows memory while it starts, up to an address. */
  showMemory(end: bigint): void {
    this.#machines.showMemory(end);
  }
}

/** The registers that tell of the flags are printed behind the walk. */
const withoutFlags = (said: Circumstances): Circumstances =>
  said.flags ? defined({ ...said, flags: undefined }) : said;
