import type {Diagnosis} from '../model/diagnosis.ts'
import {casePaths} from '../model/evidence.ts'
import type {FactKey} from '../model/facts.ts'
import type {NotCollected} from '../model/manifest.ts'
import type {CaseEvidence} from './case-evidence.ts'
import {isInstallationLog} from './case-logs.ts'
import {madeOut, type Names} from './remedies.ts'

type Gap = Diagnosis['notLookedAt'][number]

/** What a case should have, what it is called, and what gets it where it is missing. */
const parts: readonly {readonly file: string; readonly what: string; readonly command: string}[] = [
  {
    file: casePaths.events,
    what: 'stack events',
    command: 'aws cloudformation describe-stack-events --region REGION --stack-name STACK',
  },
  {
    file: casePaths.activities,
    what: 'activities of the media group',
    command: 'aws autoscaling describe-scaling-activities --region REGION --auto-scaling-group-name GROUP',
  },
  {
    file: casePaths.targetHealth,
    what: 'health of targets',
    command: 'openvidu-doctor check STACK --region REGION --only balancer',
  },
  {
    file: casePaths.functionLog,
    what: 'log of the function that places the masters',
    command: 'aws logs tail /aws/lambda/SubnetProcessor-REGION-STACK --region REGION --since 7d',
  },
  {
    file: casePaths.snapshot,
    what: 'snapshot of facts',
    command: 'openvidu-doctor check STACK --region REGION --save-snapshot video.json',
  },
]

/** Facts that may hold a cause, and what shows them. */
const telling: readonly {readonly key: FactKey; readonly what: string; readonly command: string}[] = [
  {
    key: 'certificates',
    what: 'certificates',
    command: 'openvidu-doctor check STACK --region REGION --only certificate',
  },
  {
    key: 'secretReview',
    what: 'value of the secret',
    command: 'openvidu-doctor check STACK --region REGION --verify-secret --only secrets',
  },
  {key: 'nodeProbes', what: 'inside of the nodes', command: 'openvidu-doctor status STACK --region REGION'},
]

/** What was not looked at, so that it may hold the cause, each with what would get it. */
export function gapsOf(
  evidence: CaseEvidence,
  notCollected: readonly NotCollected[] | null,
  paths: readonly string[],
  names: Names,
): readonly Gap[] {
  const command = (text: string, node: string | null = null) => madeOut(text, {node, where: []}, names)
  const {nodes, logs, snapshot, faults} = evidence
  const collected = (notCollected ?? []).map(({what, node, cause, detail, command: given}): Gap => {
    return {what: node === null ? what : `${what} of ${node}`, cause, detail, command: given}
  })
  const told = new Set((notCollected ?? []).flatMap(({node}) => (node === null ? [] : [node])))
  const missing =
    notCollected === null
      ? parts
          .filter(({file}) => !paths.includes(file))
          .map(({file, what, command: text}): Gap => {
            return {what, cause: 'not-requested', detail: `the case has no ${file}`, command: command(text)}
          })
      : []
  const unseen = nodes.flatMap(({value: {name, unseen: why}}): readonly Gap[] =>
    why === null || told.has(name)
      ? []
      : [
          {
            what: `inside of ${name}`,
            cause: why.cause,
            detail: why.action === null ? why.detail : `${why.detail} (${why.action})`,
            command: command('openvidu-doctor logs STACK --region REGION --node NODE', name),
          },
        ],
  )
  const logless = nodes.flatMap(({value: {name, state, unseen: why}}): readonly Gap[] =>
    why !== null || told.has(name) || logs.some(log => log.node === name && isInstallationLog(log))
      ? []
      : [
          {
            what: `installation log of ${name}`,
            cause: 'not-requested',
            detail:
              state === 'running' ? 'the case has no such log' : `the case has no such log, and the node is ${state}`,
            command:
              state === 'running'
                ? command('openvidu-doctor logs STACK cloud-init --region REGION --node NODE', name)
                : null,
          },
        ],
  )
  const facts = telling.flatMap(({key, what, command: text}): readonly Gap[] => {
    const fact = snapshot?.facts[key]
    if (snapshot === null || fact?.state === 'known' || fact?.state === 'absent') return []
    return [
      {
        what,
        cause: fact?.cause ?? 'not-requested',
        detail: fact?.detail ?? 'the snapshot does not have it',
        command: command(text),
      },
    ]
  })
  const broken = faults.map((detail): Gap => ({what: 'what could not be read', cause: 'failed', detail, command: null}))
  return [...collected, ...missing, ...unseen, ...logless, ...facts, ...broken]
}
