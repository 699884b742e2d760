import { propertiesOf } from '../properties.ts';
import type { TableFormat } from '../cells.ts';
import { renderRow } from '../table.ts';
import type { Around } from './around.ts';
import { fixed, type Section, type TemplateFormat, templatesOf, valueSections } from './template.ts';

/** A file name that stands in a cell as it is: nothing to quote, and no formula. */
const PLAIN_NAME = /^[\w./][\w./ -]*$/;

/** Whether places in files of these names are cells as they are, as templates write them. */
export function arePlainCells(names: readonly string[]): boolean {
  return names.every((name) => name === '-' || PLAIN_NAME.test(name));
}

/** Templates of `--format csv` and `tsv`, for inputs whose names `arePlainCells`. */
export function tableFormat(around: Around, format: TableFormat): TemplateFormat {
  const properties = propertiesOf(around.kernel.layout);
  const gap = format === 'csv' ? ',' : '\t';
  const templates = templatesOf(around, (shape) => {
    const sections: Section[] = [];
    for (const [index, property] of properties.entries()) {
      const cell = valueSections(property, shape, around, format);
      if (!cell) return undefined;
      sections.push(...(index === 0 ? [] : [fixed(gap)]), ...cell);
    }
    return [...sections, fixed('\n')];
  });
  return { templates, render: (entry, context) => renderRow(entry, context, format) };
}
