import { SCHEMA } from '../../../records/schema-number.ts';
import type { Kernel } from '../../../core/model.ts';
import { RULE_IDS } from '../../../core/rules.ts';
import { collisionValue, type SpecialSearch, type SpecialVerdict } from '../../../core/special.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import type { ConfigVariant, Design } from '../../../kernel/designs.ts';
import type { Palette } from '../../../records/palette.ts';

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
    schema: SCHEMA,
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

/** The rules that hold, as `1 2 - 4`. */
function ruleDigits(verdict: SpecialVerdict): string {
  return RULE_IDS.map((id) => (verdict.rules[id].holds ? id : '-')).join(' ');
}

/** The verdict on one candidate in full. */
export function renderVerdict(kernel: Kernel, verdict: SpecialVerdict, palette: Palette): string {
  const lines = [`${palette('heading', 'candidate')} ${palette('raw', formatU64(verdict.value))}`];
  for (const id of RULE_IDS) {
    const { holds, why } = verdict.rules[id];
    lines.push(`  rule ${id}  ${holds ? palette('good', 'holds') : palette('bad', 'fails')}  ${why}`);
  }
  const command = encodeCommand(kernel, verdict);
  if (command !== null) lines.push(`  the same bits: ${command}`);
  if (verdict.caution !== null)
    lines.push(
      `  ${palette('note', 'caution')}: code that decodes before it compares all bits reads a usable entry: ${verdict.caution}`,
    );
  const text = verdict.holds ? 'all four rules hold' : 'not sound';
  lines.push(`  ${palette(verdict.holds ? 'good' : 'bad', text)}`);
  return lines.join('\n') + '\n';
}

/** What a search found. */
export function renderSearch(search: SpecialSearch, palette: Palette): string {
  const [first, ...more] = search.values.map((value) => formatU64(value));
  if (first === undefined) return `${palette('bad', 'no value')}: ${search.proof}\n`;
  const next = more.length > 0 ? `next simplest: ${more.join(' ')}\n` : '';
  return `${palette('heading', 'simplest value')} ${palette('raw', first)}\n  ${search.proof}\n${next}`;
}

/** The three configurations of the patch. */
export function renderVariants(variants: readonly ConfigVariant[], palette: Palette): string {
  const lines = variants.map(({ config, value, verdict, matchesEmpty, text }) => {
    const shown = value === null ? 'no value' : `value ${formatU64(value)}`;
    const rules = verdict ? `, rules that hold: ${ruleDigits(verdict)}` : '';
    return `  ${config}\n    ${shown}${rules}\n    ${matchesEmpty ? palette('bad', text) : text}`;
  });
  return [palette('heading', 'configurations'), ...lines].join('\n') + '\n';
}

/** The designs side by side. */
export function renderDesigns(designs: readonly Design[], palette: Palette): string {
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
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [palette('heading', line(heading)), ...rows.map(line)].join('\n') + '\n';
}
