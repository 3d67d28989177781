import {readdirSync} from 'node:fs'
import {join, relative} from 'node:path'
import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {type FormatId, formats} from '../../reports/index.ts'
import {examine} from '../../src/engine/examine.ts'
import {readPlan} from '../../src/plan/plan.ts'
import {expectGolden} from '../support/golden.ts'
import {timeless} from '../support/run.ts'
import {projectRoot, testTime} from '../support/snapshots.ts'

const plans = join('test', 'fixtures', 'plans')

/** What people read of a plan and what programs do; each other format has golden files of its own, in test/reports. */
const told: readonly FormatId[] = ['json', 'markdown', 'table']

/** Every example plan with each of its parameter files: what a user of that generation gets. */
const cases = readdirSync(join(projectRoot, plans), {withFileTypes: true})
  .filter(entry => entry.isDirectory())
  .flatMap(({name: generation}) =>
    readdirSync(join(projectRoot, plans, generation))
      .filter(file => file.startsWith('parameters'))
      .map(file => ({generation, file, name: `${generation}/${file.replace(/\.\w+$/, '')}`})),
  )

describe('the report of an example plan', () => {
  it.each(cases.flatMap(plan => told.map(format => ({...plan, format}))))(
    '$name as $format',
    async ({generation, file, name, format}) => {
      const snapshot = readPlan({
        // Relative to the project's root, where tests run: golden files hold no machine's paths.
        template: relative(process.cwd(), join(projectRoot, plans, generation, 'template.yaml')),
        parameterFiles: [relative(process.cwd(), join(projectRoot, plans, generation, file))],
        overrides: [],
        stackName: 'video',
        region: 'us-east-1',
        toolVersion: '0.0.0',
        takenAt: testTime,
      })
      const report = examine({snapshot, checks, generatedAt: testTime, replayed: false})
      expect(report.results.filter(({status}) => status === 'error')).toEqual([])
      const {render, extension} = await formats[format]()
      expectGolden(`plans/${name}.${extension}`, timeless(render(report, {width: 80, colour: false, verbose: false})))
    },
  )
})
