import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {formats} from '../../reports/index.ts'
import {examine} from '../../src/engine/examine.ts'
import type {Report} from '../../src/model/report.ts'
import {deployed} from '../support/deployed.ts'
import {expectGolden} from '../support/golden.ts'
import {testTime} from '../support/snapshots.ts'
import {type Scenario, scenarios} from './scenarios/index.ts'

/** All of the lab's stacks are our own: only the official template is the official one. */
const always = ['template-recognised']

async function reportOf({name: _, fails: __, ...options}: Partial<Scenario>): Promise<Report> {
  const {snapshot} = await deployed({defaultHostManagement: true, ...options})
  return examine({snapshot, checks, generatedAt: testTime, replayed: false})
}

function failed({results}: Report): readonly string[] {
  return results.filter(({status}) => status === 'fail').map(({check}) => check)
}

describe('a deployed stack', () => {
  it('that is well fails nothing, and every check of deployed stacks but those not asked for judges it', async () => {
    const report = await reportOf({options: {verifySecret: true}})
    expect(failed(report)).toEqual(always)
    expect(report.results.filter(({error}) => error !== null)).toEqual([])
  })

  it.each(scenarios.map(scenario => [scenario.name, scenario] as const))('%s', async (name, scenario) => {
    const report = await reportOf(scenario)
    expect(
      failed(report)
        .filter(check => !always.includes(check))
        .toSorted(),
    ).toEqual([...scenario.fails].toSorted())
    expect(report.results.filter(({error}) => error !== null)).toEqual([])
    const format = await formats.table()
    expectGolden(
      `scenarios/${name.replaceAll(' ', '-')}.txt`,
      format.render(report, {colour: false, width: 80, verbose: false}),
    )
  })
})
