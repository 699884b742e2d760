import { keptIn } from '../core/later.ts';
import type { Entry } from '../core/entry/entry.ts';
import type { Shape } from '../core/entry/shapes.ts';
import { keyOfDependence, type Property } from '../records/property.ts';
import { recordProperties } from '../records/record.ts';

/** What records of a shape say that depends on flags. */
interface Hidden {
  /** Truth values, as JSON has them where the flags are clear. */
  readonly truths: RegExp;
  readonly hasRule: boolean;
}

const hiddenOf = new WeakMap<Shape, Hidden>();

/** The rule that asks for a flag, as JSON has it where that is clear. */
const RULE = /"3":\{"holds":false,"why":"[^"\\]*"\}/;
const RULE_UNKNOWN = '"3":{"holds":null,"why":"the message shows type and offset, and no flag"}';

/**
 * The record of an entry made of type and offset alone: whether a flag was set is not known, for the message shows none.
 *
 * @param text the record as JSON, as if all flags were clear
 */
export function withoutFlags(text: string, entry: Entry): string {
  const hidden = keptIn(hiddenOf, entry.shape, () => findHidden(entry));
  const named = text.replace(hidden.truths, '"$1":null');
  return hidden.hasRule ? named.replace(RULE, RULE_UNKNOWN) : named;
}

function findHidden({ kernel, shape }: Entry): Hidden {
  const flags = shape.fields.reduce((bits, { kind, mask }) => (kind === 'flag' ? bits | mask : bits), 0n);
  const isHidden = (property: Property): boolean => {
    const { bits = 0n, tests = [] } = keyOfDependence(property.depends(shape, kernel, [])) ?? {};
    return (tests.reduce((all, { mask }) => all | mask, bits) & flags) !== 0n;
  };
  const truths = recordProperties({ kernel }, {}).filter(({ type }) => type === 'truth');
  const names = truths.filter((property) => !property.path && isHidden(property)).map(({ name }) => name);
  return {
    truths: new RegExp(`"(${names.join('|')})":false`, 'g'),
    hasRule: truths.some((property) => property.name === 'rule3' && isHidden(property)),
  };
}
