import {expect, test} from 'vitest'
import {rebootJob} from '../../../../src/nodes/probe/parts/reboot-job.ts'
import {nodeWith, partIn} from '../../run-probe.ts'

const table = 'stand-ins/crontab.d/root'
const spool = 'var/spool/cron/crontabs/root'
const job = '@reboot /usr/local/bin/restart.sh &> /var/log/openvidu-restart.log\n'

test('the job, cron and the unit of a healthy master', async () => {
  expect(await partIn(rebootJob, nodeWith('master'))).toEqual({
    state: 'known',
    value: {present: true, cron: 'active', startedSinceBoot: true},
  })
})

test.each([
  [null, false],
  ['', false],
  [`# ${job}`, false],
  ['@reboot /usr/local/bin/restart_sh\n', false],
  ['@reboot /usr/local/bin/restart.sh.old\n', false],
  [`MAILTO=x\n  @reboot\t/usr/local/bin/restart.sh\n`, true],
])('crontab %j', async (content, present) => {
  expect(await partIn(rebootJob, nodeWith('master', {[table]: content}))).toMatchObject({value: {present}})
})

test('without the command, its file is read', async () => {
  const without = ['crontab']
  expect(await partIn(rebootJob, nodeWith('master', {[spool]: job}), {without})).toMatchObject({value: {present: true}})
  expect(await partIn(rebootJob, nodeWith('master'), {without})).toMatchObject({value: {present: false}})
})

test('a crontab that may not be read is not one without the job', async () => {
  expect(await partIn(rebootJob, nodeWith('master', {'stand-ins/crontab.d/denied': ''}))).toEqual({
    state: 'unknown',
    cause: 'failed',
    detail: 'the probe of rebootJob ended with code 1',
  })
})

test.each([
  ['LoadState=loaded\nActiveState=inactive\n', 'inactive'],
  [null, 'not-found'],
  ['LoadState=masked\nActiveState=inactive\n', 'masked'],
])('the cron service: %j', async (content, cron) => {
  expect(await partIn(rebootJob, nodeWith('master', {'stand-ins/systemctl.d/cron.service': content}))).toMatchObject({
    value: {cron},
  })
})

test.each([
  ['LoadState=loaded\nInactiveExitTimestampMonotonic=0\n', false],
  ['LoadState=loaded\n', null],
  [null, null],
])('the start of the unit: %j', async (content, startedSinceBoot) => {
  const node = nodeWith('master', {'stand-ins/systemctl.d/openvidu.service': content})
  expect(await partIn(rebootJob, node)).toMatchObject({value: {startedSinceBoot}})
})
