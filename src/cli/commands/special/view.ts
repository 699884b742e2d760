import type { Kernel } from '../../../core/rows/model.ts';
import { RULE_IDS, verdictWord } from '../../../core/verdicts/rules.ts';
import { collisionValue, type SpecialSearch, type SpecialVerdict } from '../../../core/verdicts/special.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import type { ConfigVariant, Design } from '../../../kernel/designs.ts';
import { type Cell, renderTable, type TableStyle } from '../../../records/text/columns.ts';

/** The command that builds the entry of a collision, which is the candidate again. */
export function encodeCommand(kernel: Kernel, verdict: SpecialVerdict): string | null {
  const { collision } = verdict;
  if (!collision) return null;
  const flags = collision.flags.map((name) => ` --flag ${name}`).join('');
  return `pte-decode encode ${collision.kind} --kernel ${kernel.id} --type ${collision.type} --offset ${formatHex(collision.offset)}${flags}`;
}

function rulesJson(verdict: SpecialVerdict): object {
  return Object.fromEntries(RULE_IDS.map((id) => [id, verdict.rules[id]]));
}

/** A verdict as a JSON value. */
export function verdictJson(kernel: Kernel, verdict: SpecialVerdict): object {
  const { collision } = verdict;
  return {
    value: formatU64(verdict.value),
    holds: verdict.holds,
    rules: rulesJson(verdict),
    collision: collision && {
      raw: formatU64(collisionValue(kernel, collision)),
      type: collision.type,
      name: collision.name,
      kind: collision.kind,
      offset: formatHex(collision.offset),
      flags: collision.flags,
      encode: encodeCommand(kernel, verdict),
    },
    caution: verdict.caution,
  };
}

/** What becomes of the value in each configuration, as JSON values. */
export function variantsJson(variants: readonly ConfigVariant[]): readonly object[] {
  return variants.map(({ config, value, verdict, matchesEmpty, text }) => ({
    config,
    value: value === null ? null : formatU64(value),
    rules: verdict && rulesJson(verdict),
    matches_empty: matchesEmpty,
    text,
  }));
}

/** A design as a JSON value. */
export function designJson(design: Design): object {
  const { verdict } = design;
  return {
    design: design.name,
    arch: design.arch,
    kernel: design.kernel,
    value: design.value === null ? null : formatU64(design.value),
    rules: verdict && rulesJson(verdict),
    cost: design.cost,
    recognise: design.recognise,
    remark: design.remark,
  };
}

/** The rules that hold, as `1 2 - 4`, or `1 2 ? 4` where one is not known to. */
function ruleDigits(verdict: SpecialVerdict): string {
  return RULE_IDS.map((id) => {
    const { holds } = verdict.rules[id];
    return holds === null ? '?' : holds ? id : '-';
  }).join(' ');
}

/** The verdict on one candidate in full. */
export function renderVerdict(kernel: Kernel, verdict: SpecialVerdict, style: TableStyle): string {
  const { palette } = style;
  const command = encodeCommand(kernel, verdict);
  const caution = `code that decodes before it compares all bits reads a usable entry: ${verdict.caution}`;
  const rows: readonly (readonly Cell[])[] = [
    ...RULE_IDS.map((id): Cell[] => {
      const { holds, why } = verdict.rules[id];
      const role = holds === null ? 'note' : holds ? 'good' : 'bad';
      return [`rule ${id}`, { text: verdictWord({ holds }), role }, why];
    }),
    ...(command === null ? [] : [['made by', '', command]]),
    ...(verdict.caution === null ? [] : [[{ text: 'caution', role: 'note' as const }, '', caution]]),
  ];
  const isOpen = RULE_IDS.every((id) => verdict.rules[id].holds !== false);
  return (
    `${palette('heading', 'candidate')} ${palette('raw', formatU64(verdict.value))}\n` +
    renderTable(rows, style, { indent: 2 }) +
    `  ${verdict.holds ? palette('good', 'all four rules hold') : isOpen ? palette('note', 'not known') : palette('bad', 'not sound')}\n`
  );
}

/** What a search found. */
export function renderSearch(search: SpecialSearch, style: TableStyle): string {
  const { palette } = style;
  const [first, ...more] = search.values.map((value) => formatU64(value));
  if (first === undefined) return renderTable([[{ text: 'no value', role: 'note' }, search.proof]], style);
  return (
    `${palette('heading', 'simplest value')} ${palette('raw', first)}\n` +
    renderTable([[search.proof]], style, { indent: 2 }) +
    (more.length > 0 ? renderTable([[`next simplest: ${more.join(' ')}`]], style) : '')
  );
}

/** The three configurations of the patch. */
export function renderVariants(variants: readonly ConfigVariant[], style: TableStyle): string {
  const texts = variants.map(({ config, value, verdict, matchesEmpty, text }) => {
    const shown = value === null ? 'no value' : `value ${formatU64(value)}`;
    const rules = verdict ? `, rules that hold: ${ruleDigits(verdict)}` : '';
    const rest = [[`${shown}${rules}`], [matchesEmpty ? { text, role: 'note' as const } : text]];
    return renderTable([[config]], style, { indent: 2 }) + renderTable(rest, style, { indent: 4 });
  });
  return `${style.palette('heading', 'configurations')}\n${texts.join('')}`;
}

/** The designs side by side. */
export function renderDesigns(designs: readonly Design[], style: TableStyle): string {
  const rows = designs.map((design) => [
    design.arch,
    design.kernel.split(',')[0] ?? '',
    design.name,
    design.value === null ? '-' : formatU64(design.value),
    design.verdict ? ruleDigits(design.verdict) : '-',
    design.cost,
    design.recognise,
    design.remark,
  ]);
  const heading = ['arch', 'kernel', 'design', 'value', 'rules', 'cost', 'recognised by', 'remark'];
  return renderTable(rows, style, { heading });
}
