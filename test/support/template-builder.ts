import type {GenerationId} from '../../src/openvidu/generations.ts'
import {resourceConditionsOf, templateOutputsOf} from '../../src/openvidu/template-resources.ts'
import {balancerResources} from './template-balancers.ts'
import {contextOf, hasTurnBalancer, type TemplateContext, turnFigures} from './template-context.ts'
import {drainResources} from './template-drain.ts'
import {identityResources} from './template-identity.ts'
import {conditionsSection, interfaceSection, mappingsSection, parametersSection} from './template-inputs.ts'
import {masterResources} from './template-masters.ts'
import {mediaResources} from './template-media.ts'
import {renamed} from './template-rename.ts'
import {securityGroupResources} from './template-security-groups.ts'
import {attribute, isMap, sub, type TreeMap} from './template-tree.ts'
import {jsonText, yamlText} from './template-writer.ts'

export interface TemplateOptions {
  /** A fork that mends what a template can mend; without it the template has the defects of the official one. */
  readonly hardened?: boolean
  /** Other logical ids, used consistently: a user's fork. */
  readonly rename?: (logicalId: string) => string
  /** Changes the tree before it is renamed and written; see `setAt` and `removeAt` of `template-tree.ts`. */
  readonly mutate?: (template: TreeMap) => void
  readonly format?: 'yaml' | 'json'
}

/**
 * The text of a small but complete High Availability template of a generation: every parameter, condition, resource, port
 * and listener that `src/openvidu` knows of it, with short scripts of our own. Where a generation was never published the
 * nearest one stands in: 3.2.0 for the 3.0 betas, 3.8.0 (and 3.5.0 for its TURN balancer) for the announced one.
 */
export function buildTemplate(generation: GenerationId, options: TemplateOptions = {}): string {
  const {hardened = false, rename, mutate, format = 'yaml'} = options
  const template = templateTree(contextOf(generation, hardened))
  mutate?.(template)
  const named = rename === undefined ? template : renamed(template, rename)
  return format === 'yaml' ? yamlText(named) : jsonText(named)
}

function templateTree(context: TemplateContext): TreeMap {
  const mappings = mappingsSection(context)
  const conditions = conditionsSection(context)
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'OpenVidu Pro - High Availability',
    Metadata: interfaceSection(context),
    Parameters: parametersSection(context),
    ...(mappings === null ? {} : {Mappings: mappings}),
    ...(Object.keys(conditions).length === 0 ? {} : {Conditions: conditions}),
    Resources: resourcesSection(context),
    Outputs: outputsSection(context),
  }
}

function resourcesSection(context: TemplateContext): TreeMap {
  const resources: TreeMap = {
    ...identityResources(context),
    ...masterResources(context),
    ...mediaResources(context),
    ...drainResources(context),
    ...securityGroupResources(context),
    ...balancerResources(context),
  }
  const conditions = conditionsOf(context)
  for (const [logicalId, resource] of Object.entries(resources)) {
    const condition = conditions.get(logicalId)
    if (condition === undefined || !isMap(resource)) continue
    const {Type = '', ...rest} = resource
    resources[logicalId] = {Type, Condition: condition, ...rest}
  }
  return resources
}

/** Which resources a condition switches. */
function conditionsOf(context: TemplateContext): ReadonlyMap<string, string> {
  const turn = [...resourceConditionsOf(turnFigures(context))].filter(
    ([, condition]) => condition === 'TurnTLSIsEnabled',
  )
  const conditions = new Map([...resourceConditionsOf(context.figures), ...(hasTurnBalancer(context) ? turn : [])])
  // With the listener on port 80 mended its target group is needed with the flag, too.
  if (context.hardened) conditions.delete('OpenViduMasterNodeHTTPTG')
  return conditions
}

function outputsSection({generation}: TemplateContext): TreeMap {
  const secret = 'openvidu-ha-${AWS::Region}-${AWS::StackName}'
  const values: TreeMap = {
    ServicesAndCredentials: sub(
      `https://\${AWS::Region}.console.aws.amazon.com/secretsmanager/home?region=\${AWS::Region}#!/secret?name=${secret}`,
    ),
    LoadBalancerDNS: attribute('LoadBalancer', 'DNSName'),
    TurnLoadBalancerDNS: attribute('TurnTLSLoadBalancer', 'DNSName'),
  }
  const section: TreeMap = {}
  for (const {name, meaning} of templateOutputsOf(generation)) {
    section[name] = {
      ...(name === 'TurnLoadBalancerDNS' ? {Condition: 'TurnTLSIsEnabled'} : {}),
      Description: meaning,
      Value: values[name] ?? '',
    }
  }
  return section
}
