import type { Vma } from '../../pages/maps.ts';
import { BrokenRanges } from './broken-ranges.ts';
import { EachPage, isPerPage, namesOf } from './each-page.ts';
import { type KnownInput, Knowledge } from './knowledge.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import { type Needs, needsOf } from './needs.ts';
import { PageAsker } from './page-asker.ts';
import { slotOfFill } from '../page-runs.ts';
import { addTo, type Kind, seenIn, type Tally, tallyOf } from './page-tally.ts';
import { conditionsOf, type PageQuestion } from './questions.ts';
import { type WordEngine, MEMORY, SLOTS, slotOf } from '../scan/memory.ts';
import { SlotTally } from '../slot-tally.ts';
import { PAGE_PROPERTIES_BY_NAME } from '../page-names.ts';
import type { Piece } from '../sources/word-source.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const stateSlot = slotOf;

/** The most questions that are asked at once: one bit each. */
export const MOST_QUESTIONS = 31;

/**
 * Answers questions about pages while they are read. Pages of one state in mappings of one kind are asked about once;
 * questions about frame numbers, offsets or addresses are asked of each page.
 */
export class PageChecker {
  readonly #model: PagemapModel;
  readonly #input: KnownInput;
  /** Counts as known what nobody said. */
  readonly #lenient: Knowledge;
  readonly #asker: PageAsker;
  readonly #questions: readonly PageQuestion[];
  readonly #lists: readonly BrokenRanges[];
  readonly #most: number;
  /** Where the last piece ended. */
  #before: { readonly end: number; readonly slot: number; readonly vma: Vma | undefined } = {
    end: -1,
    slot: -1,
    vma: undefined,
  };
  readonly #perPage: readonly EachPage[];
  /** The names of mappings by which kinds are told apart. */
  readonly #kindNames: readonly string[];
  readonly #kinds = new Map<string, Kind>();
  readonly #vmFlags = new Set<string>();
  #kind: Kind | undefined;
  #vma: Vma | undefined;
  readonly #slots: SlotTally;
  /** The questions that they break as bits, and those that some of them break. */
  readonly #masks = new Uint32Array(SLOTS);
  readonly #breaking: number[] = [];
  #broken = 0;
  readonly #words: Uint32Array;
  readonly #starts: Uint32Array;
  #hidden = false;

  /**
   * @param hasVmas the mappings are known
   * @param most ranges that are kept of each question
   */
  constructor(
    questions: readonly PageQuestion[],
    engine: WordEngine,
    model: PagemapModel,
    {
      pageSize,
      hasVmas,
      most,
    }: { readonly pageSize: number; readonly hasVmas: boolean; readonly most: number },
  ) {
    this.#model = model;
    this.#input = { pageSize, hasVmas };
    this.#lenient = new Knowledge(model, this.#input);
    this.#asker = new PageAsker(model, pageSize, this.#lenient);
    this.#questions = questions;
    this.#most = most;
    this.#lists = questions.map(() => new BrokenRanges(engine, model, most));
    this.#words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    this.#starts = new Uint32Array(engine.buffer, MEMORY.runs, MEMORY.runsBytes / 4);
    this.#slots = new SlotTally(engine, model.markerType, (slot, pages, runs) => {
      if (this.#kind) addTo(this.#kind, slot, pages, runs);
    });
    const names = new Set(questions.flatMap(namesOf));
    this.#kindNames = hasVmas
      ? [...names].filter((name) => PAGE_PROPERTIES_BY_NAME.get(name)?.of === 'mapping')
      : [];
    const strict = new Knowledge(model, this.#input, { seen: new Set(), vmFlags: new Set() });
    this.#perPage = questions.flatMap((question, index) => {
      const list = this.#lists[index];
      if (!list || !isPerPage(question)) return [];
      const wantsProof = needsOfQuestion(question).some((needs) => strict.wantsProof(needs));
      const askers = {
        lenient: this.#asker,
        strict: wantsProof ? new PageAsker(model, pageSize, strict) : this.#asker,
      };
      return [new EachPage(question, list, askers, engine, model, { pageSize, most })];
    });
  }

  /**
   * Takes the next piece, in steps that take less than a moment each; pieces come in order of address.
   *
   * @param hidden numbers are hidden by the kernel
   */
  *steps(piece: Piece, hidden: boolean): Generator<unknown, void, undefined> {
    this.#hidden ||= hidden;
    if (this.#kind === undefined || piece.vma !== this.#vma) this.#enter(piece.vma);
    if (piece.from < 0) this.#fill(piece);
    else this.#scan(piece);
    for (const each of this.#perPage) yield* each.steps(piece, hidden);
  }

  #scan(piece: Piece): void {
    const { from, pages } = piece;
    const { runs, met } = this.#slots.count(from, from + pages);
    for (const slot of met) this.#meet(slot);
    this.#join(piece.page, pages, this.#slotAt(from), this.#slotAt(from + pages - 1));
    const wanted = this.#broken & this.#wanting();
    if (wanted !== 0) for (const part of this.#partsOf(piece, runs, wanted)) this.#keep(part, wanted);
  }

  /** The runs of a piece that break one of some questions, as many as may be kept. */
  #partsOf(piece: Piece, runs: number, wanted: number): readonly Piece[] {
    const parts: Piece[] = [];
    const starts = this.#starts;
    // One more than are kept may belong to the last of them.
    for (let run = 0; run < runs && parts.length < this.#questions.length * (this.#most + 1); run += 1) {
      const start = starts[run] ?? 0;
      if (((this.#masks[this.#slotAt(start)] ?? 0) & wanted) === 0) continue;
      const pages = (starts[run + 1] ?? 0) - start;
      parts.push({ ...piece, page: piece.page + start - piece.from, pages, from: start });
    }
    return parts;
  }

  /** Pages without words. */
  #fill(piece: Piece): void {
    const slot = slotOfFill(piece, this.#model.markerType);
    if (this.#kind) addTo(this.#kind, slot, piece.pages, 1);
    if (this.#masks[slot] === 0) this.#meet(slot);
    this.#join(piece.page, piece.pages, slot, slot);
    this.#keep(piece, this.#wanting());
  }

  /** A range that goes on from the piece before was counted twice. */
  #join(page: number, pages: number, first: number, last: number): void {
    const { end, slot, vma } = this.#before;
    if (page === end && first === slot && this.#vma === vma && this.#kind) addTo(this.#kind, first, 0, -1);
    this.#before = { end: page + pages, slot: last, vma: this.#vma };
  }

  #slotAt(at: number): number {
    return stateSlot(this.#words[2 * at] ?? 0, this.#words[2 * at + 1] ?? 0, this.#model.markerType);
  }

  /** The questions that may keep a further range, as bits. */
  #wanting(): number {
    return this.#lists.reduce((bits, list, index) => (list.wantsMore ? bits | (1 << index) : bits), 0);
  }

  /** Hands a run to those of some questions that it breaks and that keep more. */
  #keep(part: Piece, wanted: number): void {
    const slot = part.from < 0 ? slotOfFill(part, this.#model.markerType) : this.#slotAt(part.from);
    const mask = (this.#masks[slot] ?? 0) & wanted;
    for (const [index, list] of this.#lists.entries())
      if (((mask >>> index) & 1) !== 0 && list.wantsMore) list.keep(part);
  }

  /** A slot that the kind did not have since it was entered. */
  #meet(slot: number): void {
    const kind = this.#kind;
    let mask = kind?.masks.get(slot);
    if (mask === undefined) {
      mask = this.#maskOf(slot);
      kind?.masks.set(slot, mask);
    }
    if (mask === 0) return;
    this.#masks[slot] = mask;
    this.#breaking.push(slot);
    this.#broken |= mask;
  }

  #maskOf(slot: number): number {
    const subject = this.#asker.subject(slot, this.#vma, this.#hidden);
    return this.#questions.reduce((mask, question, index) => {
      const isBroken =
        question.quantifier !== 'some' &&
        !isPerPage(question) &&
        this.#asker.answer(question, subject) === 'breaks';
      return isBroken ? mask | (1 << index) : mask;
    }, 0);
  }

  /** Goes on with the pages of another mapping. */
  #enter(vma: Vma | undefined): void {
    this.#leave();
    this.#vma = vma;
    for (const flag of vma?.vmFlags ?? []) this.#vmFlags.add(flag);
    const key = this.#asker.keyOf(vma, this.#kindNames);
    let kind = this.#kinds.get(key);
    if (!kind) this.#kinds.set(key, (kind = { vma, pages: new Map(), ranges: new Map(), masks: new Map() }));
    this.#kind = kind;
  }

  #leave(): void {
    this.#slots.flush();
    for (const slot of this.#breaking) this.#masks[slot] = 0;
    this.#breaking.length = 0;
    this.#broken = 0;
  }

  /** The states of all pages that were seen, once there is a result. */
  states(): readonly StateInfo[] {
    const slots = new Set([...this.#kinds.values()].flatMap(({ pages }) => [...pages.keys()]));
    return [...slots].map((slot) => this.#model.describe(slot, this.#hidden));
  }

  /** What came of each question; nothing is added any more. */
  result(): readonly Tally[] {
    this.#leave();
    for (const list of this.#lists) list.end();
    const seen = { kinds: this.#kinds, hidden: this.#hidden };
    const evidence = { seen: seenIn(this.states(), this.#model.kernel), vmFlags: this.#vmFlags };
    const knowledge = new Knowledge(this.#model, this.#input, evidence);
    const asker = new PageAsker(this.#model, this.#input.pageSize, knowledge);
    const keyOf = (vma: Vma | undefined): string => this.#asker.keyOf(vma, this.#kindNames);
    return this.#questions.map((question, index) => {
      const each = this.#perPage.find((one) => one.question === question);
      const own = each?.result((slot) => this.#openOf(question, slot, knowledge));
      return tallyOf(question, seen, asker, { own, list: this.#lists[index], keyOf });
    });
  }

  /** What nobody said of pages of a slot, and the whole input does not prove. */
  #openOf(question: PageQuestion, slot: number, knowledge: Knowledge): readonly string[] {
    const page = { info: this.#model.describe(slot, this.#hidden), vma: undefined };
    return needsOfQuestion(question).flatMap((needs) => {
      const known = this.#lenient.unknowns(needs, page).map(({ why }) => why);
      return knowledge.unknowns(needs, page).flatMap(({ why }) => (known.includes(why) ? [] : [why]));
    });
  }
}

/** What the comparisons of a question speak of. */
const needsOfQuestion = (question: PageQuestion): readonly Needs[] =>
  conditionsOf(question).flatMap(({ certain }) => certain.atoms.map(({ node }) => needsOf(node, '')));
