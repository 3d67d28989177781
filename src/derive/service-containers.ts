import {type NodeRole, type Service, services, transientServices} from '../openvidu/services.ts'
import type {Part} from './node-answers.ts'

export type Container = Part<'containers'>[number]

/** The containers that play a service, under whichever of its names. */
function containersOf(containers: readonly Container[], {name, aliases}: Service): readonly Container[] {
  const names = [name, ...aliases]
  return lasting(containers).filter(
    container => names.includes(serviceName(container)) || names.includes(container.name),
  )
}

/** What is wrong with a service, in words; null where it runs. */
export function troubleOf(service: Service, all: readonly Container[]): string | null {
  const containers = containersOf(all, service)
  const running = containers.find(({state, health}) => state === 'running' && health !== 'unhealthy')
  if (running !== undefined) return null
  // Of several the newest says most.
  const [newest] = containers.toSorted((one, other) => (other.startedAt ?? '').localeCompare(one.startedAt ?? ''))
  if (newest === undefined) return `${service.name} is missing`
  if (newest.state === 'running') return `${service.name} is unhealthy`
  const code = newest.state === 'exited' || newest.state === 'dead' ? ` with code ${newest.exitCode}` : ''
  return `${service.name} is ${newest.state}${code}`
}

/** The containers without those that come and go: agents of rooms, and what runs once. */
export function lasting(containers: readonly Container[]): readonly Container[] {
  return containers.filter(container => !container.agent && !isTransient(container))
}

/** Whether it is one that runs once and ends. */
export function isTransient(container: Container): boolean {
  return (transientServices as readonly string[]).includes(serviceName(container))
}

export function serviceName({service, name}: Container): string {
  return service ?? name
}

/** Whether its image carries the version of OpenVidu as its tag, from whichever registry it comes. */
export function isVersioned(role: NodeRole, {image}: Container): boolean {
  const repository = repositoryOf(image)
  return services.some(
    service =>
      service.role === role &&
      service.versioned &&
      service.images.some(name => repository === name || repository.endsWith(`/${name}`)),
  )
}

/** The tag of an image reference; null where it has none, as with a digest alone. */
export function tagOf(image: string): string | null {
  return withoutDigest(image).slice(repositoryOf(image).length + 1) || null
}

function repositoryOf(image: string): string {
  const reference = withoutDigest(image)
  const colon = reference.lastIndexOf(':')
  // A colon before the last slash belongs to the port of a registry.
  return colon > reference.lastIndexOf('/') ? reference.slice(0, colon) : reference
}

function withoutDigest(image: string): string {
  return image.split('@', 1)[0] ?? image
}
