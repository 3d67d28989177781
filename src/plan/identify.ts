import {NotHighAvailability} from '../model/errors.ts'
import {known} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import type {Location} from '../model/subject.ts'
import {generationOfVersion, recogniseGeneration} from '../openvidu/generations.ts'
import {officialDigest} from '../openvidu/official-templates.ts'
import {isInternalTlsVariant, templateKindOf, versionMarker} from '../openvidu/template-kinds.ts'
import {templateDigest} from './canonical.ts'
import type {DocumentNode, ScalarNode} from './document.ts'
import type {Template} from './template.ts'
import type {TextFile} from './text-file.ts'

/** Which OpenVidu High Availability template this is. */
export function identifyTemplate(template: Template, file: TextFile): FactMap['template'] {
  const scalars = scalarsOf(template)
  const shape = {
    parameters: new Set(template.parameters.keys()),
    resources: new Set(template.resources.keys()),
    text: scalars.map(({text}) => text).join('\n'),
  }
  const {version, at} = versionIn(template, scalars, file)
  const byShape = recogniseGeneration(shape)
  const digest = version === null ? null : officialDigest(version)
  return {
    subject: {type: 'Template', id: null, logicalId: null, location: template.at},
    kind: isInternalTlsVariant(shape) ? 'internal-tls' : 'high-availability',
    version: known(version),
    versionSubject: {type: 'Template', id: 'OPENVIDU_VERSION', logicalId: null, location: at},
    generation: (version === null ? null : generationOfVersion(version)) ?? byShape,
    shape: byShape,
    official: known(
      digest === null ? 'unverifiable' : digest === templateDigest(template.root) ? 'unmodified' : 'modified',
    ),
  }
}

/**
 * Throws NotHighAvailability for any other template: a sibling of OpenVidu is named for what it is, and what has nothing of
 * OpenVidu is said to be unrelated.
 */
export function refuseOthers(template: Template, file: TextFile): void {
  const next = 'Give an OpenVidu High Availability template (cf-openvidu-ha.yaml) with --template.'
  const kind = templateKindOf(template.description)
  const refuse = (what: string) =>
    new NotHighAvailability([{message: `${what}, not OpenVidu High Availability`, location: {file: file.name}}], next)
  if (kind !== null && kind.kind !== 'high-availability') throw refuse(`this is the template of ${kind.name}`)
  const types = [...template.resources.values()].map(({type}) => type)
  const groups = types.filter(type => type === 'AWS::AutoScaling::AutoScalingGroup').length
  const instances = types.filter(type => type === 'AWS::EC2::Instance').length
  const openvidu =
    /openvidu/i.test(template.description) ||
    [...template.resources.keys()].some(id => /openvidu/i.test(id)) ||
    versionMarker.test(file.text)
  // Without resources there is nothing to recognise, and that is said already.
  if (template.resources.size === 0) return
  if (!openvidu) throw refuse('this is a template of something else')
  if (kind !== null) return
  // Without the official description, what it would make tells: one master is Elastic, one server is Single Node.
  if (groups === 0) throw refuse('this has no group of media nodes: it looks like OpenVidu Single Node')
  if (groups === 1 && instances === 1) throw refuse('this has one master node: it looks like OpenVidu Elastic')
}

/** What the template says it installs, in a script or a value of a resource: a comment of the file installs nothing. */
function versionIn(
  template: Template,
  scalars: readonly ScalarNode[],
  {name, text}: TextFile,
): {readonly version: string | null; readonly at: Location} {
  for (const scalar of scalars) {
    const marker = versionMarker.exec(scalar.text)
    if (marker?.[1] === undefined) continue
    const start = offsetOf(text, scalar.at.line)
    const found = text.indexOf(marker[0], start)
    return {
      version: marker[1],
      at: found < 0 ? scalar.at : {file: name, line: scalar.at.line + linesIn(text.slice(start, found))},
    }
  }
  return {version: null, at: template.at}
}

/** Every text in the resources: what is deployed, without what the file only remarks. */
function scalarsOf(template: Template): ScalarNode[] {
  const found: ScalarNode[] = []
  const visit = (node: DocumentNode): void => {
    if (node.kind === 'scalar') found.push(node)
    else if (node.kind === 'list') for (const item of node.items) visit(item)
    else for (const {value} of node.entries.values()) visit(value)
  }
  for (const {properties, metadata} of template.resources.values())
    for (const node of [metadata, properties]) if (node !== null) visit(node)
  return found
}

function offsetOf(text: string, line: number): number {
  let offset = 0
  for (let current = 1; current < line; current += 1) offset = text.indexOf('\n', offset) + 1
  return offset
}

function linesIn(text: string): number {
  return text.split('\n').length - 1
}
