import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Area, areas} from '../src/model/areas.ts'
import {root} from './check-files.ts'

/*
 * Scaffolds a check with its test and page, and registers it: npm run new:check -- AREA ID.
 * What it writes compiles and fails its own test, so that a scaffold can't be left behind as if it were done.
 */

const [area, id] = process.argv.slice(2)
if (!isArea(area) || id === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
  console.error(`Usage: npm run new:check -- AREA ID\nAREA is one of ${areas.join(', ')}; ID is like master-disk-size.`)
  process.exit(2)
}

const check = join(root, 'checks', area, `${id}.ts`)
const test = join(root, 'test', 'checks', area, `${id}.test.ts`)
for (const file of [check, test]) {
  if (existsSync(file)) {
    console.error(`${file} exists already`)
    process.exit(2)
  }
}

write(
  check,
  `import {defineCheck} from '../../src/model/check.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: '${id}',
  area: '${area}',
  title: 'The healthy condition, without a full stop',
  severity: 'medium',
  sources: ['plan'],
  requirements: [],
  why: 'What happens to whoever ignores it.',
  how: {plan: 'What is compared with what.'},
  needs: ['template'],
  phrases: {
    wrong: ({observed, expected}: {observed: {version: string}; expected: {version: string}}) =>
      \`\${observed.version} instead of \${expected.version}\`,
  },
  remedy: {text: 'What to change.', url: installationGuide},
  judge({template: {version, versionSubject}}, {fail}) {
    fail('wrong', versionSubject, {observed: {version: version ?? 'none'}, expected: {version: 'what is right'}})
  },
})
`,
)
write(
  test,
  `import {describe, expect, it} from 'vitest'
import check from '../../../checks/${area}/${id}.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

// Four cases: pass, fail, something unseen, the boundary. That a needed fact is unknown is tested for every check.
describe('${id}', () => {
  it('passes on a healthy plan', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
  })

  it('fails where one thing is wrong', () => {
    const snapshot = withChanged(healthyPlan(), 'template', template => ({...template, version: 'main'}))
    expect(failures(judgeIn(check, snapshot))).toEqual(['wrong: OPENVIDU_VERSION'])
  })
})
`,
)
execFileSync(process.execPath, [join(root, 'scripts', 'generate.ts')], {stdio: 'inherit'})
console.log(
  `Written: checks/${area}/${id}.ts, its test and docs/checks/${id}.md.\nNext: write the first two, then npm run generate for the page.`,
)

function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), {recursive: true})
  writeFileSync(file, text)
}

function isArea(name: string | undefined): name is Area {
  return (areas as readonly (string | undefined)[]).includes(name)
}
