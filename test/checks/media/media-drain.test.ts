import {describe, expect, it} from 'vitest'
import check from '../../../checks/media/media-drain.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, healthyPlan, judgeIn, official, withChanged} from '../../support/snapshots.ts'

type Drain = FactMap['mediaDrain']

const drain = (change: (drain: Drain) => Partial<Drain>, text: 'unmodified' | 'modified' = 'modified') =>
  withChanged(
    withChanged(healthyPlan(), 'mediaDrain', fact => ({...fact, ...change(fact)})),
    'template',
    template => ({...template, official: known(text)}),
  )
const startable =
  (...resources: string[]) =>
  ({starter}: Drain) => ({
    starter: starter && {...starter, resources: known(resources)},
  })
const open = unknown('unresolved', 'known at deploy time only')
const definition = 'arn:aws:ssm:eu-west-1:1:automation-definition/${Document}:$DEFAULT'

describe('media-drain', () => {
  it('passes with all four links, whichever way the role is allowed the document', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
    for (const arn of [
      '*',
      'arn:aws:ssm:eu-west-1:1:document/${StopMediaNodeAutomationDocument}',
      'arn:aws:ssm:*:1:*',
    ]) {
      expect(judgeIn(check, drain(startable(definition, arn))).status).toBe('pass')
    }
  })

  it('takes no other document for the one of the plan', () => {
    const aws = judgeIn(check, drain(startable('arn:aws:ssm:eu-west-1::document/AWS-RunShellScript')))
    expect(aws).toMatchObject({findings: [{phrase: 'denied', severity: 'high'}]})
    // Either may be the name that the document will have.
    for (const name of ['${Document}', 'drain-media-nodes']) {
      const verdict = judgeIn(check, drain(startable(`arn:aws:ssm:eu-west-1:1:document/${name}`)))
      expect(verdict).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    }
  })

  it('gathers missing links in one finding about the group', () => {
    const verdict = judgeIn(
      check,
      drain(() => ({hook: null, document: null})),
    )
    expect(failures(verdict)).toEqual(['missing: OpenViduMediaNodeASG'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          observed: {missing: ['lifecycle hook', 'automation document']},
          message: expect.stringContaining('has no lifecycle hook and no automation document'),
        },
      ],
    })
  })

  it('fails with a hook for launches, and with a rule about another group', () => {
    const launching = drain(({hook}) => ({
      hook: hook && {...hook, transition: known('autoscaling:EC2_INSTANCE_LAUNCHING')},
    }))
    expect(failures(judgeIn(check, launching))).toEqual(['otherTransition: StopMediaNodeLifecycleHook'])
    const elsewhere = drain(({rule}) => ({rule: rule && {...rule, namesGroup: known(false)}}))
    expect(failures(judgeIn(check, elsewhere))).toEqual(['otherGroup: StopMediaNodeCloudWatchEventRule'])
  })

  it('knows the role of the official templates up to 3.5 as their own defect', () => {
    const changed = judgeIn(check, drain(startable(definition)))
    expect(changed).toMatchObject({findings: [{phrase: 'denied', severity: 'high', defect: null}]})
    const unmodified = judgeIn(check, drain(startable(definition), 'unmodified'))
    expect(unmodified).toMatchObject({
      findings: [{phrase: 'denied', severity: 'medium', defect: 'D16'}],
      remedy: {commands: [expect.stringContaining('put-role-policy')]},
    })
    // A role that may start nothing at all is no fault of theirs.
    expect(judgeIn(check, drain(startable(), 'unmodified'))).toMatchObject({
      findings: [{severity: 'high', defect: null}],
    })
  })

  it('does not pass a link that was not seen', () => {
    for (const change of [
      ({hook}: Drain) => ({hook: hook && {...hook, transition: open}}),
      ({rule}: Drain) => ({rule: rule && {...rule, namesGroup: open}}),
      ({starter}: Drain) => ({starter: starter && {...starter, resources: open}}),
    ]) {
      expect(judgeIn(check, drain(change))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    }
  })

  describe('of a deployed stack', () => {
    const live = (change: (drain: Drain) => Partial<Drain>) =>
      withChanged(healthyStack(), 'mediaDrain', fact => ({...fact, ...change(fact)}))
    const own = 'arn:aws:ssm:eu-west-1:123456789012'

    it.each([`${own}:document/drain`, `${own}:document/*`, `${own}:*`, 'arn:aws:ssm:*:*:document/drain', 'arn:*', '*'])(
      'passes where the role may start the document by %s',
      resource => {
        expect(judgeIn(check, live(startable(resource))).status).toBe('pass')
      },
    )

    it.each([
      `${own}:document/another`,
      `${own}:automation-definition/drain:$DEFAULT`,
      'arn:aws:ssm:us-east-1:123456789012:document/drain',
      'arn:aws:ssm:eu-west-1:210987654321:document/drain',
    ])('fails where it may start %s only, which is not what the template does', resource => {
      expect(judgeIn(check, official(live(startable(resource))))).toMatchObject({
        findings: [{phrase: 'denied', severity: 'high', defect: null, expected: {resource: `${own}:document/drain`}}],
      })
    })

    it('knows the defect of a template whose role was left as it was', () => {
      const old = withChanged(live(startable(`${own}:automation-definition/drain:$DEFAULT`)), 'intended', intended => ({
        ...intended,
        mediaDrain: intended.mediaDrain && {...intended.mediaDrain, ...startable(definition)(intended.mediaDrain)},
      }))
      expect(judgeIn(check, official(old))).toMatchObject({findings: [{severity: 'medium', defect: 'D16'}]})
    })

    it('fails with a deleted hook and a disabled rule, and does not pass a document that was not seen', () => {
      expect(
        failures(
          judgeIn(
            check,
            live(() => ({hook: null})),
          ),
        ),
      ).toEqual(['missing: OpenViduMediaNodeASG'])
      const disabled = live(({rule}) => ({rule: rule && {...rule, enabled: known(false)}}))
      expect(failures(judgeIn(check, disabled))).toEqual(['disabled: StopMediaNodeCloudWatchEventRule'])
      const gap = unknown('denied', 'no policy allows it', 'ssm:DescribeDocument')
      const hidden = live(({document}) => ({document: document && {...document, found: gap}}))
      expect(judgeIn(check, hidden)).toMatchObject({status: 'unknown', unseen: {action: 'ssm:DescribeDocument'}})
    })
  })
})
