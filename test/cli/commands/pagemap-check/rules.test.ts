import { describe, expect, test } from '@jest/globals';
import { verdictOf } from '../../../../src/cli/commands/pagemap-check/verdicts.ts';
import { openDump } from '../../../../src/pagemap/sources/dump-source.ts';
import type { PagemapModel } from '../../../../src/pagemap/model.ts';
import { PageChecker } from '../../../../src/pagemap/pages/page-checker.ts';
import { questionOfRule } from '../../../../src/pagemap/pages/questions.ts';
import { createEngine } from '../../../../src/pagemap/scan/wasm.ts';
import { pagemapNames } from '../../../../src/pagemap/page-names.ts';
import { parseMaps } from '../../../../src/pages/maps.ts';
import { type EventPage, eventGroups, filesOfPages } from '../../../helpers/event-groups.ts';
import { runCli } from '../../../helpers/fake-io.ts';
import { dumpOf, inputOf, modelOf } from '../../../helpers/pagemap.ts';

const KERNELS = [
  { release: '6.1', model: modelOf('debian-6.1') },
  { release: '6.12', model: modelOf('debian-6.12') },
  { release: '6.18', model: modelOf('6.18,CONFIG_MEM_SOFT_DIRTY=n') },
];

const RULES = ['armed', 'armed-holes', 'stale', 'swap-kept'];

const engine = createEngine();

/** Asks rules about pages; gives the outcome and the number of pages that break it by rule. */
function ask(
  pages: readonly EventPage[],
  model: PagemapModel,
  rules: readonly string[],
): Record<string, string> {
  const { dump, smaps } = filesOfPages(pages);
  return answers(dump, smaps, model, rules);
}

function answers(
  dump: Uint8Array,
  smaps: string,
  model: PagemapModel,
  rules: readonly string[],
): Record<string, string> {
  const vmas = parseMaps(smaps, 'smaps', 4096);
  const source = openDump(inputOf(dump), engine, { pageSize: 4096, startPage: 0, vmas, absolute: false });
  const questions = rules.map((name) => questionOfRule(name, undefined, pagemapNames(model, false)));
  const checker = new PageChecker(questions, engine, model, { pageSize: 4096, hasVmas: true, most: 20 });
  for (let pieces = source.next(); pieces; pieces = source.next())
    for (const piece of pieces) Array.from(checker.steps(piece, false));
  expect(source.problems).toEqual([]);
  const tallies = checker.result();
  return Object.fromEntries(
    questions.flatMap((question, index) => {
      const tally = tallies[index];
      return tally ? [[question.name, `${verdictOf(question, tally, []).outcome} ${tally.breaking}`]] : [];
    }),
  );
}

const isPresent = ({ word }: EventPage): boolean => word >> 63n === 1n;
const isSwapLike = ({ word }: EventPage): boolean => word >> 62n === 1n;
const isArmed = ({ word }: EventPage): boolean => ((word >> 57n) & 1n) === 1n;
/** Types 30 (to 6.1) and 31, with the special offsets: the README calls a word that has bits 62 and 57 without data a marker. */
const isMarker = (page: EventPage): boolean =>
  isSwapLike(page) &&
  [0x3en, 0x3fn].includes(page.word & 0xfffn) &&
  (page.word & ((1n << 55n) - 1n)) < 0x1000n;
const isRegistered = ({ vmFlags }: EventPage): boolean => vmFlags.includes('uw');

/** What the rules must say, out of bit 57 and the flags of the mapping as the fixture has them. */
function expected(pages: readonly EventPage[]): Record<string, string> {
  const answer = (looked: readonly EventPage[], breaking: readonly EventPage[]): string =>
    looked.length === 0 ? 'unanswered 0' : breaking.length > 0 ? `broken ${breaking.length}` : 'holds 0';
  const registered = pages.filter(isRegistered);
  const populated = registered.filter(
    (page) => isPresent(page) || (isSwapLike(page) && !isGuard(page)) || isArmed(page),
  );
  const others = pages.filter((page) => !isRegistered(page));
  return {
    armed: answer(
      populated,
      populated.filter((page) => !isArmed(page)),
    ),
    'armed-holes': answer(
      registered,
      registered.filter((page) => !isPresent(page) && !isSwapLike(page) && !isArmed(page)),
    ),
    stale: answer(others, others.filter(isArmed)),
    'swap-kept': answer(
      pages,
      pages.filter((page) => isSwapLike(page) || (!isPresent(page) && isArmed(page))),
    ),
  };
}

/** A guard region: bit 58, or before 6.15 its marker. */
const isGuard = ({ word }: EventPage): boolean => ((word >> 58n) & 1n) === 1n;

describe.each(KERNELS)('events of $release', ({ release, model }) => {
  // A part of them in each run of the gate: `ALL=1` takes all.
  const groups = eventGroups(release).filter((_, index) => process.env['ALL'] || index % 3 === 0);
  test('each group, before and after', () => {
    expect(groups.length).toBeGreaterThan(20);
    for (const { name, before, after } of groups)
      for (const [when, pages] of [
        ['before', before],
        ['after', after],
      ] as const)
        expect({ name, when, ...ask(pages, model, RULES) }).toEqual({
          name,
          when,
          ...expected(pages),
        });
  });

  test('protection that was taken from one page is found', () => {
    for (const { name, before } of groups) {
      const at = before.findIndex((page) => isPresent(page) && isArmed(page));
      const page = before[at];
      if (!page) continue;
      const planted = before.with(at, { ...page, word: page.word & ~(1n << 57n) });
      expect({ name, armed: ask(planted, model, ['armed'])['armed'] }).toEqual({
        name,
        armed: 'broken 1',
      });
      const leaked = before.map((each) => ({
        ...each,
        vmFlags: each.vmFlags.filter((flag) => flag !== 'uw'),
      }));
      expect(ask(leaked, model, ['stale'])['stale']).toBe(`broken ${before.filter(isArmed).length}`);
    }
  });
});

test.each(['6.1', '6.12'])(
  'a shared page that is not soft-dirty is missed by soft-dirty, on %s',
  (release) => {
    const model = modelOf(`debian-${release}`);
    const isDirty = ({ word }: EventPage): boolean => ((word >> 55n) & 1n) === 1n;
    for (const kind of ['shmem', 'anon']) {
      const group = eventGroups(release).find(({ name }) => name === `${kind} sync fork_parent`);
      const [page, ...others] = (group?.before ?? []).filter((each) => isPresent(each) && isDirty(each));
      if (!page) throw new Error(kind);
      const blind = (pages: readonly EventPage[]): string | undefined =>
        ask(pages, model, ['soft-dirty-blind'])['soft-dirty-blind'];
      expect({ kind, blind: blind([page, ...others]) }).toEqual({ kind, blind: 'holds 0' });
      // Planted: of memory of its own this page was just not written to; of shared memory nobody knows it.
      const clean = { ...page, word: page.word & ~(1n << 55n) };
      expect({ kind, blind: blind([clean, ...others]) }).toEqual({
        kind,
        blind: kind === 'shmem' ? 'broken 1' : 'holds 0',
      });
    }
  },
);

// The fixture's unwp_swapped: a page in swap whose marker was taken has data, no protection, and an empty entry.
test.each([
  { name: 'smaps counts pages in swap', swap: 'Swap: 32 kB\n', armed: 'unanswered 0' },
  { name: 'smaps says that nothing is in swap', swap: 'Swap: 0 kB\n', armed: 'holds 0' },
  { name: 'maps does not say it', swap: '', armed: 'unanswered 0' },
])('an empty page of shared memory: $name', ({ swap, armed }) => {
  const group = eventGroups('6.12').find(({ name }) => name === 'shmem sync unwp_swapped');
  const pages = group?.after ?? [];
  const { dump, smaps } = filesOfPages(pages);
  const named = smaps.replace('00:00 0 \n', '00:01 7 /memfd:guest (deleted)\n').replace('Swap: 0 kB\n', swap);
  // What lies behind it does not matter to armed-holes: the first write to it raises no fault.
  expect(answers(dump, named, modelOf('debian-6.12'), ['armed', 'armed-holes'])).toEqual({
    armed,
    'armed-holes': 'broken 1',
  });
});

test('the markers of the fixtures are the only swap-like words of shared memory', () => {
  const shared = KERNELS.flatMap(({ release }) =>
    eventGroups(release).filter(
      ({ name }) => name.startsWith('shmem sync') || name.startsWith('file_shared'),
    ),
  );
  const words = shared.flatMap(({ before, after }) => [...before, ...after]).filter(isSwapLike);
  expect(words.filter((page) => !isMarker(page) && !isGuard(page))).toEqual([]);
});

test.each(['armed_holes', 'ARMED-HOLES', 'armed-holes,Armed_Holes'])(
  'a rule has several spellings: %s',
  async (rule) => {
    const { stdout } = await runCli(['pagemap', 'check', '/dump', '-k', '6.12', '--rule', rule], {
      files: { '/dump': dumpOf([0n]) },
    });
    expect(stdout.match(/^armed-holes: /gm)).toHaveLength(1);
  },
);
