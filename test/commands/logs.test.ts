import {describe, expect, it} from 'vitest'
import {type LabAccount, labAccount, startLab} from '../lab/index.ts'
import {openViduFleet} from '../lab/openvidu/fleet.ts'
import {start} from '../support/run.ts'

describe('logs STACK', () => {
  it('shows', async () => {
    const account: LabAccount = labAccount({template: {hardened: true}})
    await using lab = await startLab({account, fleet: openViduFleet(account)})
    const out = await start(['logs', 'video'], {...lab.environment, AWS_MAX_ATTEMPTS: '1'}).finished
    console.log(out.stdout, out.stderr, out.code)
    for (const c of lab.fleet.commands.slice(0, 3))
      console.log(
        c.comment,
        c.invocations.map(i => [i.status, i.code, i.output.slice(0, 300), i.errorOutput]),
      )
    const more = await start(['logs', 'video', 'cloud-init', 'nodes_errors', 'journal'], {
      ...lab.environment,
      AWS_MAX_ATTEMPTS: '1',
    }).finished
    console.log(more.stdout, more.stderr, more.code)
    expect(out.code).toBe(0)
  }, 60_000)
})
