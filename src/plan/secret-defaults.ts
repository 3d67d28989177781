import {parseYaml, rangeOf, type YamlMap, type YamlNode, type YamlScalar, YamlTrouble} from '../files/yaml.ts'

const mark = '***'

/**
 * The text of a template in which the defaults of parameters with NoEcho are replaced: CloudFormation hides their values, but not
 * what the template itself says. Where the text can't be read as a document, every default is, with what is indented below it.
 */
export function withoutSecretDefaults(text: string): string {
  const root = documentOf(text)
  if (root?.kind !== 'map')
    return text.replace(/^([ \t]*)("?Default"?[ \t]*:).*(?:\r?\n(?:\1[ \t]+.*|[ \t]*$))*/gim, `$1$2 ${mark}`)
  const anchors = anchorsIn(root)
  const meant = (node: YamlNode): readonly YamlNode[] =>
    node.kind === 'alias' ? (anchors.get(node.anchor) ?? []) : [node]
  const valuesOf = (node: YamlNode, name?: string) =>
    meant(node).flatMap(map => (map.kind === 'map' ? valuesIn(map, name) : []))
  const secrets = valuesOf(root, 'Parameters')
    .flatMap(parameters => valuesOf(parameters))
    .filter(declaration => valuesOf(declaration, 'NoEcho').flatMap(meant).some(mayBeTrue))
    .flatMap(declaration => valuesOf(declaration, 'Default'))
  return masked(text, scalarsOf(secrets, meant))
}

function documentOf(text: string): YamlNode | null {
  try {
    return parseYaml(text)
  } catch (error) {
    if (error instanceof YamlTrouble) return null
    throw error
  }
}

/** By their names, which may stand at several nodes. */
function anchorsIn(root: YamlNode): ReadonlyMap<string, readonly YamlNode[]> {
  const found = new Map<string, YamlNode[]>()
  const visit = (node: YamlNode): void => {
    if (node.kind !== 'alias' && node.anchor !== undefined) {
      const others = found.get(node.anchor)
      if (others === undefined) found.set(node.anchor, [node])
      else others.push(node)
    }
    childrenOf(node).forEach(visit)
  }
  visit(root)
  return found
}

/** All of a name, for a key may stand twice; all there are without one. */
function valuesIn({pairs}: YamlMap, name?: string): YamlNode[] {
  return pairs.flatMap(({key, value}) =>
    name === undefined || (key.kind === 'scalar' && key.text === name) ? [value] : [],
  )
}

function mayBeTrue(value: YamlNode): boolean {
  return value.kind !== 'scalar' || !/^(false|no|off|0)?$/i.test(value.text)
}

/** Every text in some nodes. */
function scalarsOf(
  nodes: readonly YamlNode[],
  meant: (node: YamlNode) => readonly YamlNode[],
): ReadonlySet<YamlScalar> {
  const found = new Set<YamlScalar>()
  const seen = new Set<YamlNode>()
  const visit = (node: YamlNode): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (node.kind === 'scalar') found.add(node)
    for (const below of node.kind === 'alias' ? meant(node) : childrenOf(node)) visit(below)
  }
  nodes.forEach(visit)
  return found
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'list') return node.items
  return node.kind === 'map' ? node.pairs.flatMap(({key, value}) => [key, value]) : []
}

function masked(text: string, scalars: ReadonlySet<YamlScalar>): string {
  const ranges = [...scalars]
    .flatMap(scalar => rangeOf(scalar, text) ?? [])
    .toSorted((one, other) => one.from - other.from)
  const kept = ranges.map(({from}, index) => text.slice(ranges[index - 1]?.to ?? 0, from))
  return [...kept, text.slice(ranges.at(-1)?.to ?? 0)].join(`"${mark}"`)
}
