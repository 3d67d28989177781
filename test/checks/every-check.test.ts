import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {checkFiles} from '../../scripts/check-files.ts'
import {checkPage} from '../../scripts/check-page.ts'
import {registryText} from '../../scripts/registry.ts'
import {unknown, unknownCauses} from '../../src/model/fact.ts'
import {type FactKey, factKeys} from '../../src/model/facts.ts'
import {requirements} from '../../src/openvidu/requirements.ts'
import {healthyPlan, judgeIn, official, offlinePlan, projectRoot, withFacts} from '../support/snapshots.ts'

const files = checkFiles()

describe('the registry', () => {
  it('is what the check files make it', () => {
    expect(readFileSync(join(projectRoot, 'checks/index.ts'), 'utf8')).toBe(registryText())
    expect(checks.map(({area, id}) => ({area, id}))).toEqual(files)
  })
})

describe.each(checks.map(check => ({id: check.id, check})))('$id', ({check}) => {
  it('is three files: the check, its test, its page', () => {
    expect(existsSync(join(projectRoot, 'test/checks', check.area, `${check.id}.test.ts`))).toBe(true)
    const page = join(projectRoot, 'docs/checks', `${check.id}.md`)
    expect(existsSync(page), 'no page: run `npm run generate`').toBe(true)
    const text = readFileSync(page, 'utf8')
    expect(text, 'the page is out of date: run `npm run generate`').toBe(checkPage(check, text))
  })

  it('says what it is in house style', () => {
    expect(check.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(check.title).toMatch(/^[A-Z0-9]/)
    expect(check.title).not.toMatch(/[.]$|^Ensure|^Check/)
    expect(check.title.length).toBeLessThanOrEqual(100)
    expect(check.why).toMatch(/^[A-Z].*[.]$/)
    expect(check.why.length).toBeLessThanOrEqual(500)
    for (const remedy of [check.remedy, ...Object.values(check.remedies ?? {})]) {
      expect(remedy?.url).toMatch(/^https:\/\//)
      expect(remedy?.text).toMatch(/^[A-Z`].*[.]$/s)
    }
  })

  it('tells for each source how it judges, and for no other', () => {
    expect(Object.keys(check.how).toSorted()).toEqual([...check.sources].toSorted())
  })

  it('names requirements and facts that exist', () => {
    const known = requirements.map(({id}) => id) as readonly string[]
    for (const id of check.requirements) expect(known).toContain(id)
    for (const key of [...check.needs, ...(check.uses ?? [])]) expect(factKeys).toContain(key)
  })

  it('gives a remedy of its own only to phrases it has', () => {
    for (const phrase of Object.keys(check.remedies ?? {})) expect(Object.keys(check.phrases)).toContain(phrase)
  })

  it.each(unknownCauses)('does not judge where a fact it needs is unknown: %s', cause => {
    for (const key of check.needs as readonly FactKey[]) {
      const verdict = judgeIn(check, withFacts(healthyPlan(), {[key]: unknown(cause, `no ${key}`, 'service:Action')}))
      const expected = judgesPlans(check)
        ? {status: 'unknown', unseen: {cause, facts: [key], action: 'service:Action'}}
        : {status: 'not-applicable'}
      expect(verdict).toMatchObject(expected)
    }
  })

  it('does not apply where a fact it needs is absent, and says why', () => {
    for (const key of check.needs as readonly FactKey[]) {
      const verdict = judgeIn(check, withFacts(healthyPlan(), {[key]: {state: 'absent', why: `there is no ${key}`}}))
      expect(verdict).toMatchObject(
        judgesPlans(check) ? {status: 'not-applicable', why: `there is no ${key}`} : {status: 'not-applicable'},
      )
    }
  })

  it('passes on a healthy plan that was seen whole', () => {
    expect(judgeIn(check, official(healthyPlan()))).toMatchObject({
      status: expect.stringMatching(/^(pass|not-applicable)$/),
    })
  })

  it('does not fail, and passes nothing it needs AWS for, where nothing was looked up', () => {
    const verdict = judgeIn(check, official(offlinePlan()))
    expect(verdict).toMatchObject({status: expect.stringMatching(/^(pass|not-applicable|unknown)$/)})
    if (verdict.status === 'unknown') expect(verdict.unseen.cause).toBe('not-requested')
  })
})

function judgesPlans(check: {readonly sources: readonly string[]}): boolean {
  return check.sources.includes('plan') || check.sources.includes('lookup')
}
