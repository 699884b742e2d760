import { type DecodedEntry, decodeEntry } from '../../../core/verdicts/decode.ts';
import { hasShort, numberOf, swapOf } from '../../../core/entry/entry.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { asking } from '../../../core/verdicts/questions.ts';
import { formatHex } from '../../../core/u64.ts';
import type { PageEntry } from '../../../images/scan/page-entries.ts';
import { decodePagemap, type PagemapEntry, type PagemapModel } from '../../../pagemap/model.ts';

/**
 * Compares the entry of a page with the pagemap word of the same page: the same state, frame or swap slot, and
 * userfaultfd protection. What pagemap takes from elsewhere (file, exclusive, soft-dirty of a mapping) may differ.
 *
 * Source: v6.12 fs/proc/task_mmu.c `pte_to_pagemap_entry`, `pagemap_pmd_range`, `pagemap_hugetlb_range`.
 *
 * @param hidden the dump has no frame numbers and swap slots (made without CAP_SYS_ADMIN)
 * @returns what disagrees, in words; undefined when nothing does
 */
export function disagreement(
  kernel: Kernel,
  model: PagemapModel,
  found: PageEntry | undefined,
  word: bigint,
  hidden: boolean,
): string | undefined {
  const page = decodePagemap(model, word, hidden);
  const isEmpty = page.state === 'none';
  const entry = found === undefined ? undefined : decodeEntry(kernel, found.raw, { level: found.level });
  if (found === undefined || entry === undefined || entry.form === 'none')
    return isEmpty ? undefined : `the image has no page here, pagemap says ${page.label}`;
  if (entry.form === 'swap') return swapDisagreement(entry, found, page, isEmpty);
  if (entry.form === 'table')
    return isEmpty ? undefined : `the image has an empty table here, pagemap says ${page.label}`;
  // Frames without a struct page (device memory) are not shown by pagemap.
  if (isEmpty && hasShort(entry, 'special')) return undefined;
  if (page.state !== 'present')
    return `the image has a page that is ${entry.state}, pagemap says ${page.label}`;
  const pfn = (numberOf(entry, 'pfn') ?? 0n) + BigInt(found.offset);
  if (page.pfn !== null && page.pfn !== pfn)
    return `the image has frame ${formatHex(pfn)}, pagemap frame ${formatHex(page.pfn)}`;
  if (asking(entry)('soft_dirty') === true && !page.flags.includes('soft_dirty'))
    return 'the entry is soft-dirty, pagemap says it is not';
  return flagDisagreement(entry, page);
}

function swapDisagreement(
  entry: DecodedEntry,
  found: PageEntry,
  page: PagemapEntry,
  isEmpty: boolean,
): string | undefined {
  // Of hugetlb entries that are not present pagemap shows at most the userfaultfd flag.
  if (found.level !== 'pte' && (isEmpty || page.huge)) return undefined;
  const swap = swapOf(entry);
  if (swap === null) return undefined;
  if (page.state === 'hidden') return undefined;
  if (page.state !== entry.state || (page.type !== undefined && page.type.number !== swap.type))
    return `the image has ${entry.state}, pagemap says ${page.label}`;
  const offset =
    (numberOf(entry, 'pfn') ?? swap.offset) + (found.level === 'pte' ? 0n : BigInt(found.offset));
  if (page.swap !== null && page.swap.offset !== offset)
    return `the image has ${swap.name} offset ${formatHex(offset)}, pagemap offset ${formatHex(page.swap.offset)}`;
  return flagDisagreement(entry, page);
}

function flagDisagreement(entry: DecodedEntry, page: PagemapEntry): string | undefined {
  const inEntry = asking(entry)('uffd_wp') === true;
  const inPage = page.flags.includes('uffd_wp');
  if (inEntry === inPage) return undefined;
  return inEntry
    ? 'the entry is protected by userfaultfd, pagemap says it is not'
    : 'pagemap says it is protected by userfaultfd, the entry is not';
}
