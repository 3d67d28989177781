import {UnusableInput} from '../model/errors.ts'
import type {FactMap} from '../model/facts.ts'
import type {Location} from '../model/subject.ts'
import {generationOfVersion, recogniseGeneration} from '../openvidu/generations.ts'
import {officialDigest} from '../openvidu/official-templates.ts'
import {isInternalTlsVariant, templateKindOf, versionMarker} from '../openvidu/template-kinds.ts'
import {templateDigest} from './canonical.ts'
import type {Template} from './template.ts'
import type {TextFile} from './text-file.ts'

/** Which OpenVidu High Availability template this is. */
export function identifyTemplate(template: Template, file: TextFile): FactMap['template'] {
  const shape = {
    parameters: new Set(template.parameters.keys()),
    resources: new Set(template.resources.keys()),
    text: file.text,
  }
  const marker = versionMarker.exec(file.text)
  const version = marker?.[1] ?? null
  const at: Location = marker === null ? template.at : {file: file.name, line: lineOf(file.text, marker.index)}
  const byShape = recogniseGeneration(shape)
  const digest = version === null ? null : officialDigest(version)
  return {
    subject: {type: 'Template', id: null, logicalId: null, location: template.at},
    kind: isInternalTlsVariant(shape) ? 'internal-tls' : 'high-availability',
    version,
    versionSubject: {type: 'Template', id: 'OPENVIDU_VERSION', logicalId: null, location: at},
    generation: (version === null ? null : generationOfVersion(version)) ?? byShape,
    shape: byShape,
    official: digest === null ? 'unverifiable' : digest === templateDigest(template.root) ? 'unmodified' : 'modified',
  }
}

/**
 * Throws UnusableInput for any other template: a sibling of OpenVidu is named for what it is, and what has nothing of
 * OpenVidu is said to be unrelated.
 */
export function refuseOthers(template: Template, file: TextFile): void {
  const next = 'Give an OpenVidu High Availability template (cf-openvidu-ha.yaml) with --template.'
  const kind = templateKindOf(template.description)
  const refuse = (what: string) =>
    new UnusableInput([{message: `${what}, not OpenVidu High Availability`, location: {file: file.name}}], next)
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

function lineOf(text: string, offset: number): number {
  let line = 1
  for (let index = text.indexOf('\n'); index >= 0 && index < offset; index = text.indexOf('\n', index + 1)) line += 1
  return line
}
