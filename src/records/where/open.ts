import { compileCondition } from './evaluate.ts';
import { type Comparison, nameUses, type WhereNode } from './tree.ts';
import {
  ANYTHING,
  integerOf,
  OneOf,
  OpenInteger,
  OpenList,
  type OpenValue,
  type WhereValue,
} from './values.ts';

/** The answer where it is the same whatever the open values are; undefined where they decide. */
type OpenCondition = (lookup: (name: string) => OpenValue) => boolean | undefined;

/** An integer as far as it is known; undefined stands for no value. */
type Known = OpenInteger | undefined | typeof ANYTHING;

const isOpen = (value: OpenValue): value is Exclude<OpenValue, WhereValue> =>
  value === ANYTHING || value instanceof OpenInteger || value instanceof OpenList || value instanceof OneOf;

/** Makes the form of a checked comparison, or of a name that stands alone, for values that are open. */
export function compileOpen(node: WhereNode): OpenCondition {
  const plain = compileCondition(node);
  const open = openOf(node);
  const names = [...new Set(nameUses(node).map(({ name }) => name))];
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0)
    return (lookup) => {
      const value = lookup(only);
      if (value instanceof OneOf) return sameAnswer(value.values.map((one) => plain(() => one)));
      return isOpen(value) ? open(() => value) : plain(() => value);
    };
  return (lookup) => {
    const values = new Map<string, OpenValue>(names.map((name) => [name, lookup(name)]));
    for (const value of values.values()) if (isOpen(value)) return open((name) => values.get(name));
    return plain((name) => {
      const value = values.get(name);
      return isOpen(value) ? undefined : value;
    });
  };
}

const sameAnswer = ([first, ...rest]: readonly boolean[]): boolean | undefined =>
  rest.every((answer) => answer === first) ? first : undefined;

/** Of a text all is known or nothing; integers and lists are open in part. */
function openOf(node: WhereNode): OpenCondition {
  switch (node.kind) {
    case 'compare': {
      const { op, left, right } = node;
      const first = integerIn(left);
      const second = integerIn(right);
      return (lookup) => compared(op, first(lookup), second(lookup));
    }
    case 'in': {
      const value = integerIn(node.value);
      const items = node.items.map(integerIn);
      return (lookup) => {
        const wanted = value(lookup);
        const answers = items.map((item) => compared('==', wanted, item(lookup)));
        return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
      };
    }
    case 'name':
    case 'bits': {
      const integer = integerIn(node);
      return (lookup) => isSet(integer(lookup));
    }
    case 'has': {
      const { list, value } = node;
      if (list.kind !== 'name' || value.kind !== 'literal') return () => undefined;
      return (lookup) => {
        const open = lookup(list.name);
        return open instanceof OpenList && !open.possible.has(value.value) ? false : undefined;
      };
    }
    default:
      return () => undefined;
  }
}

function integerIn(node: WhereNode): (lookup: (name: string) => OpenValue) => Known {
  switch (node.kind) {
    case 'literal': {
      // Text is compared with text alone, of which nothing is known here.
      const value = typeof node.value === 'string' ? ANYTHING : known(integerOf(node.value));
      return () => value;
    }
    case 'name': {
      const { name } = node;
      return (lookup) => {
        const value = lookup(name);
        if (value instanceof OpenList || value instanceof OneOf) return ANYTHING;
        return isOpen(value) ? value : known(integerOf(value));
      };
    }
    case 'bits': {
      const operands = node.operands.map(integerIn);
      return (lookup) => operands.map((operand) => operand(lookup)).reduce(both);
    }
    default:
      return () => ANYTHING;
  }
}

const known = (integer: bigint | undefined): OpenInteger | undefined =>
  integer === undefined ? undefined : new OpenInteger(integer, 0n);

function both(left: Known, right: Known): Known {
  if (left === undefined || right === undefined) return undefined;
  if (left === ANYTHING || right === ANYTHING) return ANYTHING;
  const most = (left.bits | left.open) & (right.bits | right.open);
  return new OpenInteger(left.bits & right.bits, most & ~(left.bits & right.bits));
}

function isSet(value: Known): boolean | undefined {
  if (value === ANYTHING) return undefined;
  if (value === undefined) return false;
  return value.bits !== 0n ? true : value.open === 0n ? false : undefined;
}

function compared(op: Comparison, left: Known, right: Known): boolean | undefined {
  if (left === ANYTHING || right === ANYTHING) return undefined;
  if (op === '!=') {
    const equal = compared('==', left, right);
    return equal === undefined ? undefined : !equal;
  }
  if (left === undefined || right === undefined) return op === '==' && left === right;
  switch (op) {
    case '==':
      if (((left.bits ^ right.bits) & ~(left.open | right.open)) !== 0n) return false;
      return left.open === 0n && right.open === 0n ? true : undefined;
    case '<':
      return isBelow(left, right);
    case '>':
      return isBelow(right, left);
    case '<=':
      return opposite(isBelow(right, left));
    case '>=':
      return opposite(isBelow(left, right));
  }
}

const opposite = (answer: boolean | undefined): boolean | undefined =>
  answer === undefined ? undefined : !answer;

function isBelow(left: OpenInteger, right: OpenInteger): boolean | undefined {
  if ((left.bits | left.open) < right.bits) return true;
  return left.bits >= (right.bits | right.open) ? false : undefined;
}
