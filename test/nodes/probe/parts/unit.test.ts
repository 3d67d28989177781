import {expect, test} from 'vitest'
import {unit} from '../../../../src/nodes/probe/parts/unit.ts'
import {nodeWith, partIn, shells} from '../../run-probe.ts'

const path = 'stand-ins/systemctl.d/openvidu.service'

test.each(shells)('the unit of a healthy node, %s', async shell => {
  expect(await partIn(unit, nodeWith('master'), {shell})).toEqual({
    state: 'known',
    value: {
      load: 'loaded',
      active: 'active',
      sub: 'exited',
      enabled: 'enabled',
      result: 'success',
      restarts: 0,
      since: '2026-11-12T10:15:00.000Z',
    },
  })
})

test('a unit that is not there', async () => {
  expect(await partIn(unit, nodeWith('master', {[path]: null}))).toEqual({
    state: 'known',
    value: {
      load: 'not-found',
      active: 'inactive',
      sub: 'dead',
      enabled: '',
      result: 'success',
      restarts: 0,
      since: null,
    },
  })
})

test('a unit that failed', async () => {
  const told =
    'LoadState=loaded\nActiveState=failed\nSubState=failed\nUnitFileState=disabled\nResult=exit-code\nNRestarts=3\nStateChangeTimestamp=n/a\n'
  expect(await partIn(unit, nodeWith('master', {[path]: told}))).toMatchObject({
    value: {active: 'failed', enabled: 'disabled', result: 'exit-code', restarts: 3, since: null},
  })
})

test('a node without systemd tells nothing', async () => {
  const failed = {state: 'unknown', cause: 'failed', detail: 'the probe of unit ended with code 1'}
  expect(await partIn(unit, nodeWith('master', {'stand-ins/systemctl.d/offline': ''}))).toEqual(failed)
  expect(await partIn(unit, nodeWith('master'), {without: ['systemctl']})).toEqual({
    ...failed,
    detail: 'the probe of unit ended with code 127',
  })
})

test('half an answer is none', async () => {
  expect(await partIn(unit, nodeWith('master', {[path]: 'LoadState=loaded\n'}))).toMatchObject({
    state: 'unknown',
    detail: 'unit: ActiveState is missing or not in its form',
  })
})
