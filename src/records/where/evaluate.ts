import { integerOf, isTrue, type Lookup } from './values.ts';
import type { Comparison, NameUse, WhereNode } from './tree.ts';

/** A condition made ready to be evaluated. Never throws: what has no value is unequal to all that has, and unordered. */
type Condition = (lookup: Lookup) => boolean;

type Integer = (lookup: Lookup) => bigint | undefined;
type Text = (lookup: Lookup) => string | undefined;
type List = (lookup: Lookup) => readonly string[] | undefined;

const ORDERS: Readonly<Record<Exclude<Comparison, '==' | '!='>, (left: bigint, right: bigint) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Makes a function of a checked condition. */
export function compileCondition(node: WhereNode): Condition {
  switch (node.kind) {
    case 'not': {
      const operand = compileCondition(node.operand);
      return (lookup) => !operand(lookup);
    }
    case 'and': {
      const operands = node.operands.map((operand) => compileCondition(operand));
      return (lookup) => {
        for (const operand of operands) if (!operand(lookup)) return false;
        return true;
      };
    }
    case 'or': {
      const operands = node.operands.map((operand) => compileCondition(operand));
      return (lookup) => {
        for (const operand of operands) if (operand(lookup)) return true;
        return false;
      };
    }
    case 'compare':
      return compareOf(node.op, node.left, node.right);
    case 'in':
      return inOf(node.value, node.items);
    case 'has': {
      const list = listOf(node.list);
      const value = textOf(node.value);
      return (lookup) => {
        const wanted = value(lookup);
        return wanted !== undefined && (list(lookup)?.includes(wanted) ?? false);
      };
    }
    case 'name':
      return nameAlone(node);
    case 'literal':
    case 'bits': {
      const integer = integerIn(node);
      return (lookup) => isTrue(integer(lookup));
    }
    default: {
      const never: never = node;
      return never;
    }
  }
}

function nameAlone(node: NameUse): Condition {
  if (node.type === 'text') {
    const text = textOf(node);
    return (lookup) => (text(lookup)?.length ?? 0) > 0;
  }
  if (node.type === 'list') {
    const list = listOf(node);
    return (lookup) => (list(lookup)?.length ?? 0) > 0;
  }
  const integer = integerIn(node);
  return (lookup) => isTrue(integer(lookup));
}

function compareOf(op: Comparison, left: WhereNode, right: WhereNode): Condition {
  if (op === '==') return equalOf(left, right);
  if (op === '!=') {
    const equal = equalOf(left, right);
    return (lookup) => !equal(lookup);
  }
  const order = ORDERS[op];
  const first = integerIn(left);
  const second = integerIn(right);
  return (lookup) => {
    const a = first(lookup);
    const b = second(lookup);
    return a !== undefined && b !== undefined && order(a, b);
  };
}

function equalOf(left: WhereNode, right: WhereNode): Condition {
  if (isNull(left)) return nullTest(right);
  if (isNull(right)) return nullTest(left);
  if (isText(left)) {
    const first = textOf(left);
    const second = textOf(right);
    return (lookup) => first(lookup) === second(lookup);
  }
  const first = integerIn(left);
  const second = integerIn(right);
  return (lookup) => first(lookup) === second(lookup);
}

function nullTest(node: WhereNode): Condition {
  if (node.kind === 'name' && node.type === 'list') {
    const list = listOf(node);
    return (lookup) => list(lookup) === undefined;
  }
  if (isText(node)) {
    const text = textOf(node);
    return (lookup) => text(lookup) === undefined;
  }
  const integer = integerIn(node);
  return (lookup) => integer(lookup) === undefined;
}

function inOf(value: WhereNode, items: readonly WhereNode[]): Condition {
  const constants = new Set<bigint | string | undefined>();
  const others: Condition[] = [];
  for (const item of items) {
    if (item.kind !== 'literal') others.push(equalOf(value, item));
    else if (typeof item.value === 'string') constants.add(item.value);
    else constants.add(integerOf(item.value));
  }
  const among = isText(value) ? textOf(value) : integerIn(value);
  return (lookup) => constants.has(among(lookup)) || others.some((other) => other(lookup));
}

function integerIn(node: WhereNode): Integer {
  switch (node.kind) {
    case 'literal': {
      const integer = integerOf(node.value);
      return () => integer;
    }
    case 'name': {
      const { name } = node;
      return (lookup) => integerOf(lookup(name));
    }
    case 'bits': {
      const operands = node.operands.map((operand) => integerIn(operand));
      return (lookup) => {
        let bits: bigint | undefined;
        for (const operand of operands) {
          const integer = operand(lookup);
          if (integer === undefined) return undefined;
          bits = bits === undefined ? integer : bits & integer;
        }
        return bits;
      };
    }
    default: {
      const condition = compileCondition(node);
      return (lookup) => (condition(lookup) ? 1n : 0n);
    }
  }
}

const isNull = (node: WhereNode): boolean => node.kind === 'literal' && node.value === null;

function isText(node: WhereNode): boolean {
  return node.kind === 'name'
    ? node.type === 'text'
    : node.kind === 'literal' && typeof node.value === 'string';
}

function textOf(node: WhereNode): Text {
  if (node.kind === 'literal') {
    const text = typeof node.value === 'string' ? node.value : undefined;
    return () => text;
  }
  if (node.kind !== 'name') return () => undefined;
  const { name } = node;
  return (lookup) => {
    const value = lookup(name);
    return typeof value === 'string' ? value : undefined;
  };
}

function listOf(node: WhereNode): List {
  if (node.kind !== 'name') return () => undefined;
  const { name } = node;
  return (lookup) => {
    const value = lookup(name);
    return typeof value === 'object' && value !== null ? value : undefined;
  };
}
