import {isMap, isScalar, parseDocument} from 'yaml'

const mark = '***'

/**
 * The text of a template in which the defaults of parameters with NoEcho are replaced: CloudFormation hides their values, but not
 * what the template itself says. Where the text can't be read as a document, every default is.
 */
export function withoutSecretDefaults(text: string): string {
  const document = parseDocument(text, {schema: 'failsafe', logLevel: 'silent', uniqueKeys: false})
  if (document.errors.length > 0 || !isMap(document.contents))
    return text.replace(/^(\s*"?Default"?\s*:).*$/gim, `$1 ${mark}`)
  const parameters = document.contents.get('Parameters')
  if (!isMap(parameters)) return text
  const ranges = parameters.items.flatMap(({value: declaration}) => {
    if (!isMap(declaration) || !/^true$/i.test(String(declaration.get('NoEcho') ?? ''))) return []
    return declaration.items.flatMap(({key, value}) => {
      const wanted = isScalar(key) && key.value === 'Default' && hasRange(value)
      return wanted ? [value.range] : []
    })
  })
  let masked = text
  // From the end, so that what stands before keeps its place.
  for (const [from, to] of ranges.toSorted(([one], [other]) => other - one)) {
    masked = `${masked.slice(0, from)}"${mark}"${masked.slice(to)}`
  }
  return masked
}

function hasRange(node: unknown): node is {readonly range: readonly [number, number, number]} {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}
