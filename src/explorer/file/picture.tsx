import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { categoryRow } from '../../pages/categories.ts';
import { colourVariable } from '../../pages/html/html-colours.ts';
import type { PageData } from '../../pages/html/html-data.ts';
import { formatBytes } from '../../core/size-text.ts';
import { Bar } from './bar.tsx';
import { runsOf } from './columns.ts';
import type { FileResult } from './messages.ts';

/** Mappings that are drawn before somebody asks for all. */
const FIRST = 100;

/** A pagemap as a picture of its mappings: how much of each is in which state, and where. */
export function Picture({
  name,
  result,
}: {
  readonly name: string;
  readonly result: FileResult & { readonly kind: 'pagemap' };
}): JSX.Element {
  const { data, totals, pageSize, kernelText, remarks } = result;
  const [isWhole, setWhole] = useState(false);
  const groups = isWhole ? data.groups : data.groups.slice(0, FIRST);
  const all = totals.reduce((sum, { pages }) => sum + pages, 0);
  return (
    <>
      <p role="status">
        <strong>{name}</strong>: {formatBytes(all * pageSize)} of addresses.{' '}
        <span class="hint">{kernelText}</span>
      </p>
      {remarks.map((text) => (
        <p key={text} class="error">
          {text}
        </p>
      ))}
      <table class="totals" aria-label="Pages by state">
        <thead>
          <tr>
            <th scope="col">state</th>
            <th scope="col" class="n">
              pages
            </th>
            <th scope="col" class="n">
              size
            </th>
          </tr>
        </thead>
        <tbody>
          {totals.map(({ category, pages }) => (
            <tr key={category} data-category={category} data-pages={pages}>
              <th scope="row">
                <Swatch colour={colourVariable(categoryRow(category))} />
                {category}
              </th>
              <td class="n">{pages}</td>
              <td class="n">{formatBytes(pages * pageSize)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="groups">
        {groups.map((group, index) => (
          <Group key={index} group={group} data={data} />
        ))}
      </ul>
      {data.empty.count > 0 && (
        <p class="hint">
          {data.empty.count} {data.empty.count === 1 ? data.what.one : data.what.many} without any page:{' '}
          {formatBytes(data.empty.pages * pageSize)}.
        </p>
      )}
      {groups.length < data.groups.length && (
        <button
          type="button"
          onClick={() => {
            setWhole(true);
          }}
        >
          Show all {data.groups.length}
        </button>
      )}
    </>
  );
}

/** The colour of a kind of pages. */
function Swatch({ colour }: { readonly colour: string }): JSX.Element {
  return <span class="swatch" style={{ background: `var(${colour})` }} aria-hidden="true" />;
}

/** Rows of one list that are shown. */
const MOST_RUNS = 200;

/** A file or a stretch of memory: its picture, and on demand where its states stand. */
function Group({
  group,
  data,
}: {
  readonly group: PageData['groups'][number];
  readonly data: PageData;
}): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const { strips, title, name } = group;
  const pages = strips.reduce((sum, strip) => sum + strip.pages, 0);
  const states = describe(
    strips.flatMap((strip) => runsOf(strip).flatMap(({ counts }) => counts)),
    data,
  );
  return (
    <li>
      <details
        onToggle={({ currentTarget }) => {
          setOpen(currentTarget.open);
        }}
      >
        <summary>
          <span class="title" title={name}>
            {title}
          </span>{' '}
          <span class="hint">{formatBytes(pages * data.pageSize)}</span>
        </summary>
        {isOpen && (
          <ul class="runs">
            {strips
              .flatMap((strip) => runsOf(strip).map((run) => ({ ...run, page: strip.page + run.from })))
              .slice(0, MOST_RUNS)
              .map(({ page, pages: own, counts }) => (
                <li key={page}>
                  <code>{rangeText(page, own, data.pageSize)}</code> {describe(counts, data)}
                </li>
              ))}
          </ul>
        )}
      </details>
      <Bar strips={strips} categories={data.categories} label={`${title}: ${states}`} />
    </li>
  );
}

function rangeText(page: number, pages: number, pageSize: number): string {
  const hex = (at: number): string => `0x${(BigInt(at) * BigInt(pageSize)).toString(16)}`;
  return `${hex(page)}-${hex(page + pages)}`;
}

/** States with their sizes, the largest first. */
function describe(counts: readonly (readonly [category: number, pages: number])[], data: PageData): string {
  const sums = new Map<number, number>();
  for (const [category, pages] of counts) sums.set(category, (sums.get(category) ?? 0) + pages);
  return [...sums]
    .sort((a, b) => b[1] - a[1])
    .map(
      ([category, pages]) => `${data.categories[category]?.name ?? ''} ${formatBytes(pages * data.pageSize)}`,
    )
    .join(', ');
}
