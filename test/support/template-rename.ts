import {at, bare, Call, Commented, isMap, type Tree, type TreeMap} from './template-tree.ts'

/** The template with other logical ids, everywhere that something refers to them: what a user's fork may look like. */
export function renamed(template: TreeMap, rename: (logicalId: string) => string): TreeMap {
  const resources = bare(at(template, ['Resources']))
  if (!isMap(resources)) return template
  const names = new Map(Object.keys(resources).map(logicalId => [logicalId, rename(logicalId)]))
  const name = (logicalId: string): string => names.get(logicalId) ?? logicalId
  const {Resources: _, ...others} = template
  const moved: TreeMap = {}
  for (const [logicalId, resource] of Object.entries(resources)) {
    moved[name(logicalId)] = withDependencies(renameIn(resource, name), name)
  }
  const result: TreeMap = {}
  // Sections keep their order.
  for (const section of Object.keys(template)) {
    result[section] = section === 'Resources' ? moved : renameIn(others[section] ?? {}, name)
  }
  return result
}

function renameIn(tree: Tree, name: (logicalId: string) => string): Tree {
  if (tree instanceof Commented) return new Commented(tree.comment, renameIn(tree.value, name))
  if (tree instanceof Call) return new Call(tree.name, renamedArgument(tree, name))
  if (Array.isArray(tree)) return tree.map(item => renameIn(item, name))
  if (isMap(tree)) return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, renameIn(value, name)]))
  return tree
}

function renamedArgument({name: call, argument}: Call, name: (logicalId: string) => string): Tree {
  if (typeof argument !== 'string') return renameIn(argument, name)
  switch (call) {
    case 'Ref':
      return name(argument)
    case 'GetAtt':
      return argument.replace(/^\w+/, name)
    case 'Sub':
      // cfn-init and cfn-signal take logical ids as plain words.
      return argument
        .replace(/\$\{(\w+)(\.\w+)?\}/g, (_, logicalId: string, rest = '') => `\${${name(logicalId)}${rest}}`)
        .replace(/(?<=--resource )\w+/g, name)
    default:
      return argument
  }
}

function withDependencies(resource: Tree, name: (logicalId: string) => string): Tree {
  const map = bare(resource)
  if (!isMap(map)) return resource
  const dependencies = bare(map.DependsOn)
  if (typeof dependencies === 'string') map.DependsOn = name(dependencies)
  if (Array.isArray(dependencies)) map.DependsOn = dependencies.map(id => (typeof id === 'string' ? name(id) : id))
  return resource
}
