import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../schema/', import.meta.url);

/** The outputs that have a schema. */
export const SCHEMA_NAMES: readonly string[] = readdirSync(folder).map((file) =>
  file.replace('.schema.json', ''),
);

/** The text of a committed schema. */
export function schemaText(name: string): string {
  return readFileSync(new URL(`${name}.schema.json`, folder), 'utf8');
}

/** A committed schema. */
export function readSchema(name: string): object {
  const value: unknown = JSON.parse(schemaText(name));
  if (typeof value !== 'object' || value === null) throw new Error(`${name}: no object`);
  return value;
}

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
const validators = new Map<string, ValidateFunction>();

/** What checks records of an output; schemas refer to that of decode. */
export function validatorOf(name: string): ValidateFunction {
  let validate = validators.get(name);
  if (!validate) {
    // Others refer to these.
    for (const common of ['decode', 'walk'])
      if (!validators.has(common)) validators.set(common, ajv.compile(readSchema(common)));
    validate = validators.get(name) ?? ajv.compile(readSchema(name));
    validators.set(name, validate);
  }
  return validate;
}

/** Checks records; throws an error with the first that does not fit. @returns their number */
export function checkRecords(name: string, records: readonly unknown[]): number {
  const validate = validatorOf(name);
  for (const record of records)
    if (!validate(record)) throw new Error(`${ajv.errorsText(validate.errors)} in ${JSON.stringify(record)}`);
  return records.length;
}

/** Checks every line of an output. @returns their number */
export function checkLines(name: string, output: string): number {
  const lines = output.split('\n').filter((line) => line !== '');
  return checkRecords(
    name,
    lines.map((line): unknown => JSON.parse(line)),
  );
}
