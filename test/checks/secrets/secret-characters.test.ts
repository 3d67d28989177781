import {describe, expect, it} from 'vitest'
import check from '../../../checks/secrets/secret-characters.ts'
import {breakingCharacters} from '../../../src/openvidu/secret-keys.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged} from '../../support/snapshots.ts'

const breaking = (name: string, characters: readonly string[]) =>
  withChanged(healthyStack(), 'secretReview', review => ({
    ...review,
    keys: review.keys.map(key => (key.name === name ? {...key, breaking: characters} : key)),
  }))

describe('secret-characters', () => {
  it('passes where no value has one, and lets URLs have theirs', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judgeIn(check, breaking('LIVEKIT_URL', ['/', '='])).status).toBe('pass')
  })

  it.each(breakingCharacters)('names the key that has a %s', character => {
    const verdict = judgeIn(check, breaking('REDIS_PASSWORD', [character]))
    expect(failures(verdict)).toEqual(['breaking: OpenViduSharedInfo'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium', observed: {keys: [`REDIS_PASSWORD has ${character}`]}}],
    })
  })

  it('does not pass a value that could not be read', () => {
    const odd = withChanged(healthyStack(), 'secretReview', review => ({...review, format: 'not-json', keys: []}))
    expect(judgeIn(check, odd)).toMatchObject({status: 'unknown'})
  })
})
