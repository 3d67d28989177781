import {parseYaml, rangeOf, type YamlMap, type YamlNode, type YamlScalar, YamlTrouble} from '../files/yaml.ts'

const mark = '***'

/**
 * The text of a template in which the defaults of parameters with NoEcho are replaced: CloudFormation hides their values, but not
 * what the template itself says. Where the text can't be read as a document, every default is.
 */
export function withoutSecretDefaults(text: string): string {
  const root = documentOf(text)
  if (root?.kind !== 'map') return text.replace(/^(\s*"?Default"?\s*:).*$/gim, `$1 ${mark}`)
  const secrets = valuesOf(root, 'Parameters')
    .flatMap(declarationsIn)
    .filter(declaration => valuesOf(declaration, 'NoEcho').some(isTrue))
    .flatMap(declaration => valuesOf(declaration, 'Default'))
  const ranges = [...scalarsOf(secrets, root)].flatMap(scalar => rangeOf(scalar, text) ?? [])
  let masked = text
  // From the end, so that what stands before keeps its place.
  for (const {from, to} of ranges.toSorted((one, other) => other.from - one.from))
    masked = `${masked.slice(0, from)}"${mark}"${masked.slice(to)}`
  return masked
}

function documentOf(text: string): YamlNode | null {
  try {
    return parseYaml(text)
  } catch (error) {
    if (error instanceof YamlTrouble) return null
    throw error
  }
}

/** All of them: a key may stand twice. */
function valuesOf({pairs}: YamlMap, name: string): YamlNode[] {
  return pairs.flatMap(({key, value}) => (key.kind === 'scalar' && key.text === name ? [value] : []))
}

function declarationsIn(parameters: YamlNode): YamlMap[] {
  return parameters.kind === 'map' ? parameters.pairs.map(({value}) => value).filter(value => value.kind === 'map') : []
}

function isTrue(value: YamlNode): boolean {
  return value.kind === 'scalar' && /^true$/i.test(value.text)
}

/** Every text in some nodes, also where only an alias stands there and the text elsewhere. */
function scalarsOf(nodes: readonly YamlNode[], root: YamlNode): ReadonlySet<YamlScalar> {
  const found = new Set<YamlScalar>()
  const seen = new Set<YamlNode>()
  const visit = (node: YamlNode): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (node.kind === 'scalar') found.add(node)
    else if (node.kind === 'alias') anchored(root, node.anchor).forEach(visit)
    else childrenOf(node).forEach(visit)
  }
  nodes.forEach(visit)
  return found
}

function anchored(node: YamlNode, anchor: string): YamlNode[] {
  const below = childrenOf(node).flatMap(child => anchored(child, anchor))
  return node.kind !== 'alias' && node.anchor === anchor ? [node, ...below] : below
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'list') return node.items
  return node.kind === 'map' ? node.pairs.flatMap(({key, value}) => [key, value]) : []
}
