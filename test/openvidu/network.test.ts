import {expect, test} from 'vitest'
import {listenersOf, shippedListenersOf, shippedTargetGroupsOf, targetGroupsOf} from '../../src/openvidu/balancers.ts'
import {featuresOf, mainDomainTurnFlag} from '../../src/openvidu/features.ts'
import {generations} from '../../src/openvidu/generations.ts'
import {portRulesOf} from '../../src/openvidu/ports.ts'

const plain = {turnDomain: false, mainDomainTurn: false}
const turn = {turnDomain: true, mainDomainTurn: false}
const flag = {turnDomain: false, mainDomainTurn: true}

test('features follow the conditions of the templates', () => {
  expect(featuresOf(new Map())).toEqual(plain)
  expect(featuresOf(new Map([['TurnCertificateARN', 'arn:aws:acm:eu-west-1:1:certificate/1']]))).toEqual(turn)
  expect(featuresOf(new Map([['AdditionalInstallFlags', `--force, ${mainDomainTurnFlag}`]]))).toEqual(flag)
})

test.each(generations.filter(g => g.templateSeen))('$id repeats no rule, and every listener has its group', ({id}) => {
  for (const features of [plain, turn, flag]) {
    const rules = portRulesOf(id, features).map(r => `${r.target}<${r.source} ${r.protocol} ${r.from}-${r.to}`)
    expect(rules.length).toBe(new Set(rules).size)
    const groups = targetGroupsOf(id, features).map(group => group.id)
    expect(new Set(groups)).toEqual(new Set(listenersOf(id, features).map(({targetGroup}) => targetGroup)))
    expect(groups.length).toBe(new Set(groups).size)
  }
})

test('nothing is claimed of the network of templates that were not seen', () => {
  for (const id of ['3.0.0-beta1', '3.0.0-beta3'] as const) {
    expect(portRulesOf(id, turn)).toEqual([])
    expect(listenersOf(id, turn)).toEqual([])
    expect(targetGroupsOf(id, turn)).toEqual([])
  }
})

test('3.6.0 ships port 80 on the HTTPS group, 3.6.1 does not', () => {
  const groupOfPort80 = (list: ReturnType<typeof listenersOf>) => list.find(({port}) => port === 80)?.targetGroup
  expect(groupOfPort80(listenersOf('3.6.0', plain))).toBe('master-http')
  expect(groupOfPort80(shippedListenersOf('3.6.0', plain))).toBe('master-https')
  expect(groupOfPort80(shippedListenersOf('3.6.1', plain))).toBe('master-http')
  expect(groupOfPort80(shippedListenersOf('3.5.0', plain))).toBe('master-http')
  expect(groupOfPort80(shippedListenersOf('3.5.0', flag))).toBe('master-https')
  expect(shippedTargetGroupsOf('3.5.0', flag).map(({id}) => id)).not.toContain('master-http')
  expect(shippedTargetGroupsOf('3.6.0', plain).map(({id}) => id)).toContain('master-http')
})

test('a dedicated TURN balancer belongs to 3.2.0 to 3.5.0', () => {
  const withTurn = generations.filter(({id}) => listenersOf(id, turn).some(({balancer}) => balancer === 'turn'))
  expect(withTurn.map(({id}) => id)).toEqual(['3.2.0', '3.3.0', '3.4.0', '3.4.1', '3.5.0'])
})
