import {type DocumentName, documentSchemas, jsonSchemaOf} from '../src/model/json-schemas.ts'

/** The committed JSON Schemas by file name. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  const names = Object.keys(documentSchemas) as readonly DocumentName[]
  return new Map(names.map(name => [`${name}.schema.json`, `${JSON.stringify(jsonSchemaOf(name), null, 2)}\n`]))
}
