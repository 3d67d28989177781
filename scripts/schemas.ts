import {documents} from '../src/model/documents.ts'
import {jsonSchemaOf} from '../src/model/json-schemas.ts'

/** The committed JSON Schemas by file name. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(documents.map(name => [`${name}.schema.json`, `${JSON.stringify(jsonSchemaOf(name), null, 2)}\n`]))
}
