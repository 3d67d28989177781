import {describe, expect, it} from 'vitest'
import {listenersOf, targetGroupsOf} from '../../src/openvidu/balancers.ts'
import type {Features} from '../../src/openvidu/features.ts'
import {type GenerationId, generations} from '../../src/openvidu/generations.ts'
import {generationsNamedLike, type NamedStack, officialParts} from '../../src/openvidu/official-names.ts'
import {portRulesOf} from '../../src/openvidu/ports.ts'
import {secretKeysOf} from '../../src/openvidu/secret-keys.ts'
import {templateParametersOf} from '../../src/openvidu/template-parameters.ts'
import {resourceConditionsOf, templateOutputsOf, templateResourcesOf} from '../../src/openvidu/template-resources.ts'

const namesOf = (generation: GenerationId): NamedStack => ({
  resources: templateResourcesOf(generation),
  parameters: new Set(templateParametersOf(generation).map(({name}) => name)),
})
const told = generations.filter(({templateSeen, id}) => templateSeen || id === 'next').map(({id}) => id)
const official = namesOf('3.8.0')
const withResources = (...entries: [string, string][]): NamedStack => ({
  ...official,
  resources: new Map([...official.resources, ...entries]),
})
const without = (logicalId: string): NamedStack => ({
  ...official,
  resources: new Map([...official.resources].filter(([id]) => id !== logicalId)),
})

describe('the names of a stack', () => {
  it.each(told)('tell that it may be of %s', generation => {
    expect(generationsNamedLike(namesOf(generation))).toContain(generation)
  })

  it('tell one release, or several that have the same names', () => {
    expect(generationsNamedLike(namesOf('3.3.0'))).toEqual(['3.3.0'])
    expect(generationsNamedLike(namesOf('3.4.0'))).toEqual(['3.4.0'])
    expect(generationsNamedLike(namesOf('3.4.1'))).toEqual(['3.4.1'])
    expect(generationsNamedLike(namesOf('3.5.0'))).toEqual(['3.5.0'])
    expect(generationsNamedLike(namesOf('3.6.0'))).toEqual(['3.6.0'])
    expect(generationsNamedLike(official)).toEqual(['3.6.1', '3.7.0', '3.8.0'])
    expect(generationsNamedLike(namesOf('next'))).toEqual(['next'])
  })

  it('do not tell 3.2.0 from the generation before it, whose names nobody saw', () => {
    expect(generationsNamedLike(namesOf('3.2.0'))).toEqual(['3.0.0-beta3', '3.2.0'])
  })

  it.each(['3.0.0-beta1', '3.0.0-beta3'] as const)('tell nothing of %s, of which only a few are known', generation => {
    expect(generationsNamedLike(namesOf(generation))).toEqual([])
  })

  it.each(told)('are those of %s as well where its conditions make nothing', generation => {
    const conditional = resourceConditionsOf(generation)
    const {resources, parameters} = namesOf(generation)
    const least = new Map([...resources].filter(([id]) => !conditional.has(id)))
    expect(generationsNamedLike({resources: least, parameters})).toContain(generation)
  })

  it.each([
    ['one resource more', withResources(['Fifth', 'AWS::EC2::Instance'])],
    ['one resource less', without('OpenViduMasterNode4')],
    ['an official name on something else', withResources(['LoadBalancer', 'AWS::EC2::Instance'])],
    ['one parameter more', {...official, parameters: new Set([...official.parameters, 'Team'])}],
    ['one parameter less', {...official, parameters: new Set([...official.parameters].slice(1))}],
    [
      'one parameter of another name',
      {...official, parameters: new Set([...official.parameters].map(name => (name === 'KeyName' ? 'Key' : name)))},
    ],
    ['nothing', {resources: new Map(), parameters: new Set<string>()}],
  ])('are those of a fork: %s', (_, stack) => {
    expect(generationsNamedLike(stack)).toEqual([])
  })

  it('are of releases with the same figures where they are of several', () => {
    const features: readonly Features[] = [false, true].flatMap(turnDomain =>
      [false, true].map(mainDomainTurn => ({turnDomain, mainDomainTurn})),
    )
    const figures = (generation: GenerationId) => ({
      perFeatures: features.map(given => [
        portRulesOf(generation, given),
        listenersOf(generation, given),
        targetGroupsOf(generation, given),
      ]),
      keys: secretKeysOf(generation),
      outputs: templateOutputsOf(generation),
    })
    const [newest, ...others] = generationsNamedLike(official).toReversed()
    for (const other of others) expect(figures(other)).toEqual(figures(newest ?? '3.8.0'))
  })
})

describe('the official parts', () => {
  it('are resources of the types that play them, in every generation whose names are known', () => {
    const {masters, mediaGroup, mainBalancer, securityGroups, drain} = officialParts
    for (const generation of told) {
      const resources = templateResourcesOf(generation)
      for (const master of masters) expect(resources.get(master)).toBe('AWS::EC2::Instance')
      expect(resources.get(mediaGroup)).toBe('AWS::AutoScaling::AutoScalingGroup')
      expect(resources.get(mainBalancer)).toBe('AWS::ElasticLoadBalancingV2::LoadBalancer')
      for (const link of Object.values(drain)) expect(resources.has(link), link).toBe(true)
      for (const group of Object.keys(securityGroups).slice(0, 3))
        expect(resources.get(group)).toBe('AWS::EC2::SecurityGroup')
    }
  })

  it('name every security group, target group, instance, group and balancer of the templates', () => {
    const {masters, mediaGroup, mainBalancer, turnBalancer, securityGroups, targetGroups} = officialParts
    const named: readonly string[] = [
      ...masters,
      mediaGroup,
      mainBalancer,
      turnBalancer,
      ...Object.keys(securityGroups),
      ...Object.keys(targetGroups),
    ]
    const playing =
      /^AWS::(EC2::(Instance|SecurityGroup)|AutoScaling::AutoScalingGroup|ElasticLoadBalancingV2::(LoadBalancer|TargetGroup))$/
    for (const generation of told)
      for (const [logicalId, type] of templateResourcesOf(generation))
        if (playing.test(type)) expect(named, generation).toContain(logicalId)
  })
})
