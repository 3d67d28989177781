import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import {type Diagnosis, diagnosisSchema} from '../../src/model/diagnosis.ts'
import {labAccount, startLab} from '../lab/index.ts'
import {type OpenViduNode, openViduFleet} from '../lab/openvidu/fleet.ts'
import {plantedSecrets} from '../nodes/healthy-node-files.ts'
import {type Run, run, start} from '../support/run.ts'

/** What the command says of a stack of the lab, and what it left of the evidence. */
async function diagnosed(
  change: (nodes: ReadonlyMap<string, OpenViduNode>) => void,
): Promise<Run & {readonly left: readonly string[]}> {
  // Of an official template: Systems Manager reaches the media nodes only, two shells instead of six.
  const account = labAccount({template: {}, defaultHostManagement: false})
  const fleet = openViduFleet(account, change)
  const lab = await startLab({account, fleet})
  onTestFinished(() => lab.close())
  const aside = mkdtempSync(join(tmpdir(), 'diagnose-aside-'))
  onTestFinished(() => rmSync(aside, {recursive: true}))
  const environment = {...lab.environment, AWS_MAX_ATTEMPTS: '1', TMPDIR: aside}
  const ran = await start(['diagnose', 'video', '--since', '2026-11-01', '--json'], environment).finished
  return {...ran, left: readdirSync(aside)}
}

const documentOf = ({stdout}: Run): Diagnosis => diagnosisSchema.parse(JSON.parse(stdout))

describe('diagnose STACK', () => {
  it('finds in the logs of the nodes why one has no unit, tells of the nodes that were not reached, and leaves nothing behind', async () => {
    const ran = await diagnosed(nodes => {
      nodes
        .get('media-1')
        ?.edit('/var/log/cloud-init-output.log', text =>
          text.replace(
            'Success downloading',
            `curl: (6) Could not resolve host: get.openvidu.io\nFailed to start openvidu.service: Unit openvidu.service not found.\n[OpenVidu] error starting OpenVidu\nUnsuccessful downloading`,
          ),
        )
    })
    expect(ran.stderr.split('\n').filter(line => line.startsWith('Error'))).toEqual([])
    const {causes, notLookedAt} = documentOf(ran)
    const cause = causes.find(({id}) => id === 'F15')
    expect(cause?.where).toEqual(['media-1'])
    expect(cause?.explains).toEqual(expect.arrayContaining(['F14', 'F12']))
    expect(cause?.remediation.commands[0]).toMatch(/--target i-[0-9a-f]{17}$/)
    expect(notLookedAt.some(({what}) => what.includes('master-1'))).toBe(true)
    expect(ran.code).toBe(1)
    expect(ran.left).toEqual([])
    for (const secret of Object.values(plantedSecrets)) expect(ran.stdout + ran.stderr).not.toContain(secret)
  })

  it('ends with 3 where nobody can be asked', () => {
    const {stdout, stderr, code} = run(['diagnose', 'video', '--region', 'eu-west-1'])
    expect(stdout).toBe('')
    expect(stderr).toContain('Next:')
    expect(code).toBe(3)
  })
})
