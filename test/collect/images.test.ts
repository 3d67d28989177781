import {describe, expect, it} from 'vitest'
import {lookedUp, resultsOf} from '../support/looked-up.ts'
import {factOf} from '../support/snapshots.ts'

describe('images that their owner calls deprecated', () => {
  it('are there: nodes still start from them', async () => {
    const {snapshot} = await lookedUp({
      change: account => {
        for (const image of account.images) image.DeprecationTime = '2020-01-01T00:00:00.000Z'
      },
    })
    for (const {imageId} of factOf(snapshot, 'images')) expect(imageId).toMatch(/^ami-/)
    expect(resultsOf(snapshot).get('image-resolves')?.status).toBe('pass')
  })
})

describe('images that a launch template names as EC2 has it', () => {
  const named = (as: (name: string) => string) => (text: string) =>
    text.replace(/'\{\{resolve:ssm:([^}]+)\}\}'/g, (_, name: string) => `'${as(name)}'`)

  it('by a parameter are looked up', async () => {
    const {snapshot} = await lookedUp({template: named(name => `resolve:ssm:${name}`)})
    expect(resultsOf(snapshot).get('image-resolves')?.status).toBe('pass')
    const gone = await lookedUp({template: named(name => `resolve:ssm:${name}:no-such-label`)})
    expect(resultsOf(gone.snapshot).get('image-resolves')?.status).toBe('fail')
  })

  it('by the ARN of a parameter are not called missing', async () => {
    const arn = 'arn:aws:ssm:us-east-1:999999999999:parameter/image'
    const {snapshot} = await lookedUp({template: named(() => `resolve:ssm:${arn}`)})
    expect(resultsOf(snapshot).get('image-resolves')).toMatchObject({
      status: 'unknown',
      unknown: {detail: `resolve:ssm:${arn} was not looked up`},
    })
  })
})
