import {table} from 'table'
import type {NodeStatus, StatusNode, StatusService} from '../../src/model/status.ts'
import {plain} from '../escape/terminal.ts'
import type {RenderOptions} from '../format.ts'
import {hasTrouble, troublesOf} from '../story/nodes.ts'
import {counted} from '../story/plural.ts'
import {type Page, pageOf, type Style} from '../terminal/page.ts'

/** Of more media nodes than these, only those with something to tell have a line of their own. */
const shownNodes = 20

/** The status of all nodes for a terminal: who they are, what runs on them, what does not. */
export function statusTable(status: NodeStatus, options: RenderOptions): string {
  const page = pageOf(options)
  const {nodes} = status
  const masters = nodes.filter(({role}) => role === 'master')
  const media = nodes.filter(({role}) => role === 'media')
  const troubled = media.filter(hasTrouble)
  const listed = options.verbose || media.length <= shownNodes ? media : troubled
  const sections = [
    head(status, page),
    [...masters, ...listed].map(node => identity(node, page)),
    grid(masters, page, 'columns'),
    grid(listed, page, 'rows'),
    listed.length < media.length
      ? page.prose(`${counted(media.length - listed.length, 'more media node')} with every service up.`, 0)
      : [],
    troubles(nodes, page),
    summary(status, page),
  ]
  return `${sections
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
    .join('\n\n')}\n`
}

function head({tool, takenAt, target}: NodeStatus, page: Page): string[] {
  const {stackName, region, generation} = target
  const stack = [
    `Nodes of stack ${plain(stackName ?? 'of unknown name')}`,
    ...(region === null ? [] : [plain(region)]),
    generation === null ? 'template generation not known' : `template generation ${plain(generation)}`,
  ].join(', ')
  return [
    ...page.prose(page.paint('quiet', `${tool.name} ${plain(tool.version)}, ${takenAt}`), 0),
    '',
    ...page.prose(page.paint('heading', stack), 0),
  ]
}

/** One line: who it is, where, and how it stands as a whole. */
function identity({name, id, zone, privateAddress, state, unseen, version, unit}: StatusNode, page: Page): string {
  const words = [name.padEnd(9), id.padEnd(19), zone ?? '', privateAddress ?? '']
  if (state !== 'running') words.push(state)
  else if (unseen !== null) words.push('not seen')
  else words.push(version ?? 'no version', unit === 'active' ? '' : `unit ${unit ?? 'not seen'}`)
  const line = plain(words.join('  ').trimEnd())
  return unseen === null && unit === 'active' ? line : page.paint('unknown', line)
}

/** Nodes × services. Four masters stand side by side; media nodes, which may be hundreds, under each other. */
function grid(nodes: readonly StatusNode[], page: Page, nodesAs: 'columns' | 'rows'): string[] {
  const seen = nodes.filter(({unseen}) => unseen === null)
  if (seen.length === 0) return []
  const names = [...new Set(seen.flatMap(({services}) => services.map(({name}) => name)))]
  if (names.length === 0) return []
  const cell = ({services}: StatusNode, name: string) => {
    const service = services.find(one => one.name === name)
    return service === undefined ? page.paint('quiet', '-') : page.paint(styleOf(service), service.state)
  }
  const rows =
    nodesAs === 'columns'
      ? [
          ['', ...seen.map(({name}) => page.paint('heading', name))],
          ...names.map(name => [plain(name), ...seen.map(node => cell(node, name))]),
        ]
      : [
          ['', ...names.map(name => page.paint('heading', plain(name)))],
          ...seen.map(node => [node.name, ...names.map(name => cell(node, name))]),
        ]
  return table(rows, {
    border: {bodyLeft: '', bodyRight: '', bodyJoin: '', joinBody: '', joinLeft: '', joinRight: '', joinJoin: ''},
    columnDefault: {paddingLeft: 0, paddingRight: 2},
    drawHorizontalLine: () => false,
  })
    .trimEnd()
    .split('\n')
    .map(line => line.trimEnd())
}

function styleOf({state, expected}: StatusService): Style {
  if (state === 'up') return expected ? 'pass' : 'quiet'
  return state === 'starting' || state === 'not seen' ? 'unknown' : 'fail'
}

/** What is not as it should be, node by node, with what is known of it. */
function troubles(nodes: readonly StatusNode[], page: Page): string[] {
  return nodes.filter(hasTrouble).flatMap(node => {
    const lead = page.paint('fail', node.name)
    if (node.unseen !== null)
      return page.hanging(`${page.paint('unknown', node.name)}  `, `not seen: ${plain(node.unseen.detail)}`, 0)
    return troublesOf(node).flatMap(line => page.hanging(`${lead}  `, plain(line), 0))
  })
}

function summary({summary: {nodes, answered, services, up}}: NodeStatus, page: Page): string[] {
  const all = answered === nodes ? `on ${counted(nodes, 'node')}` : `on the ${answered} of ${nodes} nodes that answered`
  const text =
    answered === 0 ? `None of ${counted(nodes, 'node')} answered.` : `${up} of ${services} services up ${all}.`
  return page.prose(page.paint(answered === nodes && up === services ? 'pass' : 'fail', text), 0)
}
