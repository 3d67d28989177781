import {describe, expect, it} from 'vitest'
import {askedOnce} from '../../src/aws/asked-once.ts'
import {AwsSession} from '../../src/aws/session.ts'

const session = () => new AwsSession({} as never, null, new AbortController().signal)

describe('what is asked once', () => {
  it('is asked again about another subject, and in another session, of which each look has its own', async () => {
    const asked: string[] = []
    const question = askedOnce(async ({signal}, subject) => {
      asked.push(subject)
      return `${subject} ${signal.aborted}`
    })
    const one = session()
    expect(await Promise.all([question(one, 'a'), question(one, 'b'), question(one, 'a'), question(one)])).toEqual([
      'a false',
      'b false',
      'a false',
      ' false',
    ])
    expect(await question(one.of('123456789012'), 'a')).toBe('a false')
    expect(await question(one.until(AbortSignal.abort()), 'a')).toBe('a true')
    expect(asked).toEqual(['a', 'b', '', 'a', 'a'])
  })

  it('fails alike for all who ask', async () => {
    let asked = 0
    const question = askedOnce(async () => {
      asked += 1
      throw new Error(`refused ${asked}`)
    })
    const one = session()
    const answers = await Promise.allSettled([question(one), question(one)])
    expect(answers.map(answer => (answer.status === 'rejected' ? String(answer.reason) : answer.value))).toEqual([
      'Error: refused 1',
      'Error: refused 1',
    ])
  })
})
