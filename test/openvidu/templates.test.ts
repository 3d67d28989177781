import {describe, expect, test} from 'vitest'
import {listenersOf, shippedListenersOf, shippedTargetGroupsOf} from '../../src/openvidu/balancers.ts'
import {defectsOf} from '../../src/openvidu/defects.ts'
import {type Features, featuresOf, mainDomainTurnFlag} from '../../src/openvidu/features.ts'
import {
  type GenerationId,
  generationOf,
  generationOfVersion,
  recogniseGeneration,
} from '../../src/openvidu/generations.ts'
import {gravitonFamiliesOf, instanceTypeSpecification} from '../../src/openvidu/instance-types.ts'
import {type NodeGroup, type PortRule, portRulesOf} from '../../src/openvidu/ports.ts'
import {secretKeysOf} from '../../src/openvidu/secret-keys.ts'
import {defaultModulesOf} from '../../src/openvidu/services.ts'
import {compiledSignatures} from '../../src/openvidu/signatures.ts'
import {isInternalTlsVariant, templateKindOf, versionMarkerOf} from '../../src/openvidu/template-kinds.ts'
import {templateParametersOf} from '../../src/openvidu/template-parameters.ts'
import {
  resourceConditionsOf,
  templateConditionsOf,
  templateOutputsOf,
  templateResourcesOf,
} from '../../src/openvidu/template-resources.ts'
import {
  folder,
  holds,
  type OfficialTemplate,
  officialTemplates,
  referenced,
  resourcesOfType,
  type Value,
} from './official-templates.ts'

const templates = officialTemplates()
if (templates.length === 0) {
  process.stderr.write(
    `Skipped: no cf-openvidu-ha-<version>.yaml in ${folder}; set OPENVIDU_TEMPLATES to compare with.\n`,
  )
}

test.skipIf(templates.length === 0)('official templates are there to compare with', () => {
  expect(templates.map(({version}) => generationOfVersion(version))).not.toContain(null)
})

describe.skipIf(templates.length === 0).each(templates.map(template => ({version: template.version, template})))(
  'the official template $version',
  ({version, template}) => {
    const generation = generationOfVersion(version) as GenerationId
    const row = () => generationOf(generation)

    test('is in the table and recognised', () => {
      expect(generation).not.toBeNull()
      const shape = {
        parameters: new Set(Object.keys(template.Parameters)),
        resources: new Set(Object.keys(template.Resources)),
        text: template.text,
      }
      // 3.6.1 and 3.7.0 have one structure.
      expect(recogniseGeneration(shape)).toBe(generation === '3.6.1' ? '3.7.0' : generation)
      expect(versionMarkerOf(template.text)).toBe(version)
      expect(templateKindOf(template.Description)?.kind).toBe('high-availability')
      expect(isInternalTlsVariant(shape)).toBe(false)
    })

    test('has as many parameters and resources as the table says', () => {
      expect(Object.keys(template.Parameters).length).toBe(row().parameterCount)
      expect(Object.keys(template.Resources).length).toBe(row().resourceCount)
    })

    test('has these parameters', () => {
      const found = Object.entries(template.Parameters).map(([name, declared]) => {
        const values = declared.AllowedValues as readonly Value[] | undefined
        const short = values !== undefined && values.length <= 5
        return {
          name,
          type: declared.Type,
          default: declared.Default === undefined ? null : String(declared.Default),
          allowedPattern: declared.AllowedPattern,
          allowedValues: short ? values : undefined,
          allowedValuesCount: short ? undefined : values?.length,
          minValue: declared.MinValue,
          noEcho: declared.NoEcho ?? false,
          required: declared.Default === undefined,
        }
      })
      const known = templateParametersOf(generation).map(({purpose: _purpose, span: _span, ...rest}) => rest)
      expect(byName(known)).toEqual(byName(found))
    })

    test('has these resources, outputs and conditions', () => {
      expect(templateResourcesOf(generation)).toEqual(
        new Map(Object.entries(template.Resources).map(([id, {Type}]) => [id, Type])),
      )
      expect(resourceConditionsOf(generation)).toEqual(
        new Map(Object.entries(template.Resources).flatMap(([id, r]) => (r.Condition ? [[id, r.Condition]] : []))),
      )
      expect(templateOutputsOf(generation).map(({name}) => name)).toEqual(Object.keys(template.Outputs))
      expect(
        templateConditionsOf(generation)
          .map(({name}) => name)
          .sort(),
      ).toEqual(Object.keys(template.Conditions).sort())
    })

    test('waits this long for each master', () => {
      for (const slot of [1, 2, 3, 4]) {
        const signal = template.Resources[`MasterNodesWaitCondition${slot}`]?.CreationPolicy?.ResourceSignal
        expect(signal?.Timeout).toBe(`PT${row().waitMinutes}M`)
      }
    })

    test('starts the secret with these keys', () => {
      const text = String(template.Resources.OpenViduSharedInfo?.Properties?.SecretString)
      const found = JSON.parse(text) as Record<string, string>
      expect(new Set(secretKeysOf(generation).map(({name}) => name))).toEqual(new Set(Object.keys(found)))
      for (const {name, initialValue, fixedValue} of secretKeysOf(generation)) {
        expect([name, found[name]]).toEqual([name, initialValue])
        if (fixedValue !== null) expect(template.text).toContain(`save ${name} "${fixedValue}"`)
      }
    })

    test('enables these modules', () => {
      expect(template.text).toContain(`save ENABLED_MODULES "${defaultModulesOf(generation).join(',')}"`)
    })

    test('allows only instance types that are known, and knows these Graviton families', () => {
      const allowed = (template.Parameters.MasterNodeInstanceType?.AllowedValues ?? []) as readonly string[]
      expect(template.Parameters.MediaNodeInstanceType?.AllowedValues).toEqual(allowed)
      expect(allowed.filter(type => instanceTypeSpecification(type) === null)).toEqual([])
      const families = [...new Set(allowed.map(type => type.split('.')[0] ?? ''))]
      for (const node of ['Master', 'Media']) {
        const taken = families.filter(
          family =>
            `Is${node}Graviton` in template.Conditions &&
            holds(template, `Is${node}Graviton`, new Map([[`${node}NodeInstanceType`, `${family}.xlarge`]])),
        )
        expect(new Set(taken)).toEqual(new Set(gravitonFamiliesOf(generation)))
      }
    })

    test.each(textDefects)('shows $id where the table says so', ({id, mark, shownByMark}) => {
      expect(defectsOf(generation).some(defect => defect.id === id)).toBe(template.text.includes(mark) === shownByMark)
    })

    test('has what failure signatures of one generation only depend on', () => {
      const ids = new Set(compiledSignatures('cloud-init', generation).map(({signature}) => signature.id))
      expect(ids.has('F2')).toBe(!template.text.includes('DPkg::Lock::Timeout'))
      expect(ids.has('F5')).toBe(!template.text.includes('--break-system-packages'))
      expect(ids.has('F24')).toBe(template.text.includes('not healthy after 300s, restarting once'))
    })

    test.each(featureCases)('opens these ports with $name', ({given}) => {
      const known = portRulesOf(generation, featuresOf(given)).flatMap(asOpenings).sort()
      expect(known).toEqual(openings(template, given).sort())
    })

    test.each(featureCases)('has these listeners and target groups with $name', ({given}) => {
      const features = featuresOf(given)
      const groups = shippedTargetGroupsOf(generation, features)
      expect(byName(groups.map(group => ({name: group.logicalId, ...group})).map(withoutId))).toEqual(
        byName(targetGroups(template, given)),
      )
      const logicalId = new Map(groups.map(group => [group.id, group.logicalId]))
      const shipped = shippedListenersOf(generation, features)
        .map(listener => ({...listener, targetGroup: logicalId.get(listener.targetGroup)}))
        .sort(byPort)
      expect(shipped).toEqual(listeners(template, given).sort(byPort))
      // Where the template errs, it errs only about the target of port 80.
      const sound = listenersOf(generation, features)
      expect(sound.map(({port, protocol}) => [port, protocol])).toEqual(
        shippedListenersOf(generation, features).map(({port, protocol}) => [port, protocol]),
      )
    })
  },
)

const featureCases: readonly {readonly name: string; readonly given: ReadonlyMap<string, string>}[] = [
  {name: 'no feature', given: new Map()},
  {name: 'a TURN domain', given: new Map([['TurnDomainName', 'turn.example.org']])},
  {name: 'only a TURN certificate', given: new Map([['TurnCertificateARN', 'arn:aws:acm:x']])},
  {name: 'the main domain flag', given: new Map([['AdditionalInstallFlags', `--a=b, ${mainDomainTurnFlag}`]])},
  {
    name: 'both',
    given: new Map([
      ['TurnDomainName', 'turn.example.org'],
      ['TurnCertificateARN', 'arn:aws:acm:x'],
      ['AdditionalInstallFlags', mainDomainTurnFlag],
    ]),
  },
]

/** Defects that one text in the template proves or, where `shownByMark` is false, disproves. */
const textDefects = [
  {id: 'D1', mark: 'OpenViduMasterLaunchTemplate.LatestVersionNumber', shownByMark: true},
  {id: 'D5', mark: 'sh <(curl -fsSL http://get.openvidu.io/', shownByMark: true},
  {id: 'D7', mark: 'DesiredCapacity: !Ref InitialNumberOfMediaNodes', shownByMark: true},
  {id: 'D9', mark: 'OpenViduMediaNodeLaunchTemplate.DefaultVersionNumber', shownByMark: true},
  {id: 'D10', mark: 'HealthCheckType', shownByMark: false},
  {id: 'D11', mark: '#!/bin/bash -x', shownByMark: true},
  {id: 'D12', mark: '&> /var/log/openvidu-restart.log', shownByMark: true},
  {id: 'D14', mark: 'systemctl enable crond.service', shownByMark: true},
  {id: 'D15', mark: 'LIVEKIT_TURN_DOMAIN_NAME', shownByMark: true},
  {id: 'D16', mark: ':automation-execution/', shownByMark: false},
  {id: 'D18', mark: 'TurnTLSIsEnabled: !Or', shownByMark: true},
  {id: 'D20', mark: "FunctionName: !Sub 'SubnetProcessor-", shownByMark: true},
  {id: 'D23', mark: 'load_balancing.cross_zone.enabled', shownByMark: false},
  {id: 'D24', mark: 'OpenViduTurnTLSLoadBalancerToMediaNodeIngressSG', shownByMark: true},
  {id: 'D26', mark: '"$ALL_SECRETS_GENERATED" == "none"', shownByMark: true},
  {id: 'D30', mark: 'executionTimeout: "60"', shownByMark: true},
] as const

const groupIds: Readonly<Record<string, NodeGroup>> = {
  OpenViduMasterNodeSG: 'master',
  OpenViduMediaNodeSG: 'media',
  OpenViduLoadBalancerSG: 'load-balancer',
  OpenViduTurnTLSLoadBalancerSG: 'turn-load-balancer',
}

function openings(template: OfficialTemplate, given: ReadonlyMap<string, string>): string[] {
  const inline = [...resourcesOfType(template, 'AWS::EC2::SecurityGroup', given)].flatMap(([id, properties]) =>
    ((properties.SecurityGroupIngress ?? []) as readonly {readonly [key: string]: Value}[]).map(rule =>
      opening(groupIds[id], rule.CidrIp ?? rule.CidrIpv6, rule),
    ),
  )
  const separate = [...resourcesOfType(template, 'AWS::EC2::SecurityGroupIngress', given).values()].map(rule =>
    opening(groupIds[referenced(rule.GroupId)], groupIds[referenced(rule.SourceSecurityGroupId)], rule),
  )
  return [...inline, ...separate]
}

function opening(
  target: NodeGroup | undefined,
  source: Value | undefined,
  rule: {readonly [key: string]: Value},
): string {
  return `${target} from ${source}: ${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort}`
}

function asOpenings({target, source, protocol, from, to}: PortRule): string[] {
  const sources = source === 'any' ? ['0.0.0.0/0', '::/0'] : [source]
  return sources.map(each => `${target} from ${each}: ${protocol} ${from}-${to}`)
}

function targetGroups(template: OfficialTemplate, given: ReadonlyMap<string, string>) {
  return [...resourcesOfType(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', given)].map(([name, group]) => {
    const attributes = (group.TargetGroupAttributes ?? []) as readonly {readonly [key: string]: Value}[]
    const delay = attributes.find(({Key}) => Key === 'deregistration_delay.timeout_seconds')?.Value
    return {
      name,
      logicalId: name,
      members: group.Targets === undefined ? 'media' : 'masters',
      port: group.Port,
      protocol: group.Protocol,
      healthCheck: {
        protocol: group.HealthCheckProtocol,
        port: Number(group.HealthCheckPort),
        path: group.HealthCheckPath,
        matcher: (group.Matcher as {readonly HttpCode: Value}).HttpCode,
        intervalSeconds: group.HealthCheckIntervalSeconds,
        timeoutSeconds: group.HealthCheckTimeoutSeconds,
        healthyThreshold: group.HealthyThresholdCount,
        unhealthyThreshold: group.UnhealthyThresholdCount,
      },
      deregistrationDelaySeconds: delay ?? null,
    }
  })
}

function listeners(template: OfficialTemplate, given: ReadonlyMap<string, string>) {
  return [...resourcesOfType(template, 'AWS::ElasticLoadBalancingV2::Listener', given).values()].map(listener => {
    const [action] = listener.DefaultActions as readonly {readonly [key: string]: Value}[]
    return {
      balancer: referenced(listener.LoadBalancerArn) === 'LoadBalancer' ? 'main' : 'turn',
      port: Number(listener.Port),
      protocol: listener.Protocol,
      targetGroup: referenced(action?.TargetGroupArn),
    }
  })
}

function withoutId<T extends {readonly id: unknown}>({id: _id, ...rest}: T): Omit<T, 'id'> {
  return rest
}

function byName<T extends {readonly name: string}>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => a.name.localeCompare(b.name))
}

function byPort(a: {balancer: string; port: number}, b: {balancer: string; port: number}): number {
  return a.balancer.localeCompare(b.balancer) || a.port - b.port
}

test('a feature is what the parameters say', () => {
  const none: Features = {turnDomain: false, mainDomainTurn: false}
  expect(featuresOf(new Map([['TurnDomainName', '']]))).toEqual(none)
})
