import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {examine} from '../../src/engine/examine.ts'
import {exitCodeOf} from '../../src/engine/exit-code.ts'
import {known} from '../../src/model/fact.ts'
import {defectsOf} from '../../src/openvidu/defects.ts'
import {generationOfVersion} from '../../src/openvidu/generations.ts'
import {withdrawnImagesOf} from '../../src/openvidu/withdrawn-images.ts'
import {readPlan} from '../../src/plan/plan.ts'
import {projectRoot, testTime} from '../support/snapshots.ts'
import {goodParameters} from '../support/template-parameter-sets.ts'

/** Official templates, `cf-openvidu-ha-<version>.yaml`: not part of this project, so the tests skip where there are none. */
const folder = process.env.OPENVIDU_TEMPLATES ?? join(projectRoot, '../shared/templates')
const templates = existsSync(folder)
  ? readdirSync(folder).flatMap(file => {
      const version = /^cf-openvidu-ha-(.+)\.yaml$/.exec(file)?.[1]
      return version === undefined ? [] : [{version, file: join(folder, file)}]
    })
  : []

describe.skipIf(templates.length === 0)(
  `official templates${templates.length === 0 ? ' (skipped: none found)' : ''}`,
  () => {
    it.each(templates)('$version with good parameters raises no false alarm', ({version, file}) => {
      const generation = generationOfVersion(version)
      if (generation === null) throw new Error(`no generation for ${version}`)
      const snapshot = readPlan({
        template: file,
        parameterFiles: [],
        overrides: Object.entries(goodParameters(generation)).map(([name, value]) => `${name}=${value}`),
        stackName: 'video',
        region: 'us-east-1',
        toolVersion: '0.0.0',
        takenAt: testTime,
      })
      const report = examine({snapshot, checks, generatedAt: testTime, replayed: false})
      expect(snapshot.facts.template).toMatchObject({
        value: {official: known('unmodified'), version: known(version), generation, shape: expect.anything()},
      })
      const withdrawn = withdrawnImagesOf(generation).length > 0
      expect(exitCodeOf(report, {failOn: 'high', strict: false})).toBe(withdrawn ? 1 : 0)
      const images = report.results.find(({check}) => check === 'release-images')
      expect(images?.status).toBe(withdrawn ? 'fail' : 'pass')
      const ownDefects = defectsOf(generation).map(({id}) => id) as readonly string[]
      for (const {check, findings} of report.results.filter(result => result !== images)) {
        for (const finding of findings) {
          expect(ownDefects, `${check}: ${finding.message}`).toContain(finding.defect)
          expect(['medium', 'low', 'info']).toContain(finding.severity)
          expect(finding.subject.location?.file).toBe(file)
        }
      }
      expect(report.results.filter(({status}) => status === 'error')).toEqual([])
      for (const {unknown} of report.results) if (unknown !== null) expect(unknown.cause).toBe('not-requested')
    })
  },
)
