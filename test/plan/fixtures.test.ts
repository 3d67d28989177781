import {spawnSync} from 'node:child_process'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'
import {known} from '../../src/model/fact.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {shippedTargetGroupsOf} from '../../src/openvidu/balancers.ts'
import type {Features} from '../../src/openvidu/features.ts'
import {type GenerationId, generationOfVersion, generations} from '../../src/openvidu/generations.ts'
import {portRulesOf} from '../../src/openvidu/ports.ts'
import {templateParametersOf} from '../../src/openvidu/template-parameters.ts'
import {templateResourcesOf} from '../../src/openvidu/template-resources.ts'
import {type OfficialTemplate, folder as officialFolder, officialTemplates} from '../openvidu/official-templates.ts'
import {buildTemplate} from '../support/template-builder.ts'
import {contextOf} from '../support/template-context.ts'
import {
  type FixtureParameters,
  fixtureFiles,
  fixturesFolder,
  parameterFile,
  templateFile,
} from '../support/template-fixtures.ts'
import {goodParameters} from '../support/template-parameter-sets.ts'
import {factOf, planOf, planOfText, withoutPlaces} from '../support/template-plan.ts'
import {
  attachedGroups,
  comparable,
  flows,
  notMended,
  openings,
  shapeOf,
  shellScripts,
  shippedFlows,
  withoutNamesOnly,
} from '../support/template-readings.ts'
import {at, removeAt, setAt} from '../support/template-tree.ts'

const ids = generations.map(({id}) => ({id}))
const examples = join(import.meta.dirname, '../../examples')
const plain: Features = {turnDomain: false, mainDomainTurn: false}

describe.each(ids)('the fixture of $id', ({id}) => {
  const snapshot = fixture(id)
  const {figures, since, makes} = contextOf(id, false)

  test('is recognised', () => {
    const {generation, shape, version, kind, official} = factOf(snapshot, 'template')
    expect({generation, shape, version, kind}).toEqual({
      generation: id,
      shape: shapeOf(id),
      version: known(id === 'next' ? 'main' : id),
      kind: 'high-availability',
    })
    expect(official).not.toEqual(known('unmodified'))
  })

  test('has four masters', () => {
    const four = {state: 'known', value: 4}
    const {arrangement, min, desired, max} = factOf(snapshot, 'masterCount')
    expect({min, desired, max}).toEqual({min: four, desired: four, max: four})
    expect(arrangement).toBe(makes('OpenViduMasterNodeASG') ? 'group' : 'instances')
  })

  test('has no fault in its parameters', () => {
    const parameters = factOf(snapshot, 'parameters')
    expect(parameters.map(({name}) => name).sort()).toEqual(
      templateParametersOf(id)
        .map(({name}) => name)
        .sort(),
    )
    expect(parameters.filter(({violations, unchecked}) => violations.length > 0 || unchecked !== null)).toEqual([])
  })

  test('leaves nothing to guess about certificate, subnets, disks and images', () => {
    for (const key of ['certificate', 'domainName', 'masterSubnets', 'mediaSubnets', 'balancerSubnets'] as const) {
      expect(factOf(snapshot, key).value.state, key).toBe('known')
    }
    expect(factOf(snapshot, 'volumes').map(({sizeGiB}) => sizeGiB.value.state)).not.toContain('unknown')
    expect(factOf(snapshot, 'masters').map(({image}) => image.reference.state)).not.toContain('unknown')
  })

  test('opens every port of the generation, and no other', () => {
    expect(openings(snapshot)).toEqual(
      portRulesOf(figures, plain)
        .flatMap(({target, source, protocol, from, to}) =>
          (source === 'any' ? ['0.0.0.0/0', '::/0'] : [source]).map(
            each => `${target} ${each} ${protocol} ${from}-${to}`,
          ),
        )
        .sort(),
    )
    expect(new Set(factOf(snapshot, 'securityGroups').map(({group}) => group))).toEqual(
      new Set(['master', 'media', 'load-balancer']),
    )
  })

  test('has the listeners as shipped, before target groups with members', () => {
    expect(flows(snapshot)).toEqual(shippedFlows(figures, plain))
    const attached = factOf(snapshot, 'targetGroups').filter(({name}) => attachedGroups(snapshot).has(name))
    expect(attached.map(({members}) => members)).not.toContainEqual({state: 'known', value: 'none'})
  })

  test('checks the health of targets as the generation does', () => {
    for (const group of shippedTargetGroupsOf(figures, plain)) {
      const found = factOf(snapshot, 'targetGroups').find(({name}) => name === group.logicalId)
      const {protocol, port, path, matcher} = group.healthCheck
      expect(found?.members).toEqual({state: 'known', value: group.members})
      expect(found?.healthCheck).toEqual({
        protocol: {state: 'known', value: protocol},
        port: {state: 'known', value: String(port)},
        path: {state: 'known', value: path},
        matcher: {state: 'known', value: matcher},
      })
    }
  })

  test('drains media nodes, with the permission that the generation gives', () => {
    const {hook, rule, document, starter} = factOf(snapshot, 'mediaDrain')
    expect(hook?.transition).toEqual({state: 'known', value: 'autoscaling:EC2_INSTANCE_TERMINATING'})
    expect(rule?.namesGroup).toEqual({state: 'known', value: true})
    expect(document).not.toBeNull()
    expect(starter?.resources.state).toBe('known')
    const onDocument = JSON.stringify(starter?.resources).includes(':document/')
    expect(onDocument).toBe(since('3.6.0'))
  })

  test('has the roles of both node groups, the masters without Systems Manager until it is announced', () => {
    const managed = new Map(factOf(snapshot, 'nodeRoles').map(({group, managedPolicies}) => [group, managedPolicies]))
    expect([...managed.keys()]).toEqual(['master', 'media'])
    expect(JSON.stringify(managed.get('media'))).toContain('AmazonSSMManagedInstanceCore')
    expect(JSON.stringify(managed.get('master')).includes('AmazonSSMManagedInstanceCore')).toBe(id === 'next')
  })

  test('says the same under other names', () => {
    const names = new Map<string, string>()
    const opaque = (logicalId: string): string => {
      // Nothing but its name tells the one bucket from the other.
      const hint = /^S3(App|Cluster)/.exec(logicalId)?.[1] ?? ''
      const name = names.get(logicalId) ?? `Part${names.size + 100}${hint}`
      names.set(logicalId, name)
      return name
    }
    const text = buildTemplate(id, {rename: opaque})
    expect(names.size).toBeGreaterThanOrEqual(templateResourcesOf(id).size)
    const originals = new Map([...names].map(([original, name]) => [name, original]))
    const renamed = JSON.stringify(withoutPlaces(planOfText(text, goodParameters(id))))
    const restored: unknown = JSON.parse(renamed.replace(/\bPart\d{3}\w*/g, name => originals.get(name) ?? name))
    expect(withoutNamesOnly(restored)).toEqual(withoutNamesOnly(withoutPlaces(snapshot)))
  })

  test('says the same as JSON', () => {
    const json = planOfText(buildTemplate(id, {format: 'json'}), goodParameters(id))
    expect(withoutPlaces(json)).toEqual(withoutPlaces(planOfText(buildTemplate(id), goodParameters(id))))
  })

  test('has scripts that a shell can parse', () => {
    const scripts = shellScripts(JSON.parse(buildTemplate(id, {format: 'json'})))
    expect(scripts.length).toBeGreaterThan(5)
    for (const script of scripts) {
      const {status, stderr} = spawnSync('bash', ['-n'], {input: script, encoding: 'utf8'})
      expect({script, status, stderr}).toEqual({script, status: 0, stderr: ''})
    }
  })

  test('mends what a template can mend where it is hardened', () => {
    expect(notMended(snapshot).length).toBeGreaterThan(5)
    const hardened = planOfText(buildTemplate(id, {hardened: true}), goodParameters(id))
    expect(notMended(hardened)).toEqual([])
    if (since('3.4.0')) expect(flows(hardened)).toContain('main 80 TCP -> OpenViduMasterNodeHTTPTG')
  })
})

describe('what parameters switch', () => {
  test('a TURN domain brings its balancer', () => {
    const snapshot = fixture('3.3.0', 'parameters-turn')
    expect(factOf(snapshot, 'balancers').map(({balancer}) => balancer)).toEqual(['main', 'turn'])
    expect(flows(snapshot)).toEqual(shippedFlows('3.3.0', {turnDomain: true, mainDomainTurn: false}))
    expect(openings(snapshot)).toContain('media turn-load-balancer tcp 5349-5349')
  })

  test('the flag for TURN over the main domain leads port 80 astray, as shipped', () => {
    const snapshot = fixture('3.4.0', 'parameters-main-domain-turn')
    expect(flows(snapshot)).toContain('main 80 TCP -> OpenViduMasterNodeWithTurnTLSTG')
    expect(openings(snapshot)).toContain('master load-balancer tcp 443-443')
  })

  test.each([
    {id: '3.0.0-beta1', faulty: ['DiskSize']},
    {id: '3.2.0', faulty: ['AmiId', 'S3AppDataBucketName']},
    {id: '3.5.0', faulty: []},
    {
      id: '3.8.0',
      faulty: ['DomainName', 'MasterNodeInstanceType', 'MasterNodesDiskSize', 'OpenViduLicense', 'TurnDomainName'],
    },
  ] as const)('$id: CloudFormation would refuse $faulty', ({id, faulty}) => {
    const parameters = factOf(fixture(id, 'parameters-mistakes'), 'parameters')
    const found = parameters.filter(({violations}) => violations.length > 0).map(({name}) => name)
    expect(found.sort()).toEqual([...faulty])
  })
})

describe('the example', () => {
  const example = (name: string): Snapshot => planOf(join(examples, 'openvidu-ha.yaml'), join(examples, name))

  test.each(['parameters.json', 'parameters-good.json'])('%s is what CloudFormation accepts', name => {
    expect(factOf(example(name), 'template')).toMatchObject({
      generation: '3.8.0',
      shape: '3.8.0',
      version: known('3.8.0'),
    })
    expect(factOf(example(name), 'parameters').filter(({violations}) => violations.length > 0)).toEqual([])
    expect(openings(example(name)).filter(opening => opening.endsWith(' 22-22'))).toHaveLength(2)
    expect(flows(example(name))).toEqual(shippedFlows('3.8.0', plain))
  })

  test('has two mistakes: where the certificate is, and a subnet named twice', () => {
    const [wrong, good] = ['parameters.json', 'parameters-good.json'].map(name => lines(join(examples, name)))
    const changed = wrong?.filter(line => !good?.includes(line)) ?? []
    expect(changed.map(line => /"ParameterKey": "(\w+)"/.exec(line)?.[1])).toEqual([
      'OpenViduCertificateARN',
      'OpenViduMasterNodeSubnets',
    ])
  })
})

describe('the builder', () => {
  test('makes what is committed', () => {
    const committed = readdirSync(fixturesFolder, {recursive: true, encoding: 'utf8'})
    const made = fixtureFiles()
    expect(committed.filter(name => /\.(json|yaml)$/.test(name)).sort()).toEqual([...made.keys()].sort())
    for (const [name, text] of made) {
      const same = readFileSync(new URL(name, fixturesFolder), 'utf8') === text
      expect(same, `${name} is not what the builder makes: run "node scripts/make-fixtures.ts"`).toBe(true)
    }
  })

  test('lets a test change the tree before it is written', () => {
    const text = buildTemplate('3.8.0', {
      mutate: template => {
        const master = at(template, ['Resources', 'OpenViduMasterNode4'])
        setAt(template, ['Resources', 'OpenViduMasterNode5'], master ?? {})
        removeAt(template, ['Resources', 'StopMediaNodeLifecycleHook'])
      },
    })
    const snapshot = planOfText(text, goodParameters('3.8.0'))
    expect(factOf(snapshot, 'masterCount').desired).toEqual({state: 'known', value: 5})
    expect(factOf(snapshot, 'mediaDrain').hook).toBeNull()
  })

  test('has every resource that the tables name', () => {
    for (const {id} of generations) {
      const resources: object = JSON.parse(buildTemplate(id, {format: 'json'})).Resources
      expect(Object.keys(resources)).toEqual(expect.arrayContaining([...templateResourcesOf(id).keys()]))
    }
  })
})

const official = officialTemplates()
if (official.length === 0) {
  process.stderr.write(`Skipped: no official template in ${officialFolder}; set OPENVIDU_TEMPLATES to compare with.\n`)
}

describe.skipIf(official.length === 0).each(official.map(template => ({version: template.version, template})))(
  'beside the official template $version',
  ({version, template}) => {
    const id = generationOfVersion(version) as GenerationId
    const own = (): Pick<OfficialTemplate, 'Parameters' | 'Resources' | 'Conditions' | 'Outputs'> =>
      JSON.parse(buildTemplate(id, {format: 'json'}))

    test('the built one has the same parameters, conditions, outputs, logical ids and types', () => {
      const types = ({Resources}: Pick<OfficialTemplate, 'Resources'>) =>
        Object.fromEntries(Object.entries(Resources).map(([name, {Type, Condition}]) => [name, {Type, Condition}]))
      expect(types(own())).toEqual(types(template))
      for (const section of ['Parameters', 'Conditions', 'Outputs'] as const) {
        expect(Object.keys(own()[section]).sort(), section).toEqual(Object.keys(template[section]).sort())
      }
    })

    test('allows a few of the same instance types', () => {
      for (const name of ['MasterNodeInstanceType', 'MediaNodeInstanceType']) {
        const [few, all] = [own(), template].map(({Parameters}) => Parameters[name]?.AllowedValues)
        expect(all).toEqual(expect.arrayContaining([...(few as readonly string[])]))
      }
    })

    test('both are planned to the same facts', () => {
      const parameters = goodParameters(id)
      expect(comparable(planOfText(buildTemplate(id), parameters))).toEqual(
        comparable(planOfText(template.text, parameters)),
      )
    })
  },
)

const lines = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\n')

function fixture(id: GenerationId, parameters: FixtureParameters = 'parameters'): Snapshot {
  const [template, values] = [templateFile(id), parameterFile(id, parameters)].map(
    name => new URL(name, fixturesFolder),
  )
  if (!template || !values || !existsSync(template)) throw new Error('Run "node scripts/make-fixtures.ts" first')
  return planOf(fileURLToPath(template), fileURLToPath(values))
}
