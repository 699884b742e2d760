import { type Entry, readEntry } from '../../core/entry/entry.ts';
import type { State } from '../../core/entry/state.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import { otherBuildOf } from '../../core/verdicts/unknowns.ts';

/** What a state means for the memory behind the entry. */
interface Meaning {
  /** One sentence in plain words. */
  readonly text: string;
  /** Where the kernel does it. */
  readonly src: string;
}

/** What each state means; of a PTE marker its bits say more. */
export const MEANINGS: Readonly<Record<State, Meaning>> = {
  none: {
    text: 'empty: no page here; touching it is a missing-page fault',
    src: 'v6.12 mm/memory.c handle_pte_fault, do_pte_missing',
  },
  present: {
    text: 'a page that the CPU reaches through this entry',
    src: 'v6.12 include/linux/pgtable.h pte_present',
  },
  protnone: {
    text: 'a page that is there but may not be touched now (PROT_NONE, NUMA hinting, or userfaultfd RWP where the kernel has it)',
    src: 'v6.12 include/linux/pgtable.h pte_protnone; mm/memory.c do_numa_page',
  },
  table: {
    text: 'points to the table of the next lower level',
    src: 'v6.12 include/linux/pgtable.h pmd_offset, pud_offset',
  },
  swap: {
    text: 'the page is swapped out to this slot; touching it reads it back',
    src: 'v6.12 mm/memory.c do_swap_page',
  },
  migration: {
    text: 'the page is moving to another frame; touching it waits for that',
    src: 'v6.12 mm/migrate.c migration_entry_wait',
  },
  'device-private': {
    text: 'the page is in the memory of a device; touching it brings it back',
    src: 'v6.12 mm/memory.c do_swap_page, is_device_private_entry',
  },
  'device-exclusive': {
    text: 'a device has the page for itself; touching it takes the page back',
    src: 'v6.12 mm/memory.c remove_device_exclusive_entry',
  },
  hwpoison: {
    text: 'the page was lost to a memory error; touching it is SIGBUS',
    src: 'v6.12 mm/memory.c do_swap_page, VM_FAULT_HWPOISON',
  },
  'pte-marker': {
    text: 'no page, a note to the kernel about this place',
    src: 'v6.12 include/linux/swapops.h make_pte_marker_entry; mm/memory.c handle_pte_marker',
  },
  'swapin-error': {
    text: 'the page could not be read back from swap; touching it is SIGBUS',
    src: 'v6.1 mm/memory.c do_swap_page, is_swapin_error_entry',
  },
  'uffd-wp-special': {
    text: 'unmapped file page, write-protected by userfaultfd; holds no swap entry',
    src: 'the patch "mm/userfaultfd: Introduce special pte for unmapped file-backed mem"',
  },
  unmapped: {
    text: 'a page of the kernel that is not mapped (debug_pagealloc, set_memory_np, memory failure, secure memory)',
    src: 'v6.12 arch/x86/mm/pat/set_memory.c __set_pages_np, set_mce_nospec',
  },
};

/** The same where the kernel protects nothing from being read. */
const NO_RWP: Meaning = {
  text: 'a page that is there but may not be touched now (PROT_NONE or NUMA hinting)',
  src: MEANINGS.protnone.src,
};

/** What a swap entry means whose type or offset no swap area has. */
const NO_SLOT: Meaning = {
  text: 'no slot of any swap area: nothing is swapped out to it',
  src: 'v6.12 mm/swapfile.c get_swap_device; include/linux/swapops.h non_swap_entry',
};
const NO_SLOT_BY = ['type_beyond', 'slot_beyond', 'offset_zero'] as const;

/** What a table means that the CPU takes for none: a note says what it does. */
const NO_TABLE: Meaning = {
  text: 'a table for the kernel, and none for the CPU',
  src: MEANINGS.table.src,
};

/**
 * What an entry means: that of its state, but for a swap entry with a slot that cannot be, a table that is none for the CPU, and
 * what a kernel does not have.
 */
export function meaningOf(entry: Entry): Meaning {
  const meaning = asBuilt(entry);
  const other = otherBuildOf(entry);
  if (!other) return meaning;
  const { state } = readEntry(other, entry.raw, entry.level);
  return { ...meaning, text: `${meaning.text}; or ${state}, if CONFIG_${entry.kernel.otherBuild?.symbol}=y` };
}

function asBuilt(entry: Entry): Meaning {
  const isNone = entry.state === 'swap' && NO_SLOT_BY.some((name) => QUESTIONS[name].of(entry));
  if (isNone) return NO_SLOT;
  if (entry.state === 'table' && QUESTIONS.invalid.of(entry)) return NO_TABLE;
  return entry.state === 'protnone' && !entry.kernel.config('USERFAULTFD_RWP')
    ? NO_RWP
    : MEANINGS[entry.state];
}
