import {nodePaths} from '../../model/evidence.ts'
import {unknown} from '../../model/fact.ts'
import {ask} from '../ask.ts'
import {consoleAction, consoleOf} from '../inside/console-outputs.ts'
import {awsCommand} from './aws-command.ts'
import {defineEvidence, gapFor} from './evidence.ts'

/** One call tells of one node, and EC2 grants few calls a second. */
const atOnce = 5

const title = 'console output'

/** What each node shows on its console: the last 64 kB, live where the instance can. Masters first, as they come. */
export const consoles = defineEvidence({
  id: 'console-outputs',
  title,
  iam: [consoleAction],
  follows: [],
  paths: nodes => nodes.map(({name}) => nodePaths.console(name)),
  async *look({session, nodes: all, has}) {
    const nodes = all.filter(({name}) => !has(nodePaths.console(name)))
    for (let from = 0; from < nodes.length; from += atOnce) {
      const batch = nodes.slice(from, from + atOnce)
      const shown = await Promise.all(
        batch.map(async node => ({node, output: await ask(consoleAction, () => consoleOf(session, node.id))})),
      )
      for (const {node, output} of shown) {
        const command = awsCommand('ec2 get-console-output', session.region, {
          'instance-id': node.id,
          latest: true,
          output: 'text',
        })
        if (output.state === 'unknown') yield gapFor(title, output, command, node.name)
        else if (output.value.text === null) {
          yield gapFor(title, unknown('failed', 'EC2 has no console output of it yet'), command, node.name)
        } else {
          yield {
            kind: 'file',
            path: nodePaths.console(node.name),
            source: consoleAction,
            node: node.name,
            content: {text: output.value.text},
            truncated: null,
          }
        }
      }
    }
  },
})
