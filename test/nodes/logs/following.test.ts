import {readFileSync, renameSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {Following} from '../../../src/nodes/logs/following.ts'
import {linesOf, loggedNodes, node} from './logged-nodes.ts'

const {nodes, start, write, container, bring} = loggedNodes()

describe('what is followed', () => {
  const at = (second: number, text: string) =>
    `2026-11-12T10:15:${String(second).padStart(2, '0')}.000000000Z ${text}\n`

  it('shows each line once: of containers by times and counts, of files by what was read', async () => {
    start()
    const following = new Map([['i-1', new Following()]])
    const look = async () => linesOf(await bring([node('i-1', ['openvidu', 'stop_media_node'])], {following}))
    container('i-1', 'openvidu', at(1, 'a') + at(2, 'same') + at(2, 'same'))
    write('i-1', 'var/log/stop_media_node.log', 'first\nhalf')
    expect((await look()).toSorted()).toEqual([
      'i-1 openvidu a',
      'i-1 openvidu same',
      'i-1 openvidu same',
      'i-1 stop_media_node first',
    ])
    expect(await look()).toEqual([])
    // One more of the same, one that comes late, and the other half.
    container(
      'i-1',
      'openvidu',
      at(1, 'a') + at(2, 'same') + at(2, 'same') + at(2, 'same') + at(1, 'late') + at(3, 'b'),
    )
    write('i-1', 'var/log/stop_media_node.log', 'first\nhalf a line\n')
    expect((await look()).toSorted()).toEqual([
      'i-1 openvidu b',
      'i-1 openvidu late',
      'i-1 openvidu same',
      'i-1 stop_media_node half a line',
    ])
    expect(await look()).toEqual([])
    const asked = readFileSync(join(nodes().rootOf('i-1'), 'docker.asked'), 'utf8')
    expect(asked).toContain('logs --timestamps --since 1794478501.000000000 openvidu')
  })

  it('goes on in a file that was rotated meanwhile, with its last lines first', async () => {
    start()
    const file = 'var/log/stop_media_node.log'
    write('i-1', file, 'one\n')
    const following = new Map([['i-1', new Following()]])
    const look = async () => linesOf(await bring([node('i-1', ['stop_media_node'])], {following}))
    expect(await look()).toEqual(['i-1 stop_media_node one'])
    write('i-1', file, 'one\ntwo\n')
    renameSync(join(nodes().rootOf('i-1'), file), join(nodes().rootOf('i-1'), `${file}.1`))
    write('i-1', file, 'three\n')
    expect(await look()).toEqual(['i-1 stop_media_node two', 'i-1 stop_media_node three'])
    expect(await look()).toEqual([])
  })

  it('begins anew with a file that was emptied', async () => {
    start()
    const following = new Map([['i-1', new Following()]])
    const look = async () => linesOf(await bring([node('i-1', ['stop_media_node'])], {following}))
    write('i-1', 'var/log/stop_media_node.log', 'one\ntwo\n')
    expect(await look()).toHaveLength(2)
    write('i-1', 'var/log/stop_media_node.log', 'new\n')
    expect(await look()).toEqual(['i-1 stop_media_node new'])
  })
})
