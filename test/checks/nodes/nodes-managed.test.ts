import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/nodes-managed.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withNodes} from '../../support/live-nodes.ts'
import {factOf, failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Role = FactMap['nodeRoles'][number]

const core = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'

const role = (group: 'master' | 'media', policies: readonly string[], actions: readonly string[] = []): Role => ({
  subject: {
    type: 'AWS::IAM::Role',
    id: null,
    logicalId: group === 'master' ? 'MasterRole' : 'MediaRole',
    location: null,
  },
  group,
  managedPolicies: known([...policies]),
  allowedActions: known([...actions]),
})

const roles = (master: Role, media: Role = role('media', [core])) =>
  withFacts(healthyPlan(), {nodeRoles: [master, media]})
const official = (unmodified: boolean, master: Role, media?: Role) =>
  withChanged(roles(master, media), 'template', fact => ({
    ...fact,
    official: known(unmodified ? 'unmodified' : 'modified'),
  }))

describe('nodes-managed', () => {
  it.each([
    [[core], []],
    [['arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore'], []],
    [['arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy'], []],
    [[], ['ssm:UpdateInstanceInformation']],
    [[], ['s3:GetObject', 'SSM:*']],
    [[], ['ssm:Update*Information']],
    [[], ['*']],
  ])('passes a role with %j and %j', (policies, actions) => {
    expect(judgeIn(check, roles(role('master', policies, actions))).status).toBe('pass')
  })

  it.each([
    [[], []],
    [['arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'], ['s3:*', 'ssm:GetParameter', 'ssm:UpdateInstance?']],
  ])('fails a role with %j and %j', (policies, actions) => {
    const verdict = judgeIn(check, official(false, role('master', policies, actions)))
    expect(failures(verdict)).toEqual(['notAllowed: MasterRole'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium', defect: null, expected: {policy: 'AmazonSSMManagedInstanceCore'}}],
    })
  })

  it('marks the official template’s own fault, which the masters have and the media nodes have not', () => {
    const verdict = judgeIn(check, official(true, role('master', []), role('media', [])))
    expect(verdict).toMatchObject({
      findings: [
        {subject: {logicalId: 'MasterRole'}, defect: 'D2'},
        {subject: {logicalId: 'MediaRole'}, defect: null},
      ],
    })
  })

  it('gives the policy of the partition', () => {
    const commandsIn = (region: string) => {
      const verdict = judgeIn(check, withFacts(official(false, role('master', [])), {region}))
      return verdict.status === 'fail' ? verdict.findings[0]?.commands : undefined
    }
    // What every region of the commercial partition takes is the check's own.
    expect(commandsIn('eu-west-1')).toBeNull()
    expect(commandsIn('cn-north-1')).toEqual([
      'aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore',
    ])
  })

  it('comes to an end with a pattern made to have none', () => {
    const pattern = '*?'.repeat(2000)
    expect(failures(judgeIn(check, roles(role('master', [], [pattern]))))).toEqual(['notAllowed: MasterRole'])
  })

  it('does not judge a policy whose content it cannot see', () => {
    const own = role('master', ['arn:aws:iam::123456789012:policy/nodes'])
    expect(judgeIn(check, roles(own))).toMatchObject({status: 'unknown', unseen: {facts: ['MasterRole']}})
    const open = {...role('master', []), managedPolicies: unknown('unresolved', 'known at deploy time only')}
    expect(judgeIn(check, roles(open)).status).toBe('unknown')
    const granted = {...open, allowedActions: known(['ssm:*'])}
    expect(judgeIn(check, roles(granted)).status).toBe('pass')
  })

  it('does not pass nodes whose role the template does not show', () => {
    const snapshot = withFacts(healthyPlan(), {nodeRoles: [role('media', [core])]})
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })

  describe('on a deployed stack', () => {
    /** Only these are registered, and the roles are these; the template is the official one. */
    const stack = (
      ids: readonly string[],
      nodeRoles = [role('master', []), role('media', [core])],
      snapshot = healthyStack(),
    ) => {
      const registered = withChanged(snapshot, 'managedNodes', all => all.filter(({id}) => ids.includes(id)))
      const stock = withChanged(registered, 'template', template => ({...template, official: known('unmodified')}))
      return withFacts(stock, {nodeRoles})
    }

    it('passes with every running node online, whatever the roles say', () => {
      expect(judgeIn(check, stack([...masterIds, ...mediaIds])).status).toBe('pass')
      const stopped = withNodes(node => (node.slot === 1 ? {...node, state: 'stopped'} : node))
      expect(judgeIn(check, stack([...masterIds.slice(1), ...mediaIds], undefined, stopped)).status).toBe('pass')
    })

    it('gives the role as the reason, once for all its nodes, as the official template’s own fault', () => {
      const verdict = judgeIn(check, stack(mediaIds))
      expect(failures(verdict)).toEqual(['notRegistered: MasterRole'])
      expect(verdict).toMatchObject({
        findings: [
          {
            severity: 'medium',
            defect: 'D2',
            observed: {
              role: 'MasterRole',
              nodes: expect.arrayContaining(['OpenViduMasterNode1 (i-0aaaaaaaaaaaaaaa1)']),
            },
          },
        ],
      })
    })

    it('names each node whose role would let it in', () => {
      const verdict = judgeIn(check, stack([...masterIds, ...mediaIds.slice(1)]))
      expect(failures(verdict)).toEqual([`unregistered: ${mediaIds[0]}`])
      expect(verdict).toMatchObject({findings: [{defect: null, expected: {ping: 'Online'}}]})
    })

    describe('gives what was seen of a node that never registered as the reason', () => {
      const [lost = ''] = mediaIds
      const node = factOf(healthyStack(), 'nodes').find(({id}) => id === lost)
      const subnet = node?.subnetId ?? ''
      const at = (snapshot: Snapshot) =>
        judgeIn(check, stack([...masterIds, ...mediaIds.slice(1)], undefined, snapshot))
      const routed = (route: Partial<FactMap['routes'][number]>) =>
        withChanged(healthyStack(), 'routes', all =>
          all.map(one => (one.subnetId === subnet ? {...one, ...route} : one)),
        )
      const blocking = (egress: boolean, from: number, to: number) =>
        withChanged(healthyStack(), 'networkAcls', all =>
          all.map(acl => {
            const entry = {
              egress,
              number: 1,
              allows: false,
              protocol: '6',
              cidr: '0.0.0.0/0',
              fromPort: from,
              toPort: to,
            }
            return {...acl, subnetIds: [...acl.subnetIds, subnet], entries: [entry, ...acl.entries]}
          }),
        )

      it.each([
        ['no default route', routed({default: 'none'}), `${subnet}, where it stands, has no default route`],
        ['a route to nothing', routed({default: 'blackhole'}), 'leads to something that no longer exists'],
        [
          'no public address',
          withChanged(routed({default: 'internet-gateway'}), 'nodes', all =>
            all.map(one => (one.id === lost ? {...one, publicAddress: null} : one)),
          ),
          `it has no public address in ${subnet}`,
        ],
        ['an ACL that lets nothing out', blocking(true, 443, 443), 'blocks TCP 443 out'],
        ['an ACL that lets no answers in', blocking(false, 1_024, 65_535), 'blocks TCP 1024-65535 in'],
        [
          'an impaired host',
          withChanged(healthyStack(), 'mediaStatus', all =>
            all.map(one => (one.id === lost ? {...one, system: 'impaired'} : one)),
          ),
          'EC2 finds its host impaired',
        ],
      ])('%s', (_, snapshot, reason) => {
        const verdict = at(snapshot)
        expect(failures(verdict)).toEqual([`unregisteredSince: ${lost}`])
        expect(verdict).toMatchObject({findings: [{observed: {reason: expect.stringContaining(reason)}}]})
      })

      it('but nothing where a private subnet leads to a NAT gateway, or nothing was seen', () => {
        const gap = unknown('denied', 'not allowed', 'ec2:DescribeRouteTables')
        const dark = withFacts(healthyStack(), {routes: gap, networkAcls: gap, mediaStatus: gap, masterStatus: gap})
        for (const snapshot of [routed({default: 'nat-gateway'}), dark])
          expect(failures(at(snapshot))).toEqual([`unregistered: ${lost}`])
      })
    })

    it.each([
      ['video-masters', 'aws iam attach-role-policy --role-name video-masters '],
      // A name that is none stays out of what people paste into a shell.
      ['video; reboot', 'aws iam attach-role-policy --role-name ROLE '],
    ])('makes the command out for the role %s', (id, command) => {
      const master = role('master', [])
      const named = {...master, subject: {...master.subject, id}}
      expect(judgeIn(check, stack(mediaIds, [named, role('media', [core])]))).toMatchObject({
        remedy: {commands: [expect.stringContaining(command)]},
      })
    })

    it('goes by what the template gave the role where the role itself was not seen', () => {
      const gap = unknown('denied', 'not allowed', 'iam:ListAttachedRolePolicies')
      const stock = withChanged(healthyStack(), 'intended', intended => ({
        ...intended,
        nodeRoles: [role('master', [])],
      }))
      const verdict = judgeIn(check, withFacts(stack(mediaIds, undefined, stock), {nodeRoles: gap}))
      expect(failures(verdict)).toEqual(['notRegistered: MasterRole'])
    })

    it('tells a lost connection apart', () => {
      const lost = withChanged(stack([...masterIds, ...mediaIds]), 'managedNodes', all =>
        all.map(node => (node.id === mediaIds[1] ? {...node, ping: 'ConnectionLost'} : node)),
      )
      const verdict = judgeIn(check, lost)
      expect(failures(verdict)).toEqual([`connectionLost: ${mediaIds[1]}`])
      expect(verdict).toMatchObject({
        findings: [{observed: {ping: 'ConnectionLost', lastPing: '2026-11-22T09:58:00.000Z'}}],
      })
    })

    it('gives a node ten minutes to register', () => {
      const started = (launchedAt: string) =>
        withNodes(node => (node.id === mediaIds[0] ? {...node, launchedAt} : node))
      const others = [...masterIds, ...mediaIds.slice(1)]
      expect(judgeIn(check, stack(others, undefined, started('2026-11-22T09:50:01.000Z')))).toMatchObject({
        status: 'unknown',
        unseen: {facts: [mediaIds[0]]},
      })
      expect(judgeIn(check, stack(others, undefined, started('2026-11-22T09:50:00.000Z'))).status).toBe('fail')
    })

    it.each(['nodes', 'managedNodes'] as const)('does not pass without %s', key => {
      const unseen = withFacts(healthyStack(), {[key]: unknown('denied', 'no', 'service:Action')})
      expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {action: 'service:Action'}})
    })
  })
})
