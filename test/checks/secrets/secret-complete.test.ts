import {describe, expect, it} from 'vitest'
import check from '../../../checks/secrets/secret-complete.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged} from '../../support/snapshots.ts'

type Review = FactMap['secretReview']
type Content = Review['keys'][number]['content']

const reviewed = (change: (review: Review) => Partial<Review>) =>
  withChanged(healthyStack(), 'secretReview', review => ({...review, ...change(review)}))
const holding = (contents: Readonly<Record<string, Content>>) =>
  reviewed(({keys}) => ({keys: keys.map(key => ({...key, content: contents[key.name] ?? key.content}))}))

describe('secret-complete', () => {
  it('passes where every key is filled in', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('passes a key that may be empty', () => {
    expect(judgeIn(check, holding({MEET_INITIAL_API_KEY: 'blank'})).status).toBe('pass')
  })

  it('names keys that are missing, left over, empty or no text', () => {
    const missing = reviewed(({keys}) => ({keys: keys.filter(({name}) => name !== 'REDIS_PASSWORD')}))
    expect(judgeIn(check, missing)).toMatchObject({
      findings: [{severity: 'high', observed: {faults: ['REDIS_PASSWORD is missing']}}],
    })
    const odd = holding({
      MONGO_ADMIN_PASSWORD: 'none',
      MONGO_REPLICA_SET_KEY: 'none',
      LIVEKIT_API_KEY: 'blank',
      ENABLED_MODULES: 'not-text',
    })
    expect(judgeIn(check, odd)).toMatchObject({
      findings: [
        {
          phrase: 'incomplete',
          observed: {
            faults: [
              'MONGO_ADMIN_PASSWORD, MONGO_REPLICA_SET_KEY are still none',
              'LIVEKIT_API_KEY is empty',
              'ENABLED_MODULES is no text',
            ],
          },
        },
      ],
    })
  })

  it('fails where the installation did not end', () => {
    const verdict = judgeIn(
      check,
      reviewed(() => ({allGenerated: false})),
    )
    expect(verdict).toMatchObject({findings: [{observed: {faults: ['ALL_SECRETS_GENERATED is not true']}}]})
  })

  it.each(['not-json', 'not-an-object', 'binary', 'too-large', 'empty'] as const)(
    'fails a value that is %s',
    format => {
      const verdict = judgeIn(
        check,
        reviewed(() => ({format, keys: []})),
      )
      expect(failures(verdict)).toEqual(['unreadable: OpenViduSharedInfo'])
    },
  )

  it('does not pass where the keys of the generation are not known, but fails what is left over', () => {
    const next = withChanged(healthyStack(), 'template', template => ({...template, generation: 'next'}))
    expect(judgeIn(check, next)).toMatchObject({status: 'unknown'})
    const left = withChanged(holding({REDIS_PASSWORD: 'none'}), 'template', template => ({
      ...template,
      generation: 'next',
    }))
    expect(judgeIn(check, left)).toMatchObject({status: 'fail', unseen: {cause: 'unresolved'}})
  })

  it('lets the TURN domain of generations up to 3.5 stay none', () => {
    const old = withChanged(holding({}), 'template', template => ({...template, generation: '3.5.0'}))
    const turn = {name: 'LIVEKIT_TURN_DOMAIN_NAME', content: 'none' as const, breaking: []}
    const kept = withChanged(old, 'secretReview', review => ({...review, keys: [...review.keys, turn]}))
    expect(judgeIn(check, kept).status).toBe('pass')
  })
})
