import {caseIn} from '../../bundle/case-folder.ts'
import type {CaseWriter} from '../../bundle/case-writer.ts'
import {diagnose} from '../../diagnose/diagnose.ts'
import {examine} from '../../engine/examine.ts'
import {casePaths, nodePaths} from '../../model/evidence.ts'
import type {Report} from '../../model/report.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import {redactedJson} from '../../redact/redacted-json.ts'
import type {Judging} from '../running.ts'
import type {AskedNode} from './case-nodes.ts'
import type {CaseRings} from './case-rings.ts'

const own = {source: 'openvidu-doctor'}

/**
 * Writes what is made of the evidence: snapshot, and report where it is judged. Written early and again at the end, so that a run
 * that is killed has them.
 */
export async function writeDocuments(
  writer: CaseWriter,
  snapshot: Snapshot,
  rings: CaseRings,
  judging: Judging | null,
): Promise<void> {
  await writer.json(casePaths.snapshot, snapshot, own)
  if (judging === null) return
  const [report, {render}] = await Promise.all([
    reportOf(snapshot, rings, judging),
    import('../../../reports/index.ts').then(({formats}) => formats.markdown()),
  ])
  await writer.json(casePaths.report, report, own)
  await writer.text(
    casePaths.reportPage,
    render(report, {width: 100, colour: false, verbose: true}),
    own,
    rings.again(),
  )
}

/** Writes what the evidence comes to, once all of it lies in the folder. */
export async function writeDiagnosis(
  writer: CaseWriter,
  snapshot: Snapshot,
  toolVersion: string,
  rings: CaseRings,
  judging: Judging,
): Promise<void> {
  const [{casePage}, {timelinePage}] = await Promise.all([
    import('../../../reports/case/page.ts'),
    import('../../../reports/case/timeline.ts'),
  ])
  const {folder, start, gaps} = writer
  const found = diagnose(await caseIn(folder), {toolVersion, now: start.startedAt, window: null})
  // The manifest, which tells what is missing, is written only when it is sealed.
  const told = new Set(found.notLookedAt.map(({what}) => what))
  const missing = gaps.flatMap(({what: thing, node, cause, detail, command}) => {
    const what = node === null ? thing : `${thing} of ${node}`
    return told.has(what) ? [] : [{what, cause, detail, command}]
  })
  const diagnosis = {...found, notLookedAt: [...found.notLookedAt, ...missing]}
  await writer.json(casePaths.diagnosis, diagnosis, own)
  await writer.text(casePaths.timeline, timelinePage(diagnosis), own, rings.again())
  await writer.text(casePaths.page, casePage(diagnosis, await reportOf(snapshot, rings, judging)), own, rings.again())
}

/** Redacted: pages are made of it, and prose of ours is not taken for settings then. */
async function reportOf(snapshot: Snapshot, {here}: CaseRings, {choose, settings}: Judging): Promise<Report> {
  const report = examine({
    snapshot,
    checks: await choose(),
    generatedAt: new Date().toISOString(),
    replayed: false,
    settings,
  })
  // Of the same shape: texts differ, and nothing else.
  return redactedJson(report, here()) as Report
}

/** Writes which node is which, and what each answered to the probe. */
export async function writeNodes(writer: CaseWriter, nodes: readonly AskedNode[]): Promise<void> {
  for (const {node, answer} of nodes) {
    const {name} = node
    await writer.json(nodePaths.node(name), node, {source: 'ec2:DescribeInstances', node: name})
    if (answer?.state === 'known') {
      await writer.json(nodePaths.probe(name), answer.value, {source: 'openvidu-doctor probe', node: name})
    }
  }
}
