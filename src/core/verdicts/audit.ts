import { type Entry, numberOf, readEntry } from '../entry/entry.ts';
import { joinKeys, type Key, keyOfTests, NO_KEY } from '../entry/keys.ts';
import type { Level } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import { findDoubts, findNotes, type Grade, gradeOfNote, keyOfNotes, type Note } from './notes.ts';
import { asking, keyOfReads } from './questions.ts';
import { RULE_IDS, RULE_TEXT, rulesAsBuilt } from './rules.ts';
import type { Shape } from '../entry/shapes.ts';
import { SWAP_HEADER_PAGES, SWAP_TYPES } from '../entry/swap-entry.ts';
import { SwapSlots } from '../entry/swap-slots.ts';
import { outsideArea, type SwapArea } from './swap-devices.ts';
import { buildsOf, buildUnsaid, otherBuildOf } from './unknowns.ts';
import { formatHex, not64 } from '../u64.ts';

/** What an audit counts, in the order of its report. What is a note too has the grade of the note. */
// prettier-ignore
export const INVARIANTS = [
  { code: 'rule-1', grade: 'violation', text: `a value that is the special pte, but: ${RULE_TEXT['1']}` },
  { code: 'rule-2', grade: 'violation', text: `a value that is the special pte, but: ${RULE_TEXT['2']}` },
  { code: 'rule-3', grade: 'violation', text: `a value that is the special pte, but: ${RULE_TEXT['3']}` },
  { code: 'rule-4', grade: 'violation', text: `a value that is the special pte, but: ${RULE_TEXT['4']}` },
  { code: 'none-matches-special', grade: gradeOfNote('none-matches-special'), text: 'an empty entry that pte_swp_uffd_wp_special() takes for the special pte' },
  { code: 'uffd-wp-writable', grade: gradeOfNote('uffd-wp-writable'), text: 'present, write-protected by userfaultfd, and writable' },
  { code: 'swap-uffd-wp-writable', grade: gradeOfNote('swap-uffd-wp-writable'), text: 'write-protected by userfaultfd in an entry that restores a writable page' },
  { code: 'protnone-writable', grade: 'violation', text: 'mapped without access (PROT_NONE), and writable' },
  { code: 'dirty-not-writable', grade: gradeOfNote('dirty-not-writable'), text: 'dirty without write permission: the shadow-stack encoding' },
  { code: 'large-not-leaf', grade: gradeOfNote('large-not-leaf'), text: 'PROT_NONE above a pte without the bit of a large page' },
  { code: 'invalid-leaf', grade: gradeOfNote('invalid-leaf'), text: 'a page that the kernel takes for present, and the CPU does not: a remark where one is being split, else a violation' },
  { code: 'bad-table', grade: gradeOfNote('bad-table'), text: 'a table entry that the kernel calls bad' },
  { code: 'swap-at-level', grade: gradeOfNote('swap-at-level'), text: 'a swap-like entry above the pte level: a remark where hugetlb makes them, else a violation' },
  { code: 'page-slot-at-level', grade: gradeOfNote('page-slot-at-level'), text: 'a page slot of a whole pmd or pud' },
  { code: 'frame-not-aligned', grade: gradeOfNote('frame-not-aligned'), text: 'a migrating or poisoned large page that does not begin where such a page can' },
  { code: 'reserved-bits', grade: gradeOfNote('reserved-bits'), text: 'bits that must be zero or that no kernel sets' },
  { code: 'missing-bits', grade: gradeOfNote('missing-bits'), text: 'a swap entry without a bit that every one has' },
  { code: 'no-such-type', grade: gradeOfNote('no-such-type'), text: 'a swap type above 31' },
  { code: 'swap-slot-zero', grade: gradeOfNote('swap-slot-zero'), text: 'a swap entry for slot 0, the header of the swap area' },
  { code: 'offset-beyond-swapfile', grade: gradeOfNote('offset-beyond-swapfile'), text: 'an offset beyond what any swap area can have' },
  { code: 'offset-truncated', grade: gradeOfNote('offset-truncated'), text: 'an offset of more bits than the kernel keeps' },
  { code: 'beyond-device', grade: 'violation', text: 'an offset beyond the swap device, or a type without a device: a violation where no line of the list can have it, else unknown' },
  { code: 'pfn-beyond-memory', grade: gradeOfNote('pfn-beyond-memory'), text: 'a frame number or the address of a table beyond what physical memory can have' },
  { code: 'marker-empty', grade: gradeOfNote('marker-empty'), text: 'a marker without a bit' },
  { code: 'marker-unknown-bits', grade: gradeOfNote('marker-unknown-bits'), text: 'a marker with bits that the kernel does not have, or never sets' },
  { code: 'duplicate-slot', grade: 'suspicious', text: 'a swap slot that an earlier entry has too (fork makes such pairs)' },
  { code: 'duplicate-exclusive', grade: 'violation', text: 'a swap slot that an earlier entry has too, and one of them says it is exclusive' },
] as const;
export type Invariant = (typeof INVARIANTS)[number]['code'];

const BY_CODE: ReadonlyMap<string, Invariant> = new Map(INVARIANTS.map(({ code }) => [code, code]));
const GRADE_OF: ReadonlyMap<Invariant, Grade> = new Map(INVARIANTS.map(({ code, grade }) => [code, grade]));

/** A value that breaks an invariant which is no note. @param why makes the sentence, which few of many values need */
function breaks(invariant: Invariant, why: () => string): Broken {
  return { invariant, grade: GRADE_OF.get(invariant) ?? 'violation', why };
}

/** What is known beside the kernel. */
export interface AuditOptions {
  /** The value that claims to be special; default: that of the kernel, else its bare uffd-wp swap bit. */
  readonly special?: bigint;
  /** The swap areas by type number; without them devices are not checked. */
  readonly areas?: ReadonlyMap<number, SwapArea>;
}

/** An invariant that one value breaks. */
export interface Broken {
  readonly invariant: Invariant;
  /** `unknown`: it hangs on a bit or swap type of which nobody knows whether the kernel has it, or on what a list of swap devices leaves out. */
  readonly grade: Grade | 'unknown';
  /** The reason in words; made when it is asked for. */
  readonly why: () => string;
}

/** The value that claims to be special when nobody says: that of the kernel, else its bare uffd-wp swap bit. */
function claimedSpecial(kernel: Kernel): bigint | undefined {
  const bit = kernel.mask('swp_uffd_wp');
  return kernel.uffdWpSpecial ?? (bit === 0n ? undefined : bit);
}

/** The questions that an audit asks beside those of rules and notes. */
const READS = ['level', 'form', 'rw', 'uffd_wp', 'hint_writable', 'state', 'type', 'exclusive'] as const;

/**
 * Decides what a value breaks by itself. Slots and devices, which hang on all of the offset, are left to the auditor.
 *
 * @param special the value that claims to be special
 */
function brokenBy(entry: Entry, special: bigint | undefined): readonly Broken[] {
  const ask = asking(entry);
  const broken: Broken[] = [];
  if (entry.raw === special && ask('level') === 'pte') {
    const rules = rulesAsBuilt(entry);
    for (const id of RULE_IDS) if (!rules[id].holds) broken.push(breaks(`rule-${id}`, () => rules[id].why));
  }
  const add = ({ code, text }: Note, grade: Broken['grade']): void => {
    const invariant = BY_CODE.get(code);
    if (invariant !== undefined) broken.push({ invariant, grade, why: () => text });
  };
  for (const note of findNotes(entry)) add(note, note.grade);
  for (const doubt of findDoubts(entry)) if (doubt.grade === 'violation') add(doubt, 'unknown');
  // What was write-protected by userfaultfd had no write permission that hinting could keep.
  const isHint = ask('hint_writable') && ask('uffd_wp') !== true;
  if (ask('form') === 'protnone' && ask('rw') === true && !isHint)
    broken.push(breaks('protnone-writable', () => 'PROT_NONE takes write permission away'));
  return broken;
}

/** A violation of one build of a kernel alone, where nobody said which it is. */
const unsaid =
  (kernel: Kernel) =>
  (one: Broken): Broken =>
    one.grade === 'violation'
      ? { ...one, grade: 'unknown', why: () => `${one.why()}; ${buildUnsaid(kernel)}` }
      : one;

/** The page slot of an entry, without its offset. */
interface SlotHolder {
  /** 0 .. 31 */
  readonly type: number;
  readonly isExclusive: boolean;
  /** Nobody said how the kernel is built, and in the other build it holds none. */
  readonly isOpen: boolean;
}

/** What is said of one value, and of all others with its key. */
export interface Judgement {
  readonly broken: readonly Broken[];
  /** Of an entry that holds a page slot: its offset has to be noted too. */
  readonly slot: SlotHolder | undefined;
}

const NOTHING: readonly Broken[] = [];

const isViolated = (broken: readonly Broken[]): boolean => broken.some(({ grade }) => grade === 'violation');

/** Checks values against the invariants of a kernel, and counts. It remembers every swap slot it has seen: see SwapSlots. */
export class Auditor {
  readonly kernel: Kernel;
  /** Values seen. */
  values = 0;
  /** Values that break something, so that no intact kernel makes them. */
  broken = 0;
  readonly counts = new Map<Invariant, number>();
  /** Of these, how many are violations. */
  readonly violations = new Map<Invariant, number>();
  /** Values of which it cannot be told whether they break an invariant; `counts` has none of them. */
  readonly unknown = new Map<Invariant, number>();
  readonly #special: bigint | undefined;
  readonly #areas: ReadonlyMap<number, SwapArea> | undefined;
  readonly #slots = new SwapSlots();

  constructor(kernel: Kernel, options: AuditOptions = {}) {
    this.kernel = kernel;
    this.#special = options.special ?? claimedSpecial(kernel);
    this.#areas = options.areas;
  }

  /**
   * Checks one value and counts it.
   *
   * @param raw 0 .. 2^64-1
   * @param times more than once only for a value that was the last one too: what it breaks is then the same each time
   * @returns what it breaks, each invariant once
   */
  add(raw: bigint, level: Level, times = 1): readonly Broken[] {
    const judgement = this.judge(raw, level);
    const offset = numberOf(readEntry(this.kernel, raw, level), 'offset') ?? 0n;
    this.count(judgement, times);
    return [...judgement.broken, ...this.noteSlot(judgement, offset, times)];
  }

  /** What a value breaks by itself, which holds for all values with its key. Nothing is counted. */
  judge(raw: bigint, level: Level): Judgement {
    const entry = readEntry(this.kernel, raw, level);
    const ask = asking(entry);
    const type = ask('type');
    const other = otherBuildOf(entry);
    const broken = brokenBy(entry, this.#special);
    const there = other && brokenBy(readEntry(other, raw, level), this.#special);
    return {
      broken:
        there && isViolated(there) !== isViolated(broken)
          ? [...broken, ...there.filter(({ grade }) => grade === 'violation')].map(unsaid(this.kernel))
          : broken,
      slot:
        entry.state === 'swap' && type !== null
          ? { type, isExclusive: ask('exclusive') === true, isOpen: other !== undefined }
          : undefined,
    };
  }

  /** What can be broken at all: the rules where some value claims to be special, the devices where they are known. */
  get asked(): readonly Invariant[] {
    return INVARIANTS.map(({ code }) => code).filter((code) =>
      code.startsWith('rule-')
        ? this.#special !== undefined
        : code !== 'beyond-device' || this.#areas !== undefined,
    );
  }

  /** What the judgement of the values of a shape depends on. @param shape as `otherShapeOf` takes them */
  keyOf(shape: Shape): Key {
    const { kernel } = this;
    const special = this.#special;
    const tests = special === undefined ? NO_KEY : keyOfTests({ xor: special, mask: not64(0n) });
    const keys = buildsOf(kernel, shape).flatMap((each) => [
      keyOfNotes(each.shape, each.kernel),
      keyOfReads(READS, each.shape, each.kernel),
    ]);
    return joinKeys([...keys, tests]);
  }

  /** Counts values that are judged alike. */
  count({ broken }: Judgement, times: number): void {
    this.values += times;
    if (isViolated(broken)) this.broken += times;
    for (const one of broken) this.#countOne(one, times);
  }

  /** Checks the slot of a value that was counted against the device and the slots seen before; gives what it breaks. */
  noteSlot({ broken, slot }: Judgement, offset: bigint | number, times = 1): readonly Broken[] {
    if (!slot) return NOTHING;
    const inBuild = this.#slotOf(slot, offset);
    if (inBuild.length === 0) return NOTHING;
    const found = slot.isOpen ? inBuild.map(unsaid(this.kernel)) : inBuild;
    if (isViolated(found) && !isViolated(broken)) this.broken += times;
    for (const one of found) this.#countOne(one, times);
    return found;
  }

  #countOne({ invariant, grade }: Broken, times: number): void {
    const add = (counts: Map<Invariant, number>): void => {
      counts.set(invariant, (counts.get(invariant) ?? 0) + times);
    };
    add(grade === 'unknown' ? this.unknown : this.counts);
    if (grade === 'violation') add(this.violations);
  }

  // Nearly always nothing: no list is made then.
  #slotOf({ type, isExclusive }: SlotHolder, offset: bigint | number): readonly Broken[] {
    const outside = this.#areas && outsideArea(this.#areas, type, offset);
    const isSlot = type < SWAP_TYPES && Number(offset) !== 0 && offset < SWAP_HEADER_PAGES;
    const earlier = isSlot ? this.#slots.add(type, Number(offset), isExclusive) : undefined;
    const found =
      outside === undefined
        ? NOTHING
        : [{ invariant: 'beyond-device' as const, grade: outside.grade, why: outside.why }];
    if (earlier === undefined) return found;
    const code = isExclusive || earlier === 'exclusive' ? 'duplicate-exclusive' : 'duplicate-slot';
    const again = seenBefore(code, type, offset);
    return outside === undefined ? [again] : [...found, again];
  }
}

function seenBefore(code: Invariant, type: number, offset: bigint | number): Broken {
  return breaks(code, () => `type ${type}, offset ${formatHex(BigInt(offset))} is in an earlier entry too`);
}
