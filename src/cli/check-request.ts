import type {Configuration} from '../model/configuration.ts'
import type {Settings} from '../model/settings.ts'
import type {CheckFlags} from './check-flags.ts'
import {regionFor} from './configured-stack.ts'
import {stackNameIn} from './stack-reference.ts'

/** What `check` is asked for, once command line, environment and configuration are put together. */
export interface CheckRequest {
  readonly flags: CheckFlags
  readonly stack: string | undefined
  readonly settings: Settings
}

interface Given {
  readonly flags: CheckFlags
  readonly stack: string | undefined
  /** Whether --fail-on was given, and not left to its default. */
  readonly hasFailOn: boolean
}

/**
 * The command line goes before the configuration. What --skip leaves out comes on top of what is configured; --only names what
 * is wanted now, so that nothing is left out for good.
 */
export function checkRequest({flags, stack, hasFailOn}: Given, configuration: Configuration): CheckRequest {
  const {template, from} = flags
  const named = stack ?? (template === undefined && from === undefined ? (configuration.stack ?? undefined) : undefined)
  const skip = flags.only === undefined ? configuration.settings.skip : []
  const left = [...(flags.skip ?? []), ...skip]
  const planned = template === undefined || configuration.stack === null ? undefined : stackNameIn(configuration.stack)
  const waivers = flags['no-waivers'] ? [] : configuration.settings.waivers
  return {
    stack: named,
    flags: {
      ...flags,
      'stack-name': flags['stack-name'] ?? planned,
      region: flags.region ?? regionFor(named ?? null, configuration),
      'fail-on': hasFailOn ? flags['fail-on'] : (configuration.failOn ?? flags['fail-on']),
      skip: left.length === 0 ? flags.skip : left,
    },
    settings: {...configuration.settings, skip, waivers},
  }
}
