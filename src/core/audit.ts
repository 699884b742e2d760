import { type EntryFacts, readFacts } from './facts.ts';
import type { Level } from './layout.ts';
import type { Kernel } from './model.ts';
import { findNotes, type NoteCode } from './notes.ts';
import { checkRules, RULE_IDS, RULE_TEXT } from './rules.ts';
import { SWAP_HEADER_PAGES, SWAP_TYPES } from './swap-entry.ts';
import { formatHex } from './u64.ts';

/** What an audit counts, in the order of its report. */
// prettier-ignore
export const INVARIANTS = [
  { code: 'rule-1', text: `a value that is the special pte, but: ${RULE_TEXT['1']}` },
  { code: 'rule-2', text: `a value that is the special pte, but: ${RULE_TEXT['2']}` },
  { code: 'rule-3', text: `a value that is the special pte, but: ${RULE_TEXT['3']}` },
  { code: 'rule-4', text: `a value that is the special pte, but: ${RULE_TEXT['4']}` },
  { code: 'none-matches-special', text: 'an empty entry that pte_swp_uffd_wp_special() takes for the special pte' },
  { code: 'uffd-wp-writable', text: 'present, write-protected by userfaultfd, and writable' },
  { code: 'swap-uffd-wp-writable', text: 'write-protected by userfaultfd in an entry that restores a writable page' },
  { code: 'protnone-writable', text: 'mapped without access (PROT_NONE), and writable' },
  { code: 'dirty-not-writable', text: 'dirty without write permission: the shadow-stack encoding' },
  { code: 'large-not-leaf', text: 'PROT_NONE above a pte without the bit of a large page' },
  { code: 'bad-table', text: 'a table entry that the kernel calls bad' },
  { code: 'swap-at-level', text: 'a swap entry at a level where there is none' },
  { code: 'reserved-bits', text: 'bits that must be zero or that no kernel sets' },
  { code: 'missing-bits', text: 'a swap entry without a bit that every one has' },
  { code: 'no-such-type', text: 'a swap type above 31' },
  { code: 'swap-slot-zero', text: 'a swap entry for slot 0, the header of the swap area' },
  { code: 'offset-beyond-swapfile', text: 'an offset beyond what any swap area can have' },
  { code: 'offset-truncated', text: 'an offset of more bits than the kernel keeps' },
  { code: 'beyond-device', text: 'an offset beyond the swap device, or a type without a device' },
  { code: 'pfn-beyond-memory', text: 'a frame number beyond what physical memory can have' },
  { code: 'marker-empty', text: 'a marker without a bit' },
  { code: 'marker-unknown-bits', text: 'a marker with bits that the kernel does not have' },
  { code: 'duplicate-slot', text: 'a swap slot that an earlier entry has too (fork makes such pairs)' },
  { code: 'duplicate-exclusive', text: 'a swap slot that an earlier entry has too, and one of them says it is exclusive' },
] as const;
export type Invariant = (typeof INVARIANTS)[number]['code'];

/** The notes that are invariants; the others only explain. */
const FROM_NOTES: ReadonlySet<NoteCode> = new Set<NoteCode>([
  'none-matches-special',
  'uffd-wp-writable',
  'swap-uffd-wp-writable',
  'dirty-not-writable',
  'large-not-leaf',
  'bad-table',
  'swap-at-level',
  'reserved-bits',
  'missing-bits',
  'no-such-type',
  'swap-slot-zero',
  'offset-beyond-swapfile',
  'offset-truncated',
  'pfn-beyond-memory',
  'marker-empty',
  'marker-unknown-bits',
]);
const BY_CODE: ReadonlyMap<string, Invariant> = new Map(INVARIANTS.map(({ code }) => [code, code]));

/** A swap area as far as an audit needs it. */
export interface SwapArea {
  readonly name: string;
  /** Usable pages: offsets 1 to this. */
  readonly pages: bigint;
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
  readonly why: string;
}

/** Slots of one part of a swap area that were seen; `Set` holds no more than 2^24 values, so there are many. */
const SHARD = 1n << 20n;

/** Checks values one by one against the invariants of a kernel, and counts. It remembers every swap slot it has seen. */
export class Auditor {
  readonly kernel: Kernel;
  /** Values seen. */
  values = 0;
  /** Values that break something. */
  broken = 0;
  readonly counts = new Map<Invariant, number>();
  readonly #special: bigint | undefined;
  readonly #areas: ReadonlyMap<number, SwapArea> | undefined;
  readonly #slots = new Map<number, Set<number>>();
  readonly #exclusive = new Map<number, Set<number>>();

  constructor(kernel: Kernel, options: AuditOptions = {}) {
    this.kernel = kernel;
    const bit = kernel.mask('swp_uffd_wp');
    this.#special = options.special ?? kernel.uffdWpSpecial ?? (bit === 0n ? undefined : bit);
    this.#areas = options.areas;
  }

  /**
   * Checks one value.
   *
   * @param raw 0 .. 2^64-1
   * @returns what it breaks, each once
   */
  add(raw: bigint, level: Level): readonly Broken[] {
    this.values += 1;
    const facts = readFacts(this.kernel, raw, level);
    const broken = [
      ...this.#rules(facts),
      ...this.#notes(facts),
      ...this.#protnone(facts),
      ...this.#slot(facts),
    ];
    if (broken.length > 0) this.broken += 1;
    for (const { invariant } of broken) this.counts.set(invariant, (this.counts.get(invariant) ?? 0) + 1);
    return broken;
  }

  #rules(facts: EntryFacts): readonly Broken[] {
    if (facts.raw !== this.#special || facts.level !== 'pte') return [];
    const rules = checkRules(this.kernel, facts);
    return RULE_IDS.filter((id) => !rules[id].holds).map((id) => ({
      invariant: `rule-${id}` as const,
      why: rules[id].why,
    }));
  }

  #notes(facts: EntryFacts): readonly Broken[] {
    return findNotes(this.kernel, facts, []).flatMap(({ code, text }) => {
      const invariant = FROM_NOTES.has(code) ? BY_CODE.get(code) : undefined;
      return invariant === undefined ? [] : [{ invariant, why: text }];
    });
  }

  #protnone(facts: EntryFacts): readonly Broken[] {
    return facts.form === 'protnone' && facts.short.includes('rw')
      ? [{ invariant: 'protnone-writable', why: 'PROT_NONE takes write permission away' }]
      : [];
  }

  /** Checks a page slot against the device, and against the slots seen before. */
  #slot(facts: EntryFacts): readonly Broken[] {
    const { swap } = facts;
    if (facts.state !== 'swap' || !swap) return [];
    const broken: Broken[] = [];
    if (this.#areas) {
      const area = this.#areas.get(swap.type);
      if (!area)
        broken.push({ invariant: 'beyond-device', why: `there is no swap device of type ${swap.type}` });
      else if (swap.offset > area.pages)
        broken.push({
          invariant: 'beyond-device',
          why: `${area.name} has ${area.pages} pages, the offset is ${formatHex(swap.offset)}`,
        });
    }
    if (swap.type >= SWAP_TYPES || swap.offset === 0n || swap.offset >= SWAP_HEADER_PAGES) return broken;
    const shard = swap.type * 4096 + Number(swap.offset / SHARD);
    const slot = Number(swap.offset % SHARD);
    const isExclusive = facts.short.includes('exclusive');
    const wasExclusive = remember(this.#exclusive, shard, slot, isExclusive);
    if (remember(this.#slots, shard, slot, true))
      broken.push({
        invariant: isExclusive || wasExclusive ? 'duplicate-exclusive' : 'duplicate-slot',
        why: `type ${swap.type}, offset ${formatHex(swap.offset)} is in an earlier entry too`,
      });
    return broken;
  }
}

/** Whether a slot is in its set; puts it there when asked to. */
function remember(sets: Map<number, Set<number>>, shard: number, slot: number, put: boolean): boolean {
  let set = sets.get(shard);
  if (set?.has(slot)) return true;
  if (!put) return false;
  if (!set) {
    set = new Set();
    sets.set(shard, set);
  }
  set.add(slot);
  return false;
}
