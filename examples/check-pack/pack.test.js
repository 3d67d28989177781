import assert from 'node:assert/strict'
import {test} from 'node:test'
import {expectSoundPack, factOf, healthyPlan, judgeCheck, known, unknown} from 'openvidu-doctor/testing'
import ownDomain from './checks/own-domain.js'
import checks from './pack.js'

const {subject} = factOf(healthyPlan(), 'domainName')

test('passes with a name under the own domain', () => {
  assert.equal(judgeCheck(ownDomain, healthyPlan()).status, 'pass')
})

test('fails with a name of somebody else', () => {
  const verdict = judgeCheck(ownDomain, healthyPlan({domainName: {subject, value: known('video.example.org')}}))
  assert(verdict.status === 'fail')
  assert.deepEqual(
    verdict.findings.map(({message}) => message),
    ['the domain name is video.example.org; expected one under example.com'],
  )
})

test('is unknown where the value is, and never passes', () => {
  const value = unknown('unresolved', 'its value is known once the stack is made')
  assert.equal(judgeCheck(ownDomain, healthyPlan({domainName: {subject, value}})).status, 'unknown')
})

test('has the form that a run takes', async () => {
  expectSoundPack(await checks({apiVersion: 1}))
})
