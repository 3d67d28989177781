import type {Snapshot} from '../../src/model/snapshot.ts'
import {shippedListenersOf, shippedTargetGroupsOf, type TargetGroupId} from '../../src/openvidu/balancers.ts'
import type {Features} from '../../src/openvidu/features.ts'
import type {GenerationId} from '../../src/openvidu/generations.ts'
import {tlsPolicy} from './template-balancers.ts'
import {factOf, withoutPlaces} from './template-plan.ts'
import {sshRange} from './template-security-groups.ts'

/* Facts of a planned stack as short sentences, which a test can compare with the tables, and two plans with each other. */

/** Who is let in where: `group source protocol from-to`, sorted. */
export function openings(snapshot: Snapshot): string[] {
  return factOf(snapshot, 'securityGroups')
    .flatMap(({group, ingress}) =>
      ingress.map(({protocol, fromPort, toPort, source}) => {
        const {state} = source
        const from =
          state === 'unknown' ? '?' : 'cidr' in source.value ? source.value.cidr : Object.values(source.value)[1]
        return `${group} ${from} ${text(protocol)} ${text(fromPort)}-${text(toPort)}`
      }),
    )
    .sort()
}

/** Where listeners lead: `balancer port protocol -> target group`, sorted. */
export function flows(snapshot: Snapshot): string[] {
  return factOf(snapshot, 'balancers')
    .flatMap(({balancer, listeners}) =>
      listeners.map(
        ({port, protocol, targetGroup}) => `${balancer} ${text(port)} ${text(protocol)} -> ${text(targetGroup)}`,
      ),
    )
    .sort()
}

/** The same as the official template of the generation has it. */
export function shippedFlows(generation: GenerationId, features: Features): string[] {
  const names = new Map<TargetGroupId, string>(
    shippedTargetGroupsOf(generation, features).map(({id, logicalId}) => [id, logicalId]),
  )
  return shippedListenersOf(generation, features)
    .map(({balancer, port, protocol, targetGroup}) => `${balancer} ${port} ${protocol} -> ${names.get(targetGroup)}`)
    .sort()
}

/** The target groups that some listener uses. */
export function attachedGroups(snapshot: Snapshot): ReadonlySet<string> {
  const groups = factOf(snapshot, 'balancers').flatMap(({listeners}) => listeners.map(({targetGroup}) => targetGroup))
  return new Set(groups.flatMap(group => (group.state === 'known' && group.value !== null ? [group.value] : [])))
}

/** What structure alone tells: less than the version does for two generations. */
export function shapeOf(id: GenerationId): GenerationId {
  if (id === '3.0.0-beta3') return '3.2.0'
  return id === '3.6.1' ? '3.7.0' : id
}

/** What a fork could mend and this stack has not. */
export function notMended(snapshot: Snapshot): string[] {
  const isTrue = (seen: {readonly state: string; readonly value?: unknown}): boolean => text(seen) === 'true'
  const masterDisks = factOf(snapshot, 'volumes').filter(({group}) => group === 'master')
  const balancers = factOf(snapshot, 'balancers')
  const encrypted = balancers.flatMap(({listeners}) => listeners.filter(({protocol}) => text(protocol) === 'TLS'))
  const masterRole = factOf(snapshot, 'nodeRoles').find(({group}) => group === 'master')
  const faults: Readonly<Record<string, boolean>> = {
    'SSH is open': openings(snapshot).some(opening => /(0\.0\.0\.0\/0|::\/0) tcp 22-22$/.test(opening)),
    'SSH is shut': !openings(snapshot).some(opening => opening.endsWith(`${sshRange} tcp 22-22`)),
    'a master disk is not encrypted': masterDisks.some(({encryption}) => text(encryption) !== 'on'),
    'a master disk ends with its node': masterDisks.some(({deleteOnTermination}) => isTrue(deleteOnTermination.value)),
    'no Systems Manager': !JSON.stringify(masterRole?.managedPolicies).includes('AmazonSSMManagedInstanceCore'),
    'dead services stay': text(factOf(snapshot, 'mediaGroup').healthCheckType) !== 'ELB',
    'no deletion protection': balancers.some(({deletionProtection}) => !isTrue(deletionProtection)),
    'no cross-zone balancing': balancers.some(({crossZone}) => !isTrue(crossZone)),
    'no TLS policy': encrypted.some(({securityPolicy}) => text(securityPolicy) !== tlsPolicy),
    'no drain permission': !JSON.stringify(factOf(snapshot, 'mediaDrain').starter).includes(':document/'),
  }
  return Object.keys(faults).filter(fault => faults[fault])
}

/** The shape of a template is judged by its names and rightly changes with them. */
export function withoutNamesOnly(facts: unknown): unknown {
  return JSON.parse(JSON.stringify(facts, (key, value: unknown) => (key === 'shape' ? null : value)))
}

/** What a plan says of the stack, whatever the order in which a template says it. */
export function comparable(snapshot: Snapshot): unknown {
  const {template: _, ...facts} = snapshot.facts
  return sorted(withoutPlaces({...snapshot, facts}))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, sorted(item)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** Texts for a shell, as the node gets them: with CloudFormation's substitutions made. */
export function shellScripts(value: unknown): string[] {
  if (typeof value === 'string') {
    if (!value.startsWith('#!/bin/bash') && !value.startsWith('export ')) return []
    return [value.replace(/\$\{(!?)([^}]*)\}/g, (_, literal, name) => (literal === '' ? 'value' : `\${${name}}`))]
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(shellScripts) : []
}

function text(seen: {readonly state: string; readonly value?: unknown}): string {
  return seen.state === 'known' ? String(seen.value) : '?'
}
