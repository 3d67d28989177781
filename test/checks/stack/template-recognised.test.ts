import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/template-recognised.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

type Template = FactMap['template']
type Official = Extract<Template['official'], {state: 'known'}>['value']
type Part = Partial<Omit<Template, 'version' | 'official'>> & {version?: string | null; official?: Official}

const template = ({version = '3.8.0', official = 'unmodified', ...part}: Part) =>
  withChanged(healthyPlan(), 'template', fact => ({
    ...fact,
    kind: 'high-availability',
    version: known(version),
    generation: '3.8.0',
    shape: '3.8.0',
    official: known(official),
    ...part,
  }))

const judged = (part: Part) => judgeIn(check, template(part))

describe('template-recognised', () => {
  it.each(['version', 'official'] as const)('does not judge a template whose %s was not seen', part => {
    const denied = unknown('denied', 'no policy allows it', 'cloudformation:GetTemplate')
    const unread = withChanged(healthyPlan(), 'template', fact => ({...fact, [part]: denied}))
    expect(judgeIn(check, unread)).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'denied', action: 'cloudformation:GetTemplate'},
    })
  })

  it('passes an official release', () => {
    expect(judged({}).status).toBe('pass')
    expect(judged({version: '3.6.1', generation: '3.6.1', shape: '3.7.0'}).status).toBe('pass')
  })

  it('names a development build, at the line that says so', () => {
    const verdict = judged({version: 'main', generation: '3.8.0', official: 'unverifiable'})
    expect(failures(verdict)).toEqual(['development: OPENVIDU_VERSION'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium', observed: {version: 'main'}, expected: {newest: '3.8.0'}}],
    })
  })

  it('names a release it has no knowledge of, and says to update', () => {
    const verdict = judged({version: '9.9.9', generation: 'next', shape: 'next', official: 'unverifiable'})
    expect(failures(verdict)).toEqual(['unknownRelease: OPENVIDU_VERSION'])
    expect(verdict).toMatchObject({remedy: {text: expect.stringContaining('Update openvidu-doctor')}})
  })

  it('names the withdrawn variant before anything else', () => {
    const verdict = judged({kind: 'internal-tls', version: '3.2.0', shape: null, official: 'modified'})
    expect(failures(verdict)).toEqual(['internalTls: Template'])
  })

  it('names a template without a version by what it resembles', () => {
    const shown = judged({version: null, official: 'unverifiable'})
    expect(shown).toMatchObject({findings: [{phrase: 'unversioned', observed: {shape: '3.8.0'}}]})
    const nothing = judged({version: null, generation: null, shape: null, official: 'unverifiable'})
    expect(nothing).toMatchObject({findings: [{phrase: 'unversioned', observed: {shape: 'no known release'}}]})
  })

  it.each(['3.5.0', null])('tells a version from parameters and resources of %s', shape => {
    const verdict = judged({shape, official: 'modified'})
    expect(verdict).toMatchObject({
      findings: [{phrase: 'wrongShape', severity: 'medium', observed: {version: '3.8.0'}, expected: {shape: '3.8.0'}}],
    })
  })

  it('reports a changed official template lightly', () => {
    expect(judged({official: 'modified'})).toMatchObject({findings: [{phrase: 'modified', severity: 'low'}]})
    // 3.6.1 and 3.7.0 have one structure.
    const twins = judged({version: '3.6.1', generation: '3.6.1', shape: '3.7.0', official: 'modified'})
    expect(failures(twins)).toEqual(['modified: Template'])
  })

  it('does not pass a release whose official text nobody has', () => {
    const verdict = judged({version: '3.1.0', generation: '3.0.0-beta3', shape: '3.2.0', official: 'unverifiable'})
    expect(verdict).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'unresolved', detail: expect.stringContaining('3.1.0')},
    })
  })
})
