import {defineCheck} from '../../src/model/check.ts'
import type {Subject} from '../../src/model/subject.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'

const stack: Subject = {type: 'Stack', id: null, logicalId: null, location: null}

export default defineCheck({
  id: 'region-zones',
  area: 'network',
  title: 'The region has an Availability Zone for each master',
  severity: 'medium',
  sources: ['lookup', 'deployed'],
  requirements: ['R15'],
  why: 'With fewer zones than masters some zone holds two or more of them, and no choice of subnets in that region can mend it.',
  how: {
    lookup:
      'The Availability Zones of the region that are open to the account are counted; Local Zones and Wavelength Zones do not count.',
    deployed: 'The same for the region of the stack.',
  },
  needs: ['zones'],
  uses: ['region'],
  phrases: {
    tooFew: ({
      observed,
      expected,
    }: {
      observed: {region: string | null; zones: readonly string[]}
      expected: {zones: number}
    }) =>
      `${observed.region ?? 'the region'} has ${observed.zones.length} usable Availability Zones (${observed.zones.join(', ') || 'none'}); four masters need ${expected.zones}`,
  },
  remedy: {
    text: 'Deploy in a region with four Availability Zones or more, or accept that a zone takes several masters with it.',
    commands: ['aws ec2 describe-availability-zones --region REGION --filters Name=zone-type,Values=availability-zone'],
    url: installationGuide,
  },
  judge({zones, region}, {fail}) {
    if (new Set(zones).size >= MASTER_SLOTS) return
    const observed = {region: region.state === 'known' ? region.value : null, zones}
    fail('tooFew', stack, {observed, expected: {zones: MASTER_SLOTS}})
  },
})
