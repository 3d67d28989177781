import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/reboot-job.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {absent, unknown} from '../../../src/model/fact.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn, official, withChanged, withFacts} from '../../support/snapshots.ts'

const [first = '', , third = ''] = masterIds

const withJob = (id: string, change: Partial<Part<'rebootJob'>>) =>
  withPart('rebootJob', [id], part => ({...part, ...change}))
const withUnit = (id: string, active: string, snapshot?: ReturnType<typeof withJob>) =>
  withPart('unit', [id], part => ({...part, active}), snapshot)
const ofGeneration = (generation: string | null, snapshot: ReturnType<typeof withJob>) =>
  withChanged(snapshot, 'template', template => ({...template, generation, shape: generation}))

describe('reboot-job', () => {
  it('fails a master whose crontab lacks the job', () => {
    const verdict = judgeIn(check, withJob(first, {present: false, cron: 'inactive'}))
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'missing',
          severity: 'medium',
          defect: null,
          message: `the crontab of OpenViduMasterNode1 (${first}) has no such job; expected "@reboot /usr/local/bin/restart.sh"`,
        },
      ],
      remedy: {text: expect.stringContaining('Add the job')},
    })
  })

  it('marks the official templates’ own fault on masters 3 and 4 up to 3.4.1', () => {
    const defects = (id: string, generation: string) =>
      judgeIn(check, official(ofGeneration(generation, withJob(id, {present: false}))))
    expect(defects(third, '3.4.1')).toMatchObject({findings: [{defect: 'D14'}]})
    expect(defects(third, '3.5.0')).toMatchObject({findings: [{defect: null}]})
    expect(defects(first, '3.4.1')).toMatchObject({findings: [{defect: null}]})
  })

  it('does not ask for a job of templates that were never seen', () => {
    const none = withJob(first, {present: false})
    for (const generation of ['3.0.0-beta1', 'next', null])
      expect(judgeIn(check, ofGeneration(generation, none)).status).toBe('unknown')
    const unseen = withFacts(none, {template: unknown('denied', 'no', 'cloudformation:GetTemplate')})
    expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {action: 'cloudformation:GetTemplate'}})
    expect(judgeIn(check, withFacts(none, {template: absent('no template')})).status).toBe('unknown')
  })

  it('fails a cron that does not run', () => {
    expect(judgeIn(check, withJob(first, {cron: 'failed'}))).toMatchObject({
      findings: [{phrase: 'cronStopped', message: expect.stringContaining('is failed')}],
      remedy: {text: 'Enable and start cron.'},
    })
  })

  it.each(['inactive', 'failed'])('fails a master that the reboot left %s', active => {
    const verdict = judgeIn(check, withUnit(third, active))
    expect(failures(verdict)).toEqual(['leftStopped: OpenViduMasterNode3'])
    const unitUnseen = withoutPart('unit', [third], withJob(third, {startedSinceBoot: false}))
    expect(failures(judgeIn(check, unitUnseen))).toEqual(['leftStopped: OpenViduMasterNode3'])
    expect(judgeIn(check, official(withUnit(third, active)))).toMatchObject({findings: [{defect: 'D13'}]})
  })

  it('fails a master that was not started since its boot, and names the slash in the secret', () => {
    const found = {signature: 'F27', where: 'journal', lines: 1, last: null, text: "unknown option to `s'"}
    const other = {...found, signature: 'F41', text: 'NOAUTH'}
    const stopped = withPart('signatures', [third], () => [other, found], withJob(third, {startedSinceBoot: false}))
    expect(judgeIn(check, stopped)).toMatchObject({
      findings: [
        {
          phrase: 'leftStopped',
          message: `since the last boot of OpenViduMasterNode3 (${third}) OpenVidu was not started, its journal shows F27 in journal ("unknown option to \`s'"): A value of the secret holds a slash: the reboot job stopped OpenVidu and did not start it; expected it started and active`,
        },
      ],
    })
  })

  it('cannot tell whether it was started where the node does not', () => {
    expect(judgeIn(check, withJob(first, {startedSinceBoot: null})).status).toBe('unknown')
    const stopped = withUnit(first, 'inactive', withJob(first, {startedSinceBoot: null}))
    expect(judgeIn(check, stopped).status).toBe('fail')
  })

  it('does not judge a master that started just now', () => {
    const young = withPart('system', [first], part => ({...part, uptimeSeconds: 599}), withUnit(first, 'inactive'))
    expect(judgeIn(check, young)).toMatchObject({status: 'unknown', unseen: {facts: ['OpenViduMasterNode1']}})
  })

  it.each(['rebootJob', 'unit'] as const)('does not pass a master whose %s was not seen', part => {
    expect(judgeIn(check, withoutPart(part, [first]))).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['OpenViduMasterNode1']},
    })
  })

  it('leaves media nodes alone, and fails the master beside one that gave no answer', () => {
    expect(judgeIn(check, withoutAnswer(mediaIds)).status).toBe('pass')
    const verdict = judgeIn(check, withoutAnswer([first], withUnit(third, 'failed')))
    expect(verdict).toMatchObject({status: 'fail', unseen: {facts: ['OpenViduMasterNode1']}})
  })

  it('passes nothing where no master runs', () => {
    const none = withProbes(node => (node.group === 'media' ? node : null))
    expect(judgeIn(check, none)).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['Stack'], detail: expect.stringContaining('no master node runs')},
    })
  })
})
