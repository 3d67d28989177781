import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/egress-backlog.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

const [first = '', second = ''] = mediaIds

const egress = (change: Partial<Part<'egress'>>) => withPart('egress', [first], value => ({...value, ...change}))

describe('egress-backlog', () => {
  it.each([{}, {backup: null, unfinished: null}, {unfinished: {files: 4, bytes: 4096}}])(
    'passes with nothing in the backup folder: %j',
    change => {
      expect(judgeIn(check, egress(change)).status).toBe('pass')
    },
  )

  it('fails from the first file on, even an empty one', () => {
    const verdict = judgeIn(check, egress({backup: {files: 1, bytes: 0}}))
    expect(failures(verdict)).toEqual([`waiting: ${first}`])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'medium',
          message: `1 file (0 bytes) of recordings that the storage did not take wait on ${first}; expected 0`,
        },
      ],
    })
  })

  it('tells the unfinished ones beside a backlog', () => {
    const verdict = judgeIn(check, egress({backup: {files: 3, bytes: 2_147_483_648}, unfinished: {files: 2, bytes: 9}}))
    expect(verdict).toMatchObject({
      findings: [{message: expect.stringContaining('3 files (2 GiB)'), observed: {unfinished: 2}}],
    })
    expect(verdict).toMatchObject({findings: [{message: expect.stringContaining('beside 2 in its folder')}]})
  })

  it('asks media nodes only, and passes none that it did not see', () => {
    const unseen = withoutPart('egress', [second], egress({backup: {files: 1, bytes: 1}}))
    expect(judgeIn(check, unseen)).toMatchObject({status: 'fail', unseen: {facts: [second]}})
    expect(judgeIn(check, withoutAnswer([second])).status).toBe('unknown')
    const mastersOnly = withProbes(node => (node.group === 'master' ? node : null))
    expect(judgeIn(check, mastersOnly)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    const mediaOnly = withProbes(node => (node.group === 'media' ? node : null))
    expect(judgeIn(check, mediaOnly).status).toBe('pass')
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })
})
