import {expect, test} from 'vitest'
import {nodesErrors} from '../../../../src/nodes/probe/parts/nodes-errors.ts'
import {nodeWith, partIn, shells} from '../../run-probe.ts'

const path = 'var/log/openvidu/nodes_errors.log'
const entry = (address: string, name: string) =>
  `2026-11-20 Error in Media Node - ${address}: Container '${name}' error: pass hunter2\n`

test('no such file, and an empty one', async () => {
  expect(await partIn(nodesErrors, nodeWith('master'))).toEqual({state: 'known', value: {bytes: null, entries: []}})
  expect(await partIn(nodesErrors, nodeWith('master', {[path]: ''}))).toEqual({
    state: 'known',
    value: {bytes: 0, entries: []},
  })
})

test.each(shells)('each entry once, the newest last, %s', async shell => {
  const log = `${entry('10.0.1.101', 'ingress')}${entry('10.0.1.102', 'openvidu')}\u0000\u001b[31m\nother\n${entry('10.0.1.101', 'ingress')}`
  expect(await partIn(nodesErrors, nodeWith('master', {[path]: log}), {shell})).toEqual({
    state: 'known',
    value: {
      bytes: Buffer.byteLength(log),
      entries: [
        {address: '10.0.1.102', container: 'openvidu'},
        {address: '10.0.1.101', container: 'ingress'},
      ],
    },
  })
})

test('of many, the newest', async () => {
  const log = Array.from({length: 300}, (_, index) => entry(`10.0.${index % 250}.1`, `c${index}`)).join('')
  const seen = await partIn(nodesErrors, nodeWith('master', {[path]: log}))
  expect(seen).toMatchObject({state: 'known'})
  const {entries} = (seen as {value: {entries: readonly unknown[]}}).value
  expect(entries).toHaveLength(12)
  expect(entries.at(-1)).toEqual({address: '10.0.49.1', container: 'c299'})
})
