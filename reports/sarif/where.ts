import type {Artifact, Location, LogicalLocation} from 'sarif'
import type {Report} from '../../src/model/report.ts'
import type {Subject} from '../../src/model/subject.ts'
import {artifactUri, messageText, segment} from '../escape/sarif.ts'
import {subjectWords} from '../story/subject.ts'

type Target = Report['target']

/** Where a subject stands: in a file that the run was given, otherwise in the stack. */
export function locationOf(subject: Subject, target: Target): Location {
  return {
    physicalLocation:
      subject.location === null ? {artifactLocation: {uri: stackUri(target)}} : inFile(subject.location),
    logicalLocations: [logicalLocation(subject, target)],
  }
}

/**
 * Code scanning takes no result without a file, and what is deployed stands in none. So the stack itself is the artifact,
 * under a path that stays the same; it is never the path of a file that an annotation could be put on by mistake.
 */
export function stackArtifact(target: Target): Artifact {
  return {
    location: {uri: stackUri(target)},
    description: {text: 'The stack itself: stands for what is in no file.'},
  }
}

function stackUri({region, stackName}: Target): string {
  return ['cloudformation', region ?? 'region-not-known', stackName ?? 'unnamed'].map(segment).join('/')
}

function inFile({file, line}: NonNullable<Subject['location']>): Location['physicalLocation'] {
  const {uri, absolute} = artifactUri(file)
  return {
    artifactLocation: absolute ? {uri} : {uri, uriBaseId: '%SRCROOT%'},
    region: {startLine: line},
  }
}

function logicalLocation(subject: Subject, {stackName}: Target): LogicalLocation {
  const {names, kind} = subjectWords(subject)
  const name = messageText(names[0] ?? kind)
  return {
    name,
    fullyQualifiedName: [stackName ?? 'unnamed', ...(names.length === 0 ? [kind] : names)].map(messageText).join('/'),
    kind: subject.type === 'Parameter' ? 'parameter' : 'resource',
  }
}
