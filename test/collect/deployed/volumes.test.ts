import {describe, expect, it} from 'vitest'
import {nodes} from '../../../src/collect/deployed/nodes/nodes.ts'
import {snapshots} from '../../../src/collect/deployed/storage/snapshots.ts'
import {volumes} from '../../../src/collect/deployed/storage/volumes.ts'
import {denied, empty, type LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const seen = (options: DeployedOptions = {}) =>
  deployed({template: {hardened: true}, ...options, collectors: [nodes, volumes, snapshots]})
const masterId = (account: LabAccount) =>
  account.instances.find(({Tags}) => Tags?.some(({Value}) => Value?.includes('Master Node')))?.InstanceId
const volumeOf = (account: LabAccount, instanceId = masterId(account)) =>
  account.volumes.find(({Attachments}) => Attachments?.some(({InstanceId}) => InstanceId === instanceId))

describe('the look-up of volumes', () => {
  it.each(['3.2.0', '3.5.0', '3.8.0', 'next'] as const)('tells of %s what its template asks for', async generation => {
    const {snapshot} = await seen({generation})
    const intended = factOf(snapshot, 'intended').volumes ?? []
    const live = factOf(snapshot, 'volumes')
    const masters = live.filter(({group}) => group === 'master')
    expect(masters.flatMap(({nodes}) => nodes).toSorted()).toEqual(
      [1, 2, 3, 4].map(slot => `OpenViduMasterNode${slot}`),
    )
    expect(live.some(({group}) => group === 'media')).toBe(true)
    for (const {group, root, sizeGiB, encryption, deleteOnTermination, subject} of live) {
      const asked = intended.find(volume => volume.group === group && volume.root === root)
      expect(sizeGiB.value).toEqual(asked?.sizeGiB.value)
      expect(encryption).toEqual(asked?.encryption)
      expect(deleteOnTermination.value).toEqual(asked?.deleteOnTermination.value)
      expect(subject).toMatchObject({type: 'AWS::EC2::Volume', logicalId: null})
    }
  })

  it('looks at the disk of a master that was put in the place of one that has ended, and of no stranger beside four', async () => {
    const successor = 'i-0fffffffffffffff1'
    const replaced = (ended: boolean) => (account: LabAccount) => {
      const own = account.instances.find(({InstanceId}) => InstanceId === masterId(account))
      const disk = volumeOf(account)
      if (own === undefined || disk === undefined) throw new Error('the lab has no master with a disk')
      account.instances.push({...own, InstanceId: successor, Tags: []})
      const VolumeId = 'vol-0fffffffffffffff1'
      const Attachments = disk.Attachments?.map(one => ({...one, VolumeId, InstanceId: successor}))
      account.volumes.push({...disk, VolumeId, ...(Attachments && {Attachments})})
      if (ended) Object.assign(own, {State: {Code: 48, Name: 'terminated'}, SecurityGroups: []})
    }
    const ids = async (ended: boolean) => {
      const {snapshot} = await seen({change: replaced(ended)})
      return factOf(snapshot, 'masterVolumes').map(({id}) => id)
    }
    expect(await ids(true)).toContain('vol-0fffffffffffffff1')
    expect(await ids(false)).not.toContain('vol-0fffffffffffffff1')
  })

  it('finds the volumes of the first generation, attached or not, under their logical ids', async () => {
    const {snapshot} = await seen({
      generation: '3.0.0-beta1',
      change: account => {
        const made = account.volumes.find(({Attachments}) => Attachments?.length === 0)
        made?.Attachments?.push({
          VolumeId: made.VolumeId,
          InstanceId: masterId(account),
          Device: '/dev/sdf',
          State: 'attached',
          DeleteOnTermination: false,
        })
      },
    })
    const made = factOf(snapshot, 'masterVolumes').filter(({subject}) => subject.logicalId !== null)
    expect(made.map(({subject}) => subject.logicalId).toSorted()).toHaveLength(4)
    expect(made.filter(({details}) => details?.node !== null)).toHaveLength(1)
    const detached = factOf(snapshot, 'volumes').filter(({nodes}) => nodes.length === 0)
    expect(detached).toHaveLength(3)
    expect(detached[0]).toMatchObject({
      group: 'master',
      root: false,
      encryption: {state: 'known', value: 'on'},
      deleteOnTermination: {value: {value: false}},
    })
  })

  it('says of a volume that the stack made and EC2 has not, that it is gone', async () => {
    const {snapshot} = await seen({
      generation: '3.0.0-beta1',
      change: account => {
        account.volumes.splice(
          account.volumes.findIndex(({Attachments}) => Attachments?.length === 0),
          1,
        )
      },
    })
    expect(factOf(snapshot, 'masterVolumes').filter(({details}) => details === null)).toHaveLength(1)
    const gone = factOf(snapshot, 'volumes').filter(({encryption}) => encryption.state === 'unknown')
    expect(gone).toHaveLength(1)
    expect(gone[0]?.encryption).toMatchObject({detail: expect.stringMatching(/^EC2 has no volume vol-/)})
  })

  it('tells what was changed by hand', async () => {
    const {snapshot} = await seen({
      change: account => {
        const volume = volumeOf(account)
        const [attachment] = volume?.Attachments ?? []
        if (volume === undefined || attachment === undefined) throw new Error('no volume')
        volume.Size = 20
        volume.Encrypted = false
        volume.Tags = [{Key: 'backup', Value: 'daily'}]
        attachment.DeleteOnTermination = true
      },
    })
    const odd = factOf(snapshot, 'volumes').find(({nodes}) => nodes.includes('OpenViduMasterNode1'))
    expect(odd).toMatchObject({
      sizeGiB: {value: {value: 20}},
      encryption: {value: 'off'},
      deleteOnTermination: {value: {value: true}},
    })
    const [master] = factOf(snapshot, 'masterVolumes').filter(
      ({details}) => details?.node?.name === 'OpenViduMasterNode1',
    )
    expect(master?.details).toMatchObject({root: true, type: 'gp3', tags: [{key: 'backup', value: 'daily'}]})
    expect(master?.details?.arn).toBe(`arn:aws:ec2:us-east-1:123456789012:volume/${master?.id}`)
  })

  it('does not pass over a master without a volume', async () => {
    const {snapshot} = await seen({
      change: account => {
        account.volumes = account.volumes.filter(volume => volume !== volumeOf(account))
      },
    })
    const bare = factOf(snapshot, 'volumes').find(({nodes}) => nodes.includes('OpenViduMasterNode1'))
    expect(bare).toMatchObject({root: true, encryption: {state: 'unknown', cause: 'unresolved'}})
  })

  it('asks for two hundred nodes a call', async () => {
    const {calls, snapshot} = await seen({
      change: account => {
        const media = account.instances.find(({Tags}) => Tags?.some(({Value}) => Value?.includes('Media Node')))
        const volume = volumeOf(account, media?.InstanceId)
        const attachment = volume?.Attachments?.[0]
        if (media === undefined || volume === undefined || attachment === undefined) throw new Error('no media node')
        for (let number = 0; number < 400; number += 1) {
          const id = `i-${String(number).padStart(17, '0')}`
          account.instances.push({...media, InstanceId: id})
          const VolumeId = `vol-${String(number).padStart(17, '0')}`
          account.volumes.push({...volume, VolumeId, Attachments: [{...attachment, VolumeId, InstanceId: id}]})
        }
      },
    })
    expect(calls.count('ec2.DescribeVolumes')).toBe(3)
    expect(factOf(snapshot, 'volumes').length).toBeGreaterThan(400)
  })

  it('is a gap where it is denied or answered with nothing', async () => {
    const refused = await seen({lab: {faults: [{target: 'ec2.DescribeVolumes', fault: denied()}]}})
    for (const key of ['volumes', 'masterVolumes', 'snapshots'] as const) {
      expect(refused.snapshot.facts[key]).toMatchObject({
        state: 'unknown',
        cause: 'denied',
        action: 'ec2:DescribeVolumes',
      })
    }
    const absent = await seen({lab: {faults: [{target: 'ec2.DescribeVolumes', fault: empty('absent')}]}})
    expect(absent.snapshot.facts.volumes).toMatchObject({state: 'unknown', cause: 'failed'})
    const none = await seen({lab: {faults: [{target: 'ec2.DescribeVolumes', fault: empty('present')}]}})
    expect(factOf(none.snapshot, 'masterVolumes')).toEqual([])
    expect(factOf(none.snapshot, 'volumes').every(({encryption}) => encryption.state === 'unknown')).toBe(true)
  })

  it('is a gap where the nodes are', async () => {
    const {snapshot} = await seen({lab: {faults: [{target: 'ec2.DescribeInstances', fault: denied()}]}})
    expect(snapshot.facts.volumes).toMatchObject({state: 'unknown', action: 'ec2:DescribeInstances'})
  })
})

describe('the look-up of snapshots', () => {
  it('finds the newest completed one of each volume, over pages', async () => {
    const {snapshot} = await seen({
      lab: {pageSize: 5},
      change: account => {
        for (const one of [...account.snapshots]) {
          for (const hours of [33, 57]) {
            const StartTime = new Date(account.now.getTime() - hours * 3_600_000)
            account.snapshots.unshift({...one, SnapshotId: `${one.SnapshotId}${hours}`, StartTime})
          }
          account.snapshots.push({...one, SnapshotId: 'snap-pending', State: 'pending', StartTime: account.now})
          account.snapshots.push({...one, SnapshotId: 'snap-other', OwnerId: '999999999999', StartTime: account.now})
        }
      },
    })
    const found = factOf(snapshot, 'snapshots')
    expect(found).toHaveLength(4)
    for (const {newest} of found) {
      expect(newest?.at).toBe('2026-11-22T01:00:00.000Z')
      expect(newest?.id).toMatch(/^snap-[0-9a-f]{17}$/)
    }
  })

  it('tells none from not seen', async () => {
    const none = await seen({
      change: account => {
        account.snapshots = []
      },
    })
    expect(factOf(none.snapshot, 'snapshots').map(({newest}) => newest)).toEqual([null, null, null, null])
    const refused = await seen({lab: {faults: [{target: 'ec2.DescribeSnapshots', fault: denied()}]}})
    expect(refused.snapshot.facts.snapshots).toMatchObject({state: 'unknown', action: 'ec2:DescribeSnapshots'})
    const absent = await seen({lab: {faults: [{target: 'ec2.DescribeSnapshots', fault: empty('absent')}]}})
    expect(absent.snapshot.facts.snapshots).toMatchObject({state: 'unknown', cause: 'failed'})
  })
})
