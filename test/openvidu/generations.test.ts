import {expect, test} from 'vitest'
import {
  type GenerationId,
  generationOf,
  generationOfVersion,
  generations,
  inSpan,
  newestGeneration,
  recogniseGeneration,
} from '../../src/openvidu/generations.ts'
import {isInternalTlsVariant, templateKindOf, versionMarkerOf} from '../../src/openvidu/template-kinds.ts'
import {templateParametersOf} from '../../src/openvidu/template-parameters.ts'
import {templateResourcesOf} from '../../src/openvidu/template-resources.ts'

test('generations stand in release order, each id and version once', () => {
  const months = generations.map(({released}) => released ?? '9999-12')
  expect(months).toEqual([...months].sort())
  const ids = generations.map(({id}) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const versions = generations.flatMap(row => row.versions)
  expect(new Set(versions).size).toBe(versions.length)
  expect(newestGeneration).toBe('3.8.0')
})

test('figures of the template are given where it was seen, and only there', () => {
  for (const {templateSeen, waitMinutes, dockerMinimum, resourceCount} of generations) {
    for (const figure of [waitMinutes, dockerMinimum, resourceCount]) expect(figure !== null).toBe(templateSeen)
  }
})

test('a span includes its ends and leaves out its exceptions', () => {
  const span = {since: '3.4.0', until: '3.6.0', except: ['3.5.0']} as const
  const inside = generations.map(({id}) => id).filter(id => inSpan(span, id))
  expect(inside).toEqual(['3.4.0', '3.4.1', '3.6.0'])
  expect(inSpan({since: '3.8.0'}, 'next')).toBe(true)
  expect(inSpan({since: '3.8.0', until: '3.8.0'}, 'next')).toBe(false)
})

test('a version names its generation', () => {
  expect(generationOfVersion('3.0.0-beta2')).toBe('3.0.0-beta1')
  expect(generationOfVersion('3.1.0')).toBe('3.0.0-beta3')
  expect(generationOfVersion('3.8.0')).toBe('3.8.0')
  expect(generationOfVersion('main')).toBeNull()
  expect(generationOfVersion('2.30.0')).toBeNull()
  expect(generationOf('3.5.0').waitMinutes).toBe(20)
  expect(() => generationOf('4.0.0' as GenerationId)).toThrow(RangeError)
})

test('each generation with marks is recognised by its own tables', () => {
  for (const {id, recognisedBy} of generations) {
    if (id === '3.0.0-beta3') continue // not told by structure
    const shape = {
      parameters: new Set(templateParametersOf(id).map(({name}) => name)),
      resources: new Set(templateResourcesOf(id).keys()),
      text: recognisedBy.userDataText ?? '',
    }
    expect(recogniseGeneration(shape)).toBe(id === '3.6.1' ? '3.7.0' : id)
  }
})

test('nothing is recognised in a template of something else', () => {
  const none = new Set<string>()
  expect(recogniseGeneration({parameters: none, resources: none, text: 'not healthy after 300s'})).toBeNull()
})

test('the first generation is recognised by its volumes and its group of masters', () => {
  const parameters = new Set(['RetainVolumes', 'DiskSize', 'AmiId', 'TurnDomainName'])
  expect(recogniseGeneration({parameters, resources: new Set(['OpenViduMasterNodeASG']), text: ''})).toBe('3.0.0-beta1')
})

test('sibling templates are told by their description', () => {
  expect(templateKindOf('OpenVidu PRO - High Availability')?.kind).toBe('high-availability')
  expect(templateKindOf('OpenVidu Pro - Elastic')?.kind).toBe('elastic')
  expect(templateKindOf('OpenVidu Community - Single Node')?.name).toBe('OpenVidu Single Node Community')
  expect(templateKindOf('A VPC')).toBeNull()
})

test('the variant that ends TLS on the masters is told by its resources or its flag', () => {
  const parameters = new Set(['DomainName', 'TurnDomainName'])
  const none = new Set<string>()
  expect(isInternalTlsVariant({parameters, resources: new Set(['OpenViduMasterNodeTGHTTP']), text: ''})).toBe(true)
  expect(isInternalTlsVariant({parameters, resources: none, text: '"--internal-tls-termination"'})).toBe(true)
  expect(isInternalTlsVariant({parameters, resources: none, text: ''})).toBe(false)
  const official = new Set(['OpenViduCertificateARN'])
  expect(isInternalTlsVariant({parameters: official, resources: none, text: '--internal-tls-termination'})).toBe(false)
})

test('the version marker is a literal version, not what the media nodes compute', () => {
  expect(versionMarkerOf('set -e\nOPENVIDU_VERSION=3.0.0-beta3\nDOMAIN=')).toBe('3.0.0-beta3')
  expect(versionMarkerOf('OPENVIDU_VERSION=main')).toBe('main')
  expect(versionMarkerOf(`OPENVIDU_VERSION=$(echo "$SHARED_SECRET" | jq -r '.OPENVIDU_VERSION')`)).toBeNull()
})
