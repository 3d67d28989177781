import type {NodeRole} from '../../openvidu/services.ts'
import {type AskedSource, everyContainer} from './query.ts'
import {type LogSource, logSources, sourcesNamed} from './sources.ts'

/** Logs that are brought together. What a run that ends early should have comes first. */
export interface LogPhase {
  /** Stays: a continued run knows by it what is there. */
  readonly id: 'installation' | 'services'
  readonly title: string
  readonly sourcesOf: (role: NodeRole) => readonly AskedSource[]
}

/** Of a role those of all phases: files and journals tell how a node came up, containers what it did then. */
export function logPhases(services: readonly string[]): readonly LogPhase[] {
  const wanted = services.flatMap(name => sourcesNamed(name).filter(({kind}) => kind === 'container'))
  const early = inOrder(logSources.filter(({kind}) => kind !== 'container'))
  const having =
    (role: NodeRole) =>
    ({roles}: LogSource): boolean =>
      roles.includes(role)
  return [
    {id: 'installation', title: 'Logs of installation and units', sourcesOf: role => early.filter(having(role))},
    {
      id: 'services',
      title: 'Logs of services',
      sourcesOf: role => (services.length === 0 ? [everyContainer] : wanted.filter(having(role))),
    },
  ]
}

/** What tells most of a node that never came up, before what may be long. */
const first = ['cloud-init-output', 'nodes_errors', 'stop_media_node', 'openvidu-restart', 'cfn-init', 'cloud-init']

function inOrder(sources: readonly LogSource[]): readonly LogSource[] {
  const rank = ({name}: LogSource) => (first.includes(name) ? first.indexOf(name) : first.length)
  return sources.toSorted((one, other) => rank(one) - rank(other))
}
