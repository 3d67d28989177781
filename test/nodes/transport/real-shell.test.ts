import {describe, expect, it} from 'vitest'
import {commanding, only} from '../../support/commander.ts'

describe('a script on nodes with a real shell', () => {
  it('comes through as it is: quotes, braces, line ends, dollars, and stdin is free', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'normal'})})
    const script = [
      `printf '%s\\n' "it's" '"both"' '{{ .Names }}' '{{ssm:secret}}' '$HOME' 'ü €'`,
      'cat',
      '# a comment with `ticks` and ; exit 3',
      'printf "end"',
    ].join('\n')
    const answer = only(await it.run(script))
    expect(answer).toMatchObject({state: 'answered', whole: true})
    expect(answer.state === 'answered' && answer.output).toBe(
      `it's\n"both"\n{{ .Names }}\n{{ssm:secret}}\n$HOME\nü €\nend`,
    )
  })

  it('runs at the lowest priority, as the agent runs it, in the folder of its own node', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'normal'}), count: 2})
    for (const node of it.lab.fleet.nodes.values()) node.write('/etc/hostname', node.instanceId)
    const answers = await it.run(
      'nice; echo "$AWS_SSM_INSTANCE_ID"; cat "$OPENVIDU_DOCTOR_ROOT/etc/hostname"; command -v docker || echo none',
    )
    for (const [node, answer] of answers) expect(answer).toMatchObject({output: `19\n${node}\n${node}none\n`})
    expect([...answers.keys()].toSorted()).toEqual(it.nodes.toSorted())
  })

  it('finds the stand-ins of the node', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'normal'})})
    for (const node of it.lab.fleet.nodes.values()) node.standIn('docker', 'echo "docker $*"')
    expect(only(await it.run(`docker ps --format '{{.Names}}'`))).toMatchObject({
      output: 'docker ps --format {{.Names}}\n',
    })
  })

  it.each([3, 137, 168, 169, 194])('never ends with the exit code of the script (%i)', async code => {
    await using it = await commanding({behaviour: () => ({kind: 'normal'})})
    expect(only(await it.run(`echo before; exit ${code}`))).toMatchObject({state: 'answered', output: 'before\n'})
    const [node] = it.lab.fleet.nodes.values()
    expect(node?.reboots).toBe(0)
  })

  it('tells when it ran, between two moments of our own clock', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'normal'})})
    const before = Date.now()
    const answer = only(await it.run('date +%s%3N'))
    if (answer.state !== 'answered') throw new Error(answer.detail)
    const [sent, received] = answer.between.map(Date.parse)
    const ran = Number(answer.output)
    const moments = [before, sent, ran, received, Date.now()]
    expect(moments).toEqual(moments.toSorted())
  })

  it('is ended with all its children when its time is over', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'normal'})})
    it.lab.fleet.secondMs = 40
    // The child holds the output open: were it left alive, the command would end only when AWS gives it up.
    const answer = only(await it.run('sleep 60 & sleep 60', {seconds: 5}))
    expect(answer).toMatchObject({state: 'unknown', cause: 'timed-out', detail: expect.stringContaining('ran longer')})
  })
})

describe('output of a node', () => {
  it.each([
    [23_999, true],
    [24_000, false],
    [60_000, false],
  ])('of %i bytes is whole: %s', async (bytes, whole) => {
    await using it = await commanding({behaviour: () => ({kind: 'normal'})})
    const answer = only(await it.run(`head -c ${bytes} /dev/zero | tr '\\0' x`))
    expect(answer).toMatchObject({state: 'answered', whole})
    if (answer.state === 'answered') {
      expect(answer.output.length).toBe(Math.min(bytes, 24_000))
      expect(answer.output.endsWith('--output truncated--')).toBe(!whole)
    }
  })

  it('of a flooded node is not whole, and begins as the script began', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'flooded'})})
    expect(only(await it.run('echo first'))).toMatchObject({whole: false, output: expect.stringMatching(/^first\n~+/)})
  })

  it('that is not UTF-8 is handed over as far as it can be read', async () => {
    await using it = await commanding({
      behaviour: () => ({kind: 'hostile', output: Buffer.from([0x1b, 0x5b, 0xff, 0xfe, 0x00, 0x41])}),
    })
    expect(only(await it.run('echo'))).toMatchObject({whole: true, output: '\x1b[\ufffd\ufffd\0A'})
  })
})

describe('a node that', () => {
  const on = (kind: 'undeliverable' | 'dead') => commanding({behaviour: () => ({kind})})

  it('is undeliverable is unreachable', async () => {
    await using it = await on('undeliverable')
    expect(only(await it.run('echo'))).toMatchObject({state: 'unknown', cause: 'unreachable'})
  })

  it('never says how it went is unreachable, once AWS gave it up', async () => {
    await using it = await on('dead')
    it.lab.fleet.secondMs = 5
    expect(only(await it.run('echo', {seconds: 5}))).toMatchObject({
      state: 'unknown',
      cause: 'unreachable',
      detail: expect.stringContaining('did not take the command in time'),
    })
    expect(it.lab.calls.count('ssm.CancelCommand')).toBe(0)
  })

  it('never says how it went is timed out, once our patience is over, and its command is cancelled', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'dead'}), options: {patience: () => 60}})
    expect(only(await it.run('echo'))).toMatchObject({state: 'unknown', cause: 'timed-out'})
    expect(it.lab.calls.of('ssm.CancelCommand')).toMatchObject([{status: 200, input: {InstanceIds: it.nodes}}])
  })

  it('is lossy loses what it loses, and no more', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'lossy', times: 2})})
    const states: string[] = []
    for (let time = 0; time < 3; time += 1) states.push(only(await it.run('echo')).state)
    expect(states).toEqual(['unknown', 'unknown', 'answered'])
  })

  it('has a full disk says so in the words of its shell', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'full-disk'})})
    const answer = only(await it.run('(echo x > "$OPENVIDU_DOCTOR_ROOT/tmp/x") 2> /dev/null || echo "can not write"'))
    expect(answer).toMatchObject({state: 'answered', output: 'can not write\n'})
  })

  it('ends with an exit code of its own did not run our script to its end', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'exit', code: 127})})
    expect(only(await it.run('echo'))).toMatchObject({
      cause: 'failed',
      detail: expect.stringContaining('exit code 127'),
    })
  })

  it('is slow is waited for, and keeps nobody else waiting', async () => {
    await using it = await commanding({
      count: 3,
      behaviour: index => (index === 0 ? {kind: 'slow', milliseconds: 400} : {kind: 'normal'}),
    })
    expect([...(await it.run('echo')).keys()].at(-1)).toBe(it.nodes[0])
  })
})
