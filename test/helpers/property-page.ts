import type { Architecture } from '../../src/core/rows/architecture.ts';
import { GRADES, NOTE_KINDS } from '../../src/core/verdicts/notes.ts';
import { commonProperties, propertiesOf } from '../../src/records/properties.ts';
import { pathOf, type Property } from '../../src/records/property.ts';

const INTRO = `# What can be said of an entry

Made from the table of properties (\`src/records/properties.ts\`) by \`UPDATE_DOCS=1 npx jest test/records/properties-page.test.ts\`;
do not edit it by hand.

One table gives the keys of \`--json\`, the columns of \`--format csv\` and \`tsv\` (\`.\` becomes \`_\`) and the names of
\`--where\`. In JSON a dot opens an object (\`swap.type\` is \`{"swap":{"type":…}}\`), \`rule1\` is \`rules["1"]\`, which also says
why, and \`notes\` have their text. What an entry lacks is null, an empty cell.

The words \`writable\`, \`young\`, \`dirty\`, \`uffd_wp\`, \`soft_dirty\` and \`exclusive\` say what the kernel would answer, whichever bit or
marker holds it: a saved-dirty page is \`dirty\`, a uffd-wp marker is \`uffd_wp\`. A macro of the kernel (\`_PAGE_DIRTY\`), which only
\`--where\` knows, is always that one bit.
`;

const TYPES = {
  u64: 'unsigned 64-bit',
  number: 'number',
  truth: 'true or false',
  text: 'text',
  list: 'list of names',
} as const;

/** A row of a table of Markdown. */
function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  return row(...head) + row(...head.map(() => '---')) + rows.join('');
}

function commonRow(property: Property): string {
  const { name, type, text, values, always } = property;
  const [object, key] = pathOf(property);
  const path = object === undefined || name.includes('.') ? '' : ` (\`${object}["${key}"]\`)`;
  const few = values ? `: ${values.map((value) => `\`${value}\``).join(', ')}` : '';
  return row(`\`${name}\`${path}`, TYPES[type], always === true ? 'never' : 'can be', `${text}${few}`);
}

/** The page of the documentation with everything that can be said of an entry. */
export function propertyPage(architectures: readonly Architecture[]): string {
  const common = commonProperties();
  const known = new Set(common.map(({ name }) => name));
  const bits = architectures.map(
    ({ arch, layout }) =>
      `\n### ${arch}\n\n` +
      table(
        ['name', 'what it says when it is true'],
        propertiesOf(layout)
          .filter(({ name }) => !known.has(name))
          .map(({ name, text }) => row(`\`${name}\``, text)),
      ),
  );
  return (
    `${INTRO}\n## Every architecture\n\n` +
    table(['name', 'type', 'null', 'what it says'], common.map(commonRow)) +
    '\n## Notes\n\n' +
    'How much weight each has: a remark explains, what is suspicious an intact kernel makes too, though rarely, a violation none\n' +
    'makes. `audit` and `scan --check` fail by violations alone. `swap-at-level` is one at pgd and p4d (but not\n' +
    'where these are what holds large pages, as with Sv39 and on i386 without PAE), `invalid-leaf` where no kernel\n' +
    'makes such an entry on the way to another either (reserved encodings of riscv64, table types of s390x, 0 in tables of loongarch64).\n' +
    '`pfn-beyond-memory` is `unknown` where nobody says how many address bits there are (`--config ARM64_LPA2=n`), and so are\n' +
    '`reserved-bits` of riscv64 that Svnapot or Svpbmt would give a meaning, where nobody says whether the CPU has these\n' +
    '(`--config RISCV_ISA_EXT_SVPBMT=y` or `=n`; in an image and a table they are taken for given).\n\n' +
    table(
      ['grade', 'notes'],
      GRADES.map((grade) =>
        row(
          grade,
          NOTE_KINDS.filter((kind) => kind.grade === grade)
            .map(({ code }) => `\`${code}\``)
            .join(', '),
        ),
      ),
    ) +
    '\n## Single bits\n\n' +
    'True, false, or null where such an entry has no such bit. A short name that is a key above keeps that meaning: the bit\n' +
    'goes by its macro.\n' +
    bits.join('')
  );
}
