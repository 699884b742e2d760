import { propertiesOf } from '../properties.ts';
import { cellText, type Property } from '../property.ts';
import type { Shape } from '../../core/entry/shapes.ts';
import { joinCells, renderRow, type TableFormat } from '../table.ts';
import type { Around } from './around.ts';
import { fixed, keyed, nameSections, type Section, type TemplateFormat, templatesOf } from './template.ts';

/** A file name that stands in a cell as it is: nothing to quote, and no formula. */
const PLAIN_NAME = /^[\w./][\w./ -]*$/;

/** Whether places in files of these names are cells as they are, as templates write them. */
export function arePlainCells(names: readonly string[]): boolean {
  return names.every((name) => name === '-' || PLAIN_NAME.test(name));
}

/** The cell of a property; undefined where no template can say it. */
function cellSections(
  property: Property,
  shape: Shape,
  around: Around,
  format: TableFormat,
): readonly Section[] | undefined {
  const depends = property.depends(shape, around.kernel, around.others);
  switch (depends.kind) {
    case 'raw':
      return [fixed('0x'), { kind: 'raw' }];
    case 'place':
      return [{ kind: depends.what }];
    case 'names':
      return nameSections(depends.rows, (name) => name, ' ');
    case 'number': {
      const { place } = depends;
      if (!place) return [];
      return place.pieces ? undefined : [fixed('0x'), { kind: 'number', hole: place.hole }];
    }
    case 'key':
      return [
        keyed(depends.key, ({ entry, context }) =>
          joinCells([cellText(property, entry, context)], format).slice(0, -1),
        ),
      ];
    default:
      return depends satisfies never;
  }
}

/** Templates of `--format csv` and `tsv`, for inputs whose names `arePlainCells`. */
export function tableFormat(around: Around, format: TableFormat): TemplateFormat {
  const properties = propertiesOf(around.kernel.layout);
  const gap = format === 'csv' ? ',' : '\t';
  const templates = templatesOf(around, (shape) => {
    const sections: Section[] = [];
    for (const [index, property] of properties.entries()) {
      const cell = cellSections(property, shape, around, format);
      if (!cell) return undefined;
      sections.push(...(index === 0 ? [] : [fixed(gap)]), ...cell);
    }
    return [...sections, fixed('\n')];
  });
  return { templates, render: (entry, context) => renderRow(entry, context, format) };
}
