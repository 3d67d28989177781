import {describe, expect, it} from 'vitest'
import type {CheckFlags} from '../../src/cli/check-flags.ts'
import {checkRequest} from '../../src/cli/check-request.ts'
import {configuredStack} from '../../src/cli/configured-stack.ts'
import {type Configuration, noConfiguration} from '../../src/model/configuration.ts'
import {defaultSettings} from '../../src/model/settings.ts'

const arn = 'arn:aws:cloudformation:eu-central-1:123456789012:stack/video/0a1b2c3d'
const waiver = {check: 'x', subject: '*', stack: 'video', reason: 'r', owner: 'o', expires: '2026-12-01'}

const configuration: Configuration = {
  file: 'c.yaml',
  stack: 'video',
  region: 'eu-west-1',
  failOn: 'medium',
  settings: {...defaultSettings, skip: ['secrets'], waivers: [waiver]},
}

/** As the parser gives them where nothing else was typed. */
const flags = (given: Partial<CheckFlags> = {}): CheckFlags => ({
  template: undefined,
  from: undefined,
  parameters: undefined,
  parameter: undefined,
  'change-set': undefined,
  'verify-secret': false,
  'no-nodes': false,
  probe: false,
  wait: undefined,
  'stack-name': undefined,
  region: undefined,
  profile: undefined,
  offline: false,
  timeout: 120,
  concurrency: 50,
  'no-progress': false,
  only: undefined,
  skip: undefined,
  format: 'table',
  json: false,
  report: undefined,
  'save-snapshot': undefined,
  'fail-on': 'high',
  config: undefined,
  'no-waivers': false,
  strict: false,
  verbose: false,
  ...given,
})

const request = (given: Partial<CheckFlags>, own: {stack?: string; hasFailOn?: boolean; of?: Configuration} = {}) =>
  checkRequest({flags: flags(given), stack: own.stack, hasFailOn: own.hasFailOn ?? false}, own.of ?? configuration)

describe('what check is asked for', () => {
  it('comes from the configuration where nothing is given', () => {
    const {stack, flags: own, settings} = request({})
    expect([stack, own.region, own['fail-on'], own.skip]).toEqual(['video', 'eu-west-1', 'medium', ['secrets']])
    expect(settings.waivers).toEqual([waiver])
  })

  it('is what the command line says', () => {
    const {stack, flags: own} = request({region: 'us-east-1', 'fail-on': 'low'}, {stack: 'audio', hasFailOn: true})
    expect([stack, own.region, own['fail-on']]).toEqual(['audio', 'us-east-1', 'low'])
    // Given, though it is what it would have been anyway.
    expect(request({}, {hasFailOn: true}).flags['fail-on']).toBe('high')
  })

  it('takes the region from an ARN before that of the configuration', () => {
    expect(request({}, {stack: arn}).flags.region).toBeUndefined()
    expect(request({}, {of: {...configuration, stack: arn}})).toMatchObject({stack: arn, flags: {region: undefined}})
  })

  it('names a plan as the configured stack, and examines no stack beside it', () => {
    const planned = request({template: 't.yaml'})
    expect([planned.stack, planned.flags['stack-name'], planned.flags.region]).toEqual([
      undefined,
      'video',
      'eu-west-1',
    ])
    expect(request({template: 't.yaml', 'stack-name': 'other'}).flags['stack-name']).toBe('other')
    expect(request({template: 't.yaml'}, {of: {...configuration, stack: arn}}).flags['stack-name']).toBe('video')
    expect(request({from: 's.json'}).stack).toBeUndefined()
  })

  it('leaves out what is configured besides --skip, and nothing of what --only asks for', () => {
    expect(request({skip: ['nodes']}).flags.skip).toEqual(['nodes', 'secrets'])
    const {flags: own, settings} = request({only: ['secrets']})
    expect([own.skip, settings.skip]).toEqual([undefined, []])
  })

  it('applies no waiver with --no-waivers', () => {
    expect(request({'no-waivers': true}).settings.waivers).toEqual([])
  })

  it('is nothing without a configuration', () => {
    expect(request({}, {of: noConfiguration})).toEqual({stack: undefined, flags: flags(), settings: defaultSettings})
  })
})

describe('the stack of other commands', () => {
  it('is the one that is given, or the configured one, with its region', () => {
    expect(configuredStack('audio', {region: undefined}, configuration)).toEqual({
      stack: 'audio',
      flags: {region: 'eu-west-1'},
    })
    expect(configuredStack(undefined, {region: 'us-east-1'}, configuration)).toMatchObject({
      stack: 'video',
      flags: {region: 'us-east-1'},
    })
    expect(() => configuredStack(undefined, {region: undefined}, noConfiguration)).toThrow('no stack is named')
  })
})
