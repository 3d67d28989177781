import {readFileSync} from 'node:fs'
import {runInNewContext} from 'node:vm'
import {describe, expect, it} from 'vitest'
import {mongo} from '../../../../src/nodes/probe/parts/mongo.ts'
import {MadeUpNode, runPart, shells} from '../run-part.ts'

const primary = {
  setName: 'rs0',
  me: '10.0.1.10:20000',
  primary: '10.0.1.10:20000',
  hosts: ['10.0.1.10:20000', '10.0.1.11:20000'],
  isWritablePrimary: true,
  secondary: false,
}

/** What a shell prints that is given the script of the part, with a server that answers so. */
function printedBy(script: string, db: object): string {
  const printed: string[] = []
  runInNewContext(script, {db, print: (text: string) => printed.push(text), JSON})
  return printed.join('\n')
}

describe.each(shells)('the part mongo in $name', ({words: shell}) => {
  /** A node whose docker does with the script given to each shell what `answers` says. */
  async function look(commands: {readonly mongosh: string; readonly mongo?: string}, seconds?: number) {
    using node = new MadeUpNode()
    node.command(
      'docker',
      `printf '%s\\n' "$*" >> "${node.folder}/arguments"
case "$*" in *' mongosh '*) ${commands.mongosh} ;; *) ${commands.mongo ?? 'exit 127'} ;; esac`,
    )
    const {answer} = await runPart(mongo, {shell, path: node.path, ...(seconds && {seconds})})
    const asked = readFileSync(`${node.folder}/arguments`, 'utf8').trim().split('\n')
    return {answer, asked}
  }

  /** The answer to the very script that the node's shell would get. */
  async function answerTo(db: object) {
    const {asked} = await look({mongosh: 'exit 1'})
    const script = asked[0]?.split(' --eval ')[1] ?? ''
    return (await look({mongosh: `printf '%s\\n' '${printedBy(script, db)}'`})).answer
  }

  it('tells state and set from hello', async () => {
    expect(await answerTo({hello: () => primary})).toEqual({
      state: 'known',
      value: {
        state: 'primary',
        trouble: null,
        set: 'rs0',
        me: '10.0.1.10:20000',
        primary: '10.0.1.10:20000',
        hosts: ['10.0.1.10:20000', '10.0.1.11:20000'],
      },
    })
  })

  it.each([
    [{...primary, isWritablePrimary: false, secondary: true}, 'secondary'],
    [{...primary, isWritablePrimary: false, arbiterOnly: true}, 'arbiter'],
    [{...primary, isWritablePrimary: false}, 'other'],
    [{isWritablePrimary: true, secondary: false}, 'other'],
  ])('%o is %s', async (told, state) => {
    expect(await answerTo({hello: () => told})).toMatchObject({value: {state, trouble: null}})
  })

  it('asks old shells by the older name, and only where the new one is missing', async () => {
    const old = {...primary, isWritablePrimary: undefined, ismaster: true}
    expect(await answerTo({hello: {}, isMaster: () => old})).toMatchObject({value: {state: 'primary', set: 'rs0'}})
    const line = printedBy((await look({mongosh: 'exit 1'})).asked[0]?.split(' --eval ')[1] ?? '', {
      hello: () => primary,
    })
    const missing = 'echo "timeout: failed to run command \'mongosh\': No such file or directory" >&2; exit 127'
    const {answer, asked} = await look({mongosh: missing, mongo: `echo '${line}'`})
    expect(answer).toMatchObject({value: {state: 'primary'}})
    expect(asked.map(words => /KILL 8 (\w+) --quiet --port 20000/.exec(words)?.[1])).toEqual(['mongosh', 'mongo'])
  })

  it.each([
    ["echo 'Error: No such container: mongo' >&2; exit 1", 'no container'],
    ["echo 'Error response from daemon: Container abc is not running' >&2; exit 1", 'not running'],
    ["echo 'Error response from daemon: Container abc is restarting, wait' >&2; exit 1", 'restarting'],
    ["echo 'MongoNetworkError: connect ECONNREFUSED 127.0.0.1:20000' >&2; exit 1", 'refused'],
    ["echo 'MongoServerSelectionError: Server selection timed out after 2000 ms' >&2; exit 1", 'timed-out'],
    ['exit 137', 'timed-out'],
    ['exit 127', 'no shell'],
    ["printf 'MongoServerError: \\033[2Jsecret'; exit 1", 'failed'],
  ])('tells the trouble by a word: %s', async (mongosh, trouble) => {
    expect((await look({mongosh})).answer).toEqual({
      state: 'known',
      value: {state: null, trouble, set: null, me: null, primary: null, hosts: []},
    })
  })

  it('is unknown for another answer than to hello, and where docker hangs, denies or is missing', async () => {
    expect((await look({mongosh: `echo '["hello",1]'`})).answer).toMatchObject({state: 'unknown', cause: 'failed'})
    expect((await look({mongosh: `echo '["hello",nothing]'`})).answer).toMatchObject({
      state: 'unknown',
      cause: 'failed',
    })
    expect((await look({mongosh: 'exec sleep 30'}, 1)).answer).toMatchObject({state: 'unknown', cause: 'timed-out'})
    const denied = "echo 'permission denied while trying to connect to the docker API' >&2; exit 1"
    expect((await look({mongosh: denied})).answer).toMatchObject({state: 'unknown', cause: 'failed'})
    using node = new MadeUpNode()
    expect((await runPart(mongo, {shell, path: node.path})).answer).toMatchObject({
      state: 'unknown',
      detail: expect.stringContaining('not installed'),
    })
  })
})
