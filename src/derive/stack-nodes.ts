import type {FactMap} from '../model/facts.ts'
import {type Subject, subjectName} from '../model/subject.ts'
import {bySubject, type SubjectGroup} from './by-subject.ts'

type Master = FactMap['masters'][number]
type MediaGroup = FactMap['mediaGroup']

/** A master, or the group of media nodes: what runs an instance type from an image. */
export interface StackNode {
  readonly name: string
  readonly subject: Subject
  readonly group: 'master' | 'media'
  readonly instanceType: Master['instanceType'] | MediaGroup['instanceType']
  readonly image: Master['image'] | MediaGroup['image']
}

/** All nodes of the stack, masters first. */
export function stackNodes(masters: readonly Master[], mediaGroup: MediaGroup | undefined): readonly StackNode[] {
  const named = (group: StackNode['group'], {subject, instanceType, image}: Master | MediaGroup): StackNode => ({
    name: subjectName(subject),
    subject,
    group,
    instanceType,
    image,
  })
  const media = mediaGroup === undefined ? [] : [named('media', mediaGroup)]
  return [...masters.map(master => named('master', master)), ...media]
}

/** Nodes by the setting that gives them their instance type; those that one setting gives different types are apart. */
export function byInstanceType<N extends Pick<StackNode, 'instanceType'>>(
  nodes: readonly N[],
): readonly SubjectGroup<N>[] {
  return bySubject(
    nodes,
    ({instanceType}) => instanceType.subject,
    ({instanceType}) => instanceType.value,
  )
}

/** Who the nodes are, in words. */
export function nodesInWords(nodes: readonly {readonly group: StackNode['group']}[]): string {
  const groups = new Set(nodes.map(({group}) => group))
  if (groups.size === 2) return 'the master and media nodes'
  return groups.has('master') ? 'the master nodes' : 'the media nodes'
}
