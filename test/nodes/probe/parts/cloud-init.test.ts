import {expect, test} from 'vitest'
import {cloudInit} from '../../../../src/nodes/probe/parts/cloud-init.ts'
import {plantedSecrets} from '../../node-directory.ts'
import {nodeWith, partIn, shells} from '../../run-probe.ts'

const json = 'stand-ins/cloud-init.d/status.json'
const text = 'stand-ins/cloud-init.d/status.txt'
const code = 'stand-ins/cloud-init.d/code'
const result = 'run/cloud-init/result.json'
const status = 'run/cloud-init/status.json'
const log = 'var/log/cloud-init-output.log'

const errorsAs = (errors: readonly string[], indent = 2) =>
  `${JSON.stringify(indent === 1 ? {v1: {datasource: 'DataSourceEc2Local', errors}} : {detail: 'x', errors, init: {errors: ['not this']}, status: 'error'}, null, indent)}\n`

test.each(shells)('done, %s', async shell => {
  expect(await partIn(cloudInit, nodeWith('master'), {shell})).toEqual({
    state: 'known',
    value: {status: 'done', errors: [], outputBytes: expect.any(Number)},
  })
})

test.each(shells)('its errors, shortened and without what may be a secret, %s', async shell => {
  const told = errorsAs([
    "('scripts_user', RuntimeError('Runparts: 1 failures (part-001) in 1 attempted commands'))",
    `Command: ['install', '${plantedSecrets.short}'] failed`,
    `no REDIS_PASSWORD="${plantedSecrets.redis}" and https://me:${plantedSecrets.short}@host/x\n${'long '.repeat(100)}`,
    'one too many',
  ])
  const seen = await partIn(cloudInit, nodeWith('master', {[json]: told, [code]: '1\n'}), {shell})
  expect(seen).toMatchObject({
    value: {
      status: 'error',
      errors: [
        "('scripts_user', RuntimeError('Runparts: 1 failures (part-001) in 1 attempted commands'))",
        'Command:***',
        'no REDIS_PASSWORD=***',
      ],
    },
  })
})

test.each([
  ['status: done\n', 'done'],
  ['\nstatus: running\n', 'running'],
  ['status: not run\n', 'not run'],
  ['status: disabled\n', 'disabled'],
])('an older cloud-init: %j', async (content, expected) => {
  const node = nodeWith('master', {[json]: null, [text]: content, [result]: errorsAs(['(part-001)'], 1)})
  expect(await partIn(cloudInit, node)).toMatchObject({value: {status: expected, errors: ['(part-001)']}})
})

test.each([
  [{}, 'done'],
  [{[result]: errorsAs(['boom'], 1)}, 'error'],
  [{[result]: null}, 'running'],
  [{[result]: null, [status]: null, 'run/cloud-init/disabled': ''}, 'disabled'],
  [{[result]: null, [status]: null, 'run/cloud-init/': ''}, 'not started'],
])('without the command, what it left: %j', async (changes, expected) => {
  expect(await partIn(cloudInit, nodeWith('master', changes), {without: ['cloud-init']})).toMatchObject({
    value: {status: expected},
  })
})

test('a node that never had it tells nothing', async () => {
  expect(await partIn(cloudInit, nodeWith('master', {run: null}), {without: ['cloud-init']})).toEqual({
    state: 'unknown',
    cause: 'failed',
    detail: 'the probe of cloudInit ended with code 1',
  })
})

test('a broken command is no status', async () => {
  expect(await partIn(cloudInit, nodeWith('master', {[json]: null, [text]: null}))).toMatchObject({
    value: {status: 'done'},
  })
})

test('a node without an installation log', async () => {
  expect(await partIn(cloudInit, nodeWith('master', {[log]: null}))).toMatchObject({value: {outputBytes: null}})
  expect(await partIn(cloudInit, nodeWith('master', {[log]: ''}))).toMatchObject({value: {outputBytes: 0}})
})
