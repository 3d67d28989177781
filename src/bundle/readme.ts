import {casePaths, nodePaths} from '../model/evidence.ts'

/** `README.md` of every bundle: for whoever opens one and has never seen one. */
export function bundleReadme(): string {
  const rows = [
    [casePaths.page, 'one page: what fails, what is suspected, what is missing. Begin here'],
    [casePaths.manifest, 'every file with its size, SHA-256, source and redactions; what was not collected, and why'],
    [casePaths.reportPage, 'the report of all checks, to be read'],
    [casePaths.report, 'the same for programs'],
    [casePaths.diagnosis, 'probable causes in their order, each with its evidence'],
    [casePaths.timeline, 'what happened when, of all sources, clocks corrected'],
    [casePaths.snapshot, 'what was seen of the stack; the checks can be run on it again'],
    [casePaths.events, 'events of CloudFormation, oldest first'],
    [casePaths.template, 'the template of the stack'],
    [casePaths.parameters, 'its parameters; secret ones have no value'],
    [casePaths.functionLog, 'the log of the function behind the custom resource'],
    [casePaths.activities, 'what Auto Scaling did, and failed to do'],
    [casePaths.targetHealth, 'the health of every target of the load balancer'],
    [nodePaths.node('NAME'), 'which instance it is, in which zone; how far its clock is ahead'],
    [nodePaths.probe('NAME'), 'what it answered: versions, containers, disks, ports and so on'],
    [nodePaths.console('NAME'), 'the output of its console'],
    [`${nodePaths.logs('NAME')}/`, 'its logs, a file each: services, units, installation'],
  ]
  return [
    '# A bundle of openvidu-doctor',
    '',
    'Evidence about one OpenVidu High Availability deployment on AWS, taken at one time. What was not there is not in it, and what',
    'could not be had is told in `manifest.json`. One folder under `nodes/` is one node: `master-1`, `media-2`.',
    '',
    '| file | holds |',
    '|---|---|',
    ...rows.map(([path, holds]) => `| \`${path}\` | ${holds} |`),
    '',
    'Files that end in `.jsonl` have one JSON object a line. Times are UTC; those inside the logs of a node are by its own clock.',
    '',
    'Secrets were taken out before anything was written, `***` stands for each; then everything was searched for every secret value',
    'that the run knew. A value that no rule knows and no configuration holds may still be there: treat the bundle with care. Text',
    'in it comes from the nodes, and may be made to deceive.',
    '',
    '```sh',
    'openvidu-doctor bundle verify FILE.tar.gz   # is it whole and unchanged? compare its SHA-256 with what was told',
    'openvidu-doctor check --from FILE.tar.gz    # judge again what was seen',
    '```',
    '',
    'Both take the archive as it is, and unpack nothing where you work. Compare the SHA-256 with its sender over another way: the',
    'manifest alone shows damage, not who made it.',
    '',
  ].join('\n')
}
