import {publishedGeneration} from '../../src/derive/generation.ts'
import {nodeName} from '../../src/derive/live-nodes.ts'
import {failuresIn, inWords} from '../../src/derive/log-signatures.ts'
import {answersOf, partOf} from '../../src/derive/node-answers.ts'
import {endsBeforeRebootJob} from '../../src/derive/reboot-job.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {type Fact, type Seen, unknown} from '../../src/model/fact.ts'
import type {FactMap} from '../../src/model/facts.ts'
import type {GenerationId} from '../../src/openvidu/generations.ts'
import {rebootJob} from '../../src/openvidu/node-files.ts'
import {administration} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'reboot-job',
  area: 'nodes',
  title: 'Masters come back by themselves after a reboot',
  severity: 'medium',
  sources: ['nodes'],
  requirements: ['R32'],
  why: 'The job of the crontab stops OpenVidu, copies the secret into the configuration and starts it again: without it a change of the secret never arrives, and where one of its steps fails the master stays stopped, with no log of it.',
  how: {
    nodes: `The crontab of root on each master must hold "${rebootJob}", cron must be active, and OpenVidu must have been started since the last boot and run now. Whether the job writes a log is not seen: that of the official templates is always empty (D12). Masters that still install or started just now are not judged.`,
  },
  needs: ['nodeProbes'],
  uses: ['template'],
  phrases: {
    missing: ({observed, expected}: {observed: {node: string; job: string}; expected: {job: string}}) =>
      `the crontab of ${observed.node} has ${observed.job}; expected "${expected.job}"`,
    cronStopped: ({observed, expected}: {observed: {node: string; cron: string}; expected: {cron: string}}) =>
      `cron of ${observed.node} is ${observed.cron}, so its reboot job will not run; expected it ${expected.cron}`,
    leftStopped: ({
      observed,
      expected,
    }: {
      observed: {node: string; state: string; cause: string}
      expected: {active: string}
    }) =>
      `since the last boot of ${observed.node} OpenVidu ${observed.state}${observed.cause}; expected it started and ${expected.active}`,
  },
  remedy: {
    text: 'Look for `/`, `&`, `=` and `#` in the values of the secret, which break the job, and start OpenVidu by hand.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'sudo journalctl --boot -u openvidu -u cron --no-pager | tail -n 100',
      'sudo /usr/local/bin/update_config_from_secret.sh && sudo systemctl start openvidu',
    ],
    url: administration,
  },
  remedies: {
    missing: {
      text: 'Add the job to the crontab of root on this master, with a log that is kept.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        '(sudo crontab -l; echo "@reboot /usr/local/bin/restart.sh > /var/log/openvidu-restart.log 2>&1") | sudo crontab -',
      ],
      url: administration,
    },
    cronStopped: {
      text: 'Enable and start cron.',
      commands: ['aws ssm start-session --target INSTANCE_ID', 'sudo systemctl enable --now cron'],
      url: administration,
    },
  },
  judge({nodeProbes, template}, {fail, see}) {
    const masters = settledNodes(nodeProbes, see, 'master')
    for (const {node, name, part} of answersOf(masters, 'rebootJob', see)) {
      if (part.present) {
        const {cron} = part
        if (cron !== 'active')
          fail('cronStopped', node.subject, {observed: {node: name, cron}, expected: {cron: 'active'}})
        continue
      }
      // Where the template is not known, nobody can say that it makes such a job.
      const published = see(jobOf(template), node.subject)
      if (published === undefined) continue
      const options = endsBeforeRebootJob(template, node) ? ({defect: 'D14'} as const) : {}
      const evidence = {observed: {node: name, job: 'no such job'}, expected: {job: rebootJob}}
      fail('missing', node.subject, evidence, options)
    }
    for (const node of masters) {
      const name = nodeName(node)
      const job = partOf(node, 'rebootJob')
      const started = job.state === 'known' ? job.value.startedSinceBoot : null
      const active = see(partOf(node, 'unit'), node.subject)?.active
      const stopped = active === 'inactive' || active === 'failed'
      if (started === null && job.state === 'known' && !stopped)
        see(
          unknown('unresolved', `whether OpenVidu was started since the last boot of ${name} can't be told`),
          node.subject,
        )
      if (started !== false && !stopped) continue
      const signatures = partOf(node, 'signatures')
      const known = signatures.state === 'known' ? failuresIn(signatures.value, 'journal') : []
      const cause = known
        .filter(({signature}) => signature.id === 'F27')
        .map(failure => `, its journal shows ${inWords(failure)}`)
        .join('')
      const state = started === false ? 'was not started' : `was left ${active}`
      const evidence = {observed: {node: name, state, cause}, expected: {active: 'active'}}
      fail('leftStopped', node.subject, evidence, {defect: 'D13'})
    }
  },
})

/** The generation whose official template writes the job. */
function jobOf(template: Fact<FactMap['template']>): Seen<GenerationId> {
  if (template.state === 'known') return publishedGeneration(template.value, 'reboot jobs')
  return template.state === 'absent' ? unknown('unresolved', template.why) : template
}
