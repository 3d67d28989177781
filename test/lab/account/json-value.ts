/** What a template's properties come to. */
export type Json = string | number | boolean | Json[] | JsonMap

export interface JsonMap {
  [key: string]: Json
}

export function isJsonMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && !Array.isArray(value)
}

export function mapAt(map: JsonMap, key: string): JsonMap {
  const value = map[key]
  return isJsonMap(value) ? value : {}
}

export function mapsAt(map: JsonMap, key: string): readonly JsonMap[] {
  const value = map[key]
  return Array.isArray(value) ? value.filter(isJsonMap) : []
}

export function textsAt(map: JsonMap, key: string): readonly string[] {
  const value = map[key]
  if (value === undefined) return []
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

export function textAt(map: JsonMap, key: string): string | undefined {
  const value = map[key]
  return value === undefined || typeof value === 'object' ? undefined : String(value)
}

export function numberAt(map: JsonMap, key: string): number | undefined {
  const text = textAt(map, key)
  return text === undefined ? undefined : Number(text)
}

/** Templates write truth as a boolean or as text. */
export function truthAt(map: JsonMap, key: string): boolean | undefined {
  const text = textAt(map, key)
  return text === undefined ? undefined : text === 'true'
}

/** Tags as templates list them. */
export function tagsAt(map: JsonMap): {Key: string; Value: string}[] {
  return mapsAt(map, 'Tags').map(tag => ({Key: textAt(tag, 'Key') ?? '', Value: textAt(tag, 'Value') ?? ''}))
}
