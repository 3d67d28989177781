import {afterEach, describe, expect, it} from 'vitest'
import {connect} from '../../src/aws/session.ts'
import {collectFacts} from '../../src/collect/collector.ts'
import {findStack} from '../../src/collect/deployed/find-stack.ts'
import {deployedCollectors} from '../../src/collect/deployed/index.ts'
import {readStack} from '../../src/collect/deployed/read-stack.ts'
import {templateBody} from '../../src/collect/deployed/template-body.ts'
import {type Evidence, type EvidenceFile, evidenceOf} from '../../src/collect/evidence/evidence.ts'
import {evidenceLookUps} from '../../src/collect/evidence/index.ts'
import {stackSecretValues} from '../../src/collect/evidence/stack-secret.ts'
import {neededFor} from '../../src/collect/needed.ts'
import {
  casePaths,
  functionLogRecord,
  scalingActivityRecord,
  stackEventRecord,
  targetHealthRecord,
} from '../../src/model/evidence.ts'
import {nest} from '../lab/account/stack-states.ts'
import {denied, type FaultRule, type LabAccount, labAccount, startLab} from '../lab/index.ts'
import {found as required, stackIn} from '../lab/scenarios/find.ts'
import {enterLab, leaveLab} from '../support/lab-environment.ts'

afterEach(leaveLab)

interface Look {
  readonly change?: (account: LabAccount) => void
  readonly faults?: readonly FaultRule[]
  readonly only: readonly string[]
  readonly stack?: string
}

/** What the look-ups bring of a stack of the lab, through the real clients. */
async function look({change = () => {}, faults = [], only, stack}: Look) {
  const account = labAccount({template: {hardened: true}})
  change(account)
  await using lab = await startLab({account, faults, pageSize: 50})
  enterLab(lab)
  const session = await connect({region: account.region, profile: null, signal: new AbortController().signal})
  if ('kind' in session) throw new Error(session.detail)
  const name = stack ?? stackIn(account).stack.StackName ?? ''
  const found = await findStack(session, name)
  if ('kind' in found) throw new Error(found.detail)
  const base = await readStack(session, found, templateBody(session, name), new Date().toISOString())
  const facts = await collectFacts(neededFor(['nodes', 'balancerStates'], deployedCollectors), session, base)
  const named = account.instances.filter(({Tags}) => Tags?.some(({Value}) => /(Master|Media) Node/.test(Value ?? '')))
  const nodes = named.map(({InstanceId = ''}, index) => {
    return {name: `master-${index + 1}`, id: InstanceId, role: 'master' as const}
  })
  const context = {session, facts, nodes, has: () => false, window: {since: null, until: null}}
  const evidence: Evidence[] = []
  for (const one of evidenceLookUps.filter(({id}) => only.includes(id)))
    for await (const piece of evidenceOf(one, context)) evidence.push(piece)
  const secret = await stackSecretValues(session, facts)
  session.close()
  return {evidence, secret, calls: lab.calls}
}

function recordsOf(evidence: readonly Evidence[], path: string): readonly object[] {
  const file = evidence.find((one): one is EvidenceFile => one.kind === 'file' && one.path === path)
  if (file === undefined || !('records' in file.content)) throw new Error(`no ${path}`)
  return file.content.records
}

function textOf(evidence: readonly Evidence[], path: string): string {
  const file = evidence.find((one): one is EvidenceFile => one.kind === 'file' && one.path === path)
  if (file === undefined) throw new Error(`no ${path}`)
  return 'text' in file.content ? file.content.text : JSON.stringify(file.content)
}

describe('evidence', () => {
  it('comes in the form that a case has', async () => {
    const {evidence} = await look({only: evidenceLookUps.map(({id}) => id)})
    expect(evidence.filter(({kind}) => kind === 'gap')).toEqual([])
    for (const [path, schema] of [
      [casePaths.events, stackEventRecord],
      [casePaths.functionLog, functionLogRecord],
      [casePaths.activities, scalingActivityRecord],
      [casePaths.targetHealth, targetHealthRecord],
    ] as const) {
      const records = recordsOf(evidence, path)
      expect(records.length).toBeGreaterThan(0)
      const times = records.map(record => schema.parse(record).at)
      expect(times).toEqual(times.toSorted())
    }
  })

  it('has the events of nested stacks with those of the stack, and of a long history the newest', async () => {
    const {evidence} = await look({
      only: ['stack-events'],
      change: account => {
        const inner = stackIn(account)
        const first = required(inner.events[0], 'event')
        inner.events = Array.from({length: 6_500}, (_, index) => ({
          ...first,
          EventId: String(index),
          LogicalResourceId: `R${index}`,
          Timestamp: new Date(Date.parse('2026-11-20T00:00:00Z') - index * 1_000),
        }))
        const outer = nest(account, inner)
        const {StackId: outerId = '', StackName: outerName = ''} = outer.stack
        inner.events.unshift({
          StackId: inner.stack.StackId,
          StackName: inner.stack.StackName,
          EventId: 'nested',
          LogicalResourceId: 'Conference',
          PhysicalResourceId: outerId,
          ResourceType: 'AWS::CloudFormation::Stack',
          ResourceStatus: 'CREATE_FAILED',
          Timestamp: new Date('2026-11-21T00:00:00Z'),
        })
        outer.events = [
          {
            ...first,
            StackId: outerId,
            StackName: outerName,
            LogicalResourceId: 'Own',
            Timestamp: new Date('2026-11-19T23:59:59Z'),
          },
        ]
      },
      stack: 'video',
    })
    const events = recordsOf(evidence, casePaths.events).map(record => stackEventRecord.parse(record))
    expect(events).toHaveLength(6_001)
    expect(events.at(-1)?.logicalId).toBe('Conference')
    expect(events.some(({logicalId}) => logicalId === 'Own')).toBe(true)
    const [file] = evidence
    expect(file?.kind === 'file' && file.truncated).toBe('of video only the newest 6000 events are kept')
  })

  it('never has the value of a parameter with NoEcho, be it the default in the template', async () => {
    const {evidence, secret} = await look({
      only: ['template', 'parameters'],
      change: account => {
        const stack = stackIn(account)
        stack.template = stack.template.replace(/( {2}OpenViduLicense:\n)/, '$1    Default: "OVPRO-planted-1"\n')
      },
    })
    const template = textOf(evidence, casePaths.template)
    expect(template).toContain('OpenViduLicense')
    expect(template).toContain('Default: "***"')
    expect(template).not.toContain('OVPRO-planted')
    const parameters = textOf(evidence, casePaths.parameters)
    expect(parameters).toContain('"noEcho":["OpenViduLicense"')
    expect(parameters).not.toContain('****')
    expect(secret.state).toBe('known')
    if (secret.state === 'known') expect(secret.value.map(({name}) => name)).not.toContain('DOMAIN_NAME')
  })

  it('tells a refused call as a gap, with a command line that a shell takes as it is meant', async () => {
    const {evidence} = await look({
      only: ['function-log', 'scaling-activities'],
      faults: [
        {target: 'logs.FilterLogEvents', fault: denied()},
        {target: 'autoscaling.DescribeScalingActivities', fault: denied()},
      ],
      change: account => {
        for (const {group} of account.logGroups) group.logGroupName = "/aws/lambda/x'; reboot; '"
        for (const resource of stackIn(account).resources)
          if (resource.ResourceType === 'AWS::Logs::LogGroup') resource.PhysicalResourceId = "/aws/lambda/x'; reboot; '"
      },
    })
    expect(evidence.map(one => one.kind === 'gap' && [one.what, one.cause, one.action])).toEqual([
      ['function log', 'denied', 'logs:FilterLogEvents'],
      ['scaling activities', 'denied', 'autoscaling:DescribeScalingActivities'],
    ])
    const [log] = evidence
    expect(log?.kind === 'gap' && log.command).toContain(`--log-group-name '/aws/lambda/x'\\''; reboot; '\\'''`)
  })

  it('has the console of every node, masters first', async () => {
    const {evidence, calls} = await look({only: ['console-outputs']})
    expect(evidence.map(({node}) => node)).toEqual([1, 2, 3, 4, 5, 6].map(index => `master-${index}`))
    expect(calls.count('ec2.GetConsoleOutput')).toBeGreaterThanOrEqual(6)
  })
})
