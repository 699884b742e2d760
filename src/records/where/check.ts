import type { PteDecodeError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { printable } from '../../core/printable.ts';
import {
  canCompare,
  type Domain,
  domainOfBits,
  domainOfLiteral,
  domainOfName,
  type IntegerDomain,
  TRUTH,
} from './domain.ts';
import { expressionError } from './lexer.ts';
import { findValue, type Names, type WhereName } from './names.ts';
import { integerOf } from './values.ts';
import type { Comparison, Literal, Span, Syntax, WhereNode, Word } from './tree.ts';

/** A checked piece and what it can be. */
interface Checked {
  readonly node: WhereNode;
  readonly domain: Domain;
}

type Values = readonly string[] | undefined;

/** The most values that an error lists. */
const MAX_LISTED = 15;

const quoted = (text: string): string => `"${printable(text)}"`;

function describe(domain: Domain): string {
  switch (domain.kind) {
    case 'integer':
      return domain.isTruth ? 'true or false' : 'a number';
    case 'list':
      return 'a list';
    default:
      return domain.kind;
  }
}

/** Finds the names of a condition and refuses what can never hold. */
class Checker {
  readonly #text: string;
  readonly #names: Names;

  constructor(text: string, names: Names) {
    this.#text = text;
    this.#names = names;
  }

  /** A piece that stands for true or false. */
  condition(node: Syntax): WhereNode {
    const checked = this.#check(node);
    if (checked.node.kind === 'literal' && typeof checked.node.value === 'string')
      throw this.#error(node, `text alone compares nothing${this.#comparisonWith(checked.node.value)}`);
    return checked.node;
  }

  /** @param values what stands on the other side can be, for words that should have been quoted */
  #check(node: Syntax, values?: Values): Checked {
    switch (node.kind) {
      case 'literal':
        return { node, domain: domainOfLiteral(node) };
      case 'word':
        return this.#name(node, values);
      case 'bits':
        return this.#bits(node);
      case 'compare':
        return this.#compare(node);
      case 'in':
        return this.#in(node);
      case 'has':
        return this.#has(node);
      case 'not':
        return { node: { ...node, operand: this.condition(node.operand) }, domain: TRUTH };
      case 'and':
      case 'or':
        return {
          node: { ...node, operands: node.operands.map((operand) => this.condition(operand)) },
          domain: TRUTH,
        };
      default: {
        const never: never = node;
        return never;
      }
    }
  }

  #name(word: Word, values: Values): Checked {
    const found = this.#names.find(word.text);
    const [name] = found;
    if (!name) throw this.#unknown(word, values);
    if (found.length > 1)
      throw this.#error(word, `"${word.text}" can mean ${found.map((each) => each.name).join(' or ')}`);
    const { at, end } = word;
    return { node: { kind: 'name', at, end, name: name.name, type: name.type }, domain: domainOfName(name) };
  }

  #bits(node: Syntax & { readonly kind: 'bits' }): Checked {
    const domains: IntegerDomain[] = [];
    const operands: WhereNode[] = [];
    for (const operand of node.operands) {
      const checked = asInteger(this.#check(operand));
      if (checked.domain.kind !== 'integer')
        throw this.#error(
          operand,
          `& joins numbers, ${this.#label(operand)} is ${describe(checked.domain)}; conditions are joined by &&`,
        );
      domains.push(checked.domain);
      operands.push(checked.node);
    }
    const domain = domainOfBits(domains);
    const { at, end } = node;
    if (domain.min === domain.max && domains.every(({ min, max }) => min === max))
      return { node: { kind: 'literal', at, end, value: domain.min }, domain };
    if (domain.bits === 0n) throw this.#error(node, `${this.#label(node)} is always 0`);
    return { node: { kind: 'bits', at, end, operands }, domain };
  }

  #compare(node: Syntax & { readonly kind: 'compare' }): Checked {
    const { at, end, op } = node;
    const left = this.#check(node.left, this.#valuesOf(node.right));
    const right = this.#check(node.right, this.#valuesOf(node.left));
    const [first, second] = this.#pair(op, left, right);
    return { node: { kind: 'compare', at, end, op, left: first, right: second }, domain: TRUTH };
  }

  #in(node: Syntax & { readonly kind: 'in' }): Checked {
    const { at, end } = node;
    const values = this.#valuesOf(node.value);
    const given = this.#check(node.value);
    const checked = node.items.map((item) => this.#check(item, values));
    const ofIntegers = [given, ...checked].some(({ domain }) => domain.kind === 'integer');
    let value = ofIntegers ? asInteger(given) : given;
    const items: WhereNode[] = [];
    const lists: WhereNode[] = [];
    for (const item of checked) {
      if (item.domain.kind === 'list') {
        lists.push({ kind: 'has', at, end, ...this.#member(item, given) });
        continue;
      }
      const [first, second] = this.#pair('==', value, item);
      value = { ...value, node: first };
      items.push(second);
    }
    const among: WhereNode = { kind: 'in', at, end, value: value.node, items };
    const nodes = items.length === 0 ? lists : [among, ...lists];
    const [only] = nodes;
    return {
      node: nodes.length === 1 && only ? only : { kind: 'or', at, end, operands: nodes },
      domain: TRUTH,
    };
  }

  #has(node: Syntax & { readonly kind: 'has' }): Checked {
    const { at, end } = node;
    const list = this.#check(node.list);
    const value = this.#check(node.value, this.#valuesOf(node.list));
    return { node: { kind: 'has', at, end, ...this.#member(list, value) }, domain: TRUTH };
  }

  /** The two sides of a membership, the text in the spelling of the list. */
  #member(list: Checked, value: Checked): { list: WhereNode; value: WhereNode } {
    if (list.domain.kind !== 'list')
      throw this.#error(
        list.node,
        `${this.#label(list.node)} is ${describe(list.domain)}, not a list: compare with ==, or put values in parentheses`,
      );
    if (value.domain.kind !== 'text') {
      const suggestion = this.#quoteFor(value, list.domain.values);
      const say = suggestion === undefined ? '' : `: text stands in quotes: ${suggestion}`;
      throw this.#error(
        value.node,
        `${this.#label(list.node)} is a list of texts, ${this.#label(value.node)} is ${describe(value.domain)}${say}`,
      );
    }
    return { list: list.node, value: this.#spelled(value, list, 'never holds') };
  }

  /** The two sides of a comparison, constants in the type and spelling of the other side. */
  #pair(op: Comparison, left: Checked, right: Checked): readonly [WhereNode, WhereNode] {
    const list = [left, right].find(({ domain }) => domain.kind === 'list');
    if (left.domain.kind === 'null' || right.domain.kind === 'null') {
      this.#checkNull(op, left, right);
      return [left.node, right.node];
    }
    if (list) throw this.#listCompared(list, list === left ? right : left);
    const first = right.domain.kind === 'integer' ? asInteger(left) : left;
    const second = left.domain.kind === 'integer' ? asInteger(right) : right;
    if (first.domain.kind === 'integer' && second.domain.kind === 'integer') {
      if (!canCompare(op, first.domain, second.domain))
        throw this.#neverTrue(op, first.node, first.domain, second.node, second.domain);
      return [first.node, second.node];
    }
    if (first.domain.kind !== second.domain.kind) throw this.#mismatch(op, first, second);
    if (op !== '==' && op !== '!=') {
      const place = first.node.kind === 'literal' ? second.node : first.node;
      throw this.#error(place, `${this.#label(place)} is text, and text has no order`);
    }
    const other = this.#spelled(second, first, 'is never');
    return [this.#spelled(first, second, 'is never'), other];
  }

  #checkNull(op: Comparison, left: Checked, right: Checked): void {
    const [nothing, other] = left.domain.kind === 'null' ? [left, right] : [right, left];
    if (op !== '==' && op !== '!=') throw this.#error(nothing.node, 'null has no order');
    if (!other.domain.canBeNull) throw this.#error(nothing.node, `${this.#label(other.node)} is never null`);
  }

  /** A text as the other side spells it, where the other side knows all that it can be. */
  #spelled({ node, domain }: Checked, other: Checked, verb: string): WhereNode {
    if (domain.kind !== 'text' || other.domain.kind === 'integer' || other.domain.kind === 'null')
      return node;
    const { values } = other.domain;
    if (values === undefined) return node;
    if (node.kind === 'literal' && typeof node.value === 'string') {
      const value =
        other.node.kind === 'literal'
          ? values.find((each) => each === node.value)
          : findValue(values, node.value);
      if (value !== undefined) return { ...node, value };
      throw this.#badValue(node, node.value, other.node, values, verb);
    }
    if (domain.values && !domain.values.some((value) => values.includes(value)))
      // A constant on the other side is judged there.
      if (other.node.kind !== 'literal')
        throw this.#error(node, `${this.#label(other.node)} ${verb} ${this.#label(node)}`);
    return node;
  }

  #badValue(
    place: Literal,
    text: string,
    other: WhereNode,
    values: readonly string[],
    verb: string,
  ): PteDecodeError {
    const said = `${this.#label(other)} ${verb} ${quoted(text)}`;
    if (other.kind === 'literal') return this.#error(place, `${said}; names stand without quotes`);
    const [name] = this.#names.find(text);
    if (name) return this.#error(place, `${said}; ${name.name} is a name, and stands without quotes`);
    const meant = nearest(text, values);
    if (meant !== undefined) return this.#error(place, `${said}: did you mean ${quoted(meant)}?`);
    if (values.length > MAX_LISTED) return this.#error(place, said);
    return this.#error(place, `${said}; wanted ${values.map(quoted).join(', ')}`);
  }

  #mismatch(op: Comparison, left: Checked, right: Checked): PteDecodeError {
    const [text, other] = left.domain.kind === 'text' ? [left, right] : [right, left];
    const said = `${this.#label(left.node)} is ${describe(left.domain)}, ${this.#label(right.node)} is ${describe(right.domain)}`;
    const place = text.node.kind === 'literal' ? text.node : other.node;
    const suggestion = text.domain.kind === 'text' ? this.#quoteFor(other, text.domain.values) : undefined;
    if (suggestion !== undefined && text.node.kind !== 'literal')
      return this.#error(
        place,
        `${said}; text stands in quotes: ${this.#label(text.node)} ${op} ${suggestion}`,
      );
    if (text.node.kind === 'literal' && (text.node.value === 'true' || text.node.value === 'false'))
      return this.#error(place, `${said}; ${text.node.value} stands without quotes`);
    return this.#error(place, said);
  }

  /** A name that is also a value of the other side: that value in quotes. */
  #quoteFor({ node }: Checked, values: Values): string | undefined {
    if (node.kind !== 'name' || values === undefined) return undefined;
    const value = findValue(values, this.#text.slice(node.at, node.end));
    return value === undefined ? undefined : quoted(value);
  }

  #listCompared(list: Checked, other: Checked): PteDecodeError {
    const name = this.#label(list.node);
    const value = other.domain.kind === 'text' ? this.#label(other.node) : '"…"';
    return this.#error(list.node, `${name} is a list: write ${value} in ${name}, or ${name} has ${value}`);
  }

  #neverTrue(
    op: Comparison,
    left: WhereNode,
    leftDomain: IntegerDomain,
    right: WhereNode,
    rightDomain: IntegerDomain,
  ): PteDecodeError {
    const isConstant = ({ min, max }: IntegerDomain): boolean => min === max;
    const [place, other, domain] = isConstant(leftDomain)
      ? [left, right, rightDomain]
      : [right, left, leftDomain];
    const name = this.#label(other);
    const said =
      op === '==' || op === '!='
        ? `${name} is never ${this.#label(place)}`
        : `${this.#label(left)} ${op} ${this.#label(right)} is never true`;
    if (isConstant(domain)) return this.#error(place, said);
    if (domain.isTruth) return this.#error(place, `${said}: ${name} is true or false`);
    const isMask = other.kind === 'bits';
    const limit = isMask ? `has only the bits 0x${domain.bits.toString(16)}` : `is 0 to ${domain.max}`;
    return this.#error(place, `${said}: ${name} ${limit}`);
  }

  #unknown({ at, end, text }: Word, values: Values): PteDecodeError {
    const place = { at, end };
    const said = `unknown name ${quoted(text)}`;
    const value = values && findValue(values, text);
    if (value !== undefined) return this.#error(place, `${said}; text stands in quotes: ${quoted(value)}`);
    const near = values && nearest(text, values);
    if (near !== undefined)
      return this.#error(place, `${said}; text stands in quotes: did you mean ${quoted(near)}?`);
    const owner = this.#ownerOf(text);
    if (owner) return this.#error(place, `${said}: did you mean ${owner}?`);
    const spellings = this.#names.all.flatMap(({ name, aka = [] }) => [name, ...aka]);
    const meant = nearest(text, spellings);
    if (meant !== undefined) return this.#error(place, `${said}: did you mean ${meant}?`);
    const minus = text.indexOf('-');
    if (minus > 0 && this.#names.find(text.slice(0, minus)).length > 0)
      return this.#error(place, `${said}: there is no arithmetic`);
    return this.#error(place, `${said} (text stands in quotes); ${this.#names.help}`);
  }

  /** What compares a name with a text that is one of its values. */
  #ownerOf(text: string): string | undefined {
    for (const { name, type, values = [] } of this.#names.all) {
      const value = findValue(values, text);
      if (value !== undefined) return `${name} ${type === 'list' ? 'has' : '=='} ${quoted(value)}`;
    }
    return undefined;
  }

  #comparisonWith(text: string): string {
    const comparison = this.#ownerOf(text);
    return comparison === undefined ? '' : `: did you mean ${comparison}?`;
  }

  #valuesOf(node: Syntax): Values {
    const found: readonly WhereName[] = node.kind === 'word' ? this.#names.find(node.text) : [];
    return found.length === 1 ? found[0]?.values : undefined;
  }

  #label({ at, end }: Span): string {
    return printable(this.#text.slice(at, end));
  }

  #error({ at }: Span, problem: string): PteDecodeError {
    return expressionError(this.#text, at, problem);
  }
}

/** A constant text of the form `0x…` as the integer that it stands for; anything else as it is. */
function asInteger(checked: Checked): Checked {
  const { node } = checked;
  if (node.kind !== 'literal' || typeof node.value !== 'string') return checked;
  const value = integerOf(node.value);
  return value === undefined ? checked : { node: { ...node, value }, domain: domainOfLiteral({ value }) };
}

/**
 * Gives the names of a condition their types and its constants the spelling of what they are compared with.
 *
 * @param text what was parsed, for errors
 * @throws PteDecodeError `ERR_EXPRESSION` for unknown names, for values that do not exist and for comparisons that can
 *   never hold (of `!=`: never fail)
 */
export function checkSyntax(text: string, syntax: Syntax, names: Names): WhereNode {
  return new Checker(text, names).condition(syntax);
}
