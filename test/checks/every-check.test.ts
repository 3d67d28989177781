import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {checkFiles} from '../../scripts/check-files.ts'
import {checkPage} from '../../scripts/check-page.ts'
import {registryText} from '../../scripts/registry.ts'
import {unknown, unknownCauses} from '../../src/model/fact.ts'
import {type FactKey, factKeys} from '../../src/model/facts.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {requirements} from '../../src/openvidu/requirements.ts'
import {healthyStack} from '../support/healthy-stack/index.ts'
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
      for (const healthy of healthyFor(check)) {
        const verdict = judgeIn(check, withFacts(healthy, {[key]: unknown(cause, `no ${key}`, 'service:Action')}))
        expect(verdict).toMatchObject({status: 'unknown', unseen: {cause, facts: [key], action: 'service:Action'}})
      }
    }
  })

  it('does not apply where a fact it needs is absent, and says why', () => {
    for (const key of check.needs as readonly FactKey[]) {
      for (const healthy of healthyFor(check)) {
        const verdict = judgeIn(check, withFacts(healthy, {[key]: {state: 'absent', why: `there is no ${key}`}}))
        expect(verdict).toMatchObject({status: 'not-applicable', why: `there is no ${key}`})
      }
    }
  })

  it('passes on a healthy plan and a healthy stack that were seen whole', () => {
    for (const healthy of [healthyPlan(), healthyStack()]) {
      expect(judgeIn(check, official(healthy))).toMatchObject({
        status: expect.stringMatching(/^(pass|not-applicable)$/),
      })
    }
  })

  it('applies to the healthy snapshots of its sources, and to no other', () => {
    for (const [healthy, judges] of [
      [healthyPlan(), judgesPlans(check)],
      [healthyStack(), judgesStacks(check)],
    ] as const) {
      const verdict = judgeIn(check, official(healthy))
      const elsewhere = verdict.status === 'not-applicable' && verdict.why.startsWith('judged on ')
      expect(elsewhere).toBe(!judges)
    }
  })

  it('does not fail, and passes nothing it needs AWS for, where nothing was looked up', () => {
    const verdict = judgeIn(check, official(offlinePlan()))
    expect(verdict).toMatchObject({status: expect.stringMatching(/^(pass|not-applicable|unknown)$/)})
    if (verdict.status === 'unknown') expect(verdict.unseen.cause).toBe('not-requested')
  })
})

/** The healthy snapshots that the check judges. */
function healthyFor(check: {readonly sources: readonly string[]}): readonly Snapshot[] {
  return [...(judgesPlans(check) ? [healthyPlan()] : []), ...(judgesStacks(check) ? [healthyStack()] : [])]
}

function judgesStacks(check: {readonly sources: readonly string[]}): boolean {
  return check.sources.includes('deployed') || check.sources.includes('nodes')
}

function judgesPlans(check: {readonly sources: readonly string[]}): boolean {
  return check.sources.includes('plan') || check.sources.includes('lookup')
}
