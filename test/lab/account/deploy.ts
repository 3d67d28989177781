import {buildTemplate, type TemplateOptions} from '../../support/template-builder.ts'
import {renamed} from '../../support/template-rename.ts'
import {bare, isMap, type TreeMap} from '../../support/template-tree.ts'
import type {LabAccount} from './account.ts'
import {deployBalancers} from './deploy-balancers.ts'
import {deployGuards} from './deploy-guards.ts'
import {deployIdentity} from './deploy-identity.ts'
import {deployNodes} from './deploy-nodes.ts'
import {deployScaling} from './deploy-scaling.ts'
import {deploySecurityGroups} from './deploy-security-groups.ts'
import {deployStack} from './deploy-stack.ts'
import type {Json} from './json-value.ts'
import type {Setting} from './setting.ts'
import {StackEvaluator, type StackResource} from './stack-evaluator.ts'
import {identify, stackIdOf} from './stack-identities.ts'

/** A stack on its way into an account. */
export interface Deploying {
  readonly setting: Setting
  readonly account: LabAccount
  readonly stackId: string
  readonly evaluator: StackEvaluator
  readonly resources: readonly StackResource[]
  readonly ofType: (type: string) => readonly StackResource[]
  /** How many hours ago the stack was made. */
  readonly ageHours: number
  readonly templateText: string
  readonly template: TreeMap
}

export interface DeployOptions {
  readonly template?: TemplateOptions
  readonly ageHours: number
  /** Whether every instance is managed by Systems Manager, whatever its role allows. */
  readonly defaultHostManagement: boolean
}

/** Makes the stack of the generation's template with the setting's parameters, and has it run well ever since. */
export function deploy(setting: Setting, account: LabAccount, options: DeployOptions): void {
  const {text, tree} = builtTemplate(setting, options.template ?? {})
  const stackId = stackIdOf(setting)
  const {region, partition, accountId, stackName} = setting
  const publicParameter = (path: string): string =>
    account.ssmParameters.find(({Name}) => Name === path)?.Value ?? `unresolved:${path}`
  const evaluator = new StackEvaluator(tree, {
    parameters: parametersOf(tree, setting, publicParameter),
    pseudo: {
      'AWS::Region': region,
      'AWS::Partition': partition,
      'AWS::AccountId': accountId,
      'AWS::StackName': stackName,
      'AWS::StackId': stackId,
      'AWS::URLSuffix': 'amazonaws.com',
    },
    publicParameter,
    identify: (logicalId, type, properties) => identify(setting, logicalId, type, properties),
  })
  const resources = evaluator.resources()
  const deploying: Deploying = {
    setting,
    account,
    stackId,
    evaluator,
    resources,
    ofType: type => resources.filter(resource => resource.type === type),
    ageHours: options.ageHours,
    templateText: text,
    template: tree,
  }
  deploySecurityGroups(deploying)
  deployIdentity(deploying)
  deployNodes(deploying)
  deployScaling(deploying)
  deployBalancers(deploying)
  deployGuards(deploying, options.defaultHostManagement)
  deployStack(deploying)
}

/** The template as text, and as the tree of which it was written. */
function builtTemplate(
  {generation}: Setting,
  options: TemplateOptions,
): {readonly text: string; readonly tree: TreeMap} {
  let tree: TreeMap = {}
  const text = buildTemplate(generation, {
    ...options,
    mutate: made => {
      options.mutate?.(made)
      tree = made
    },
  })
  return {text, tree: options.rename === undefined ? tree : renamed(tree, options.rename)}
}

/** Parameters as `Ref` gives them: given or by default, lists split, SSM parameters followed. */
function parametersOf(
  template: TreeMap,
  {parameters}: Setting,
  publicParameter: (path: string) => string,
): Readonly<Record<string, Json>> {
  const declared = bare(template.Parameters)
  if (!isMap(declared)) return {}
  return Object.fromEntries(
    Object.entries(declared).map(([name, tree]): [string, Json] => {
      const declaration = bare(tree)
      const [type, fallback] = isMap(declaration) ? [bare(declaration.Type), bare(declaration.Default)] : ['String', '']
      const value = parameters[name] ?? String(fallback ?? '')
      if (/^(List<|CommaDelimitedList)/.test(String(type))) return [name, value.split(',').map(item => item.trim())]
      return [name, String(type).startsWith('AWS::SSM::Parameter::Value') ? publicParameter(value) : value]
    }),
  )
}

/** The tags that CloudFormation puts on what it makes. */
export function stackTags({setting, stackId}: Deploying, logicalId: string): {Key: string; Value: string}[] {
  return [
    {Key: 'aws:cloudformation:stack-name', Value: setting.stackName},
    {Key: 'aws:cloudformation:stack-id', Value: stackId},
    {Key: 'aws:cloudformation:logical-id', Value: logicalId},
  ]
}
