import { numberOf } from '../../core/entry/entry.ts';
import { keyOfBits } from '../../core/entry/keys.ts';
import type { FieldRow, Shape } from '../../core/entry/shapes.ts';
import { letterColumn, letterPlaces, markerText, renderLine, STATE_WIDTH } from '../text/line.ts';
import { markerRows } from '../properties.ts';
import { keyOfRows } from '../property.ts';
import type { Around } from './around.ts';
import { fixed, groupsOf, keyed, type Section, type TemplateFormat, templatesOf } from './template.ts';

/** Templates of `--format line`. */
export function lineFormat(around: Around): TemplateFormat {
  const { layout } = around.kernel;
  const places = letterPlaces(layout.rows);
  const templates = templatesOf(around, (shape) => {
    const column = numberColumn(shape);
    return (
      column && [
        fixed('0x'),
        { kind: 'raw' },
        fixed(` ${shape.state.padEnd(STATE_WIDTH)} `),
        ...letterSections(places, shape.fields),
        ...column,
        fixed('\n'),
      ]
    );
  });
  return { templates, render: (entry) => renderLine(entry) };
}

function letterSections(places: readonly string[], fields: readonly FieldRow[]): Section[] {
  const letters = places.map((letter, place) => {
    const mine = fields.filter((row) => row.letter === letter);
    return { place, bits: mine.reduce((bits, row) => bits | row.mask, 0n) };
  });
  return groupsOf(letters).map(({ items, bits }) => {
    const from = items[0]?.place ?? 0;
    return keyed({ bits, tests: [] }, ({ entry }) => letterColumn(entry).slice(from, from + items.length));
  });
}

function numberColumn(shape: Shape): Section[] | undefined {
  const { pfn, offset, type } = shape.numbers;
  if (pfn?.pieces) return undefined;
  if (pfn) return [fixed(' pfn 0x'), { kind: 'number', hole: pfn.hole }];
  if (!offset || !type) return [fixed(' -')];
  const number = keyed(keyOfBits(type.hole.mask), ({ entry }) => ` ${numberOf(entry, 'type')}:0x`);
  const markers = keyed(keyOfRows(markerRows(shape)), ({ entry }) => markerText(entry));
  return [number, { kind: 'number', hole: offset.hole }, markers];
}
