import type {AvailabilityZone} from '@aws-sdk/client-ec2'
import {regionCode} from './ids.ts'

/** The zones of a region, with a local zone and a Wavelength zone, which are no Availability Zones. */
export function zonesOf(region: string, count: number): AvailabilityZone[] {
  const code = regionCode(region)
  const plain = Array.from({length: count}, (_, index): AvailabilityZone => {
    const letter = String.fromCharCode(97 + index)
    return {
      ...zone(region, `${region}${letter}`, `${code}-az${index + 1}`, 'availability-zone'),
      OptInStatus: 'opt-in-not-required',
      GroupName: `${region}-zg-1`,
    }
  })
  return [
    ...plain,
    {
      ...zone(region, `${region}-bos-1a`, `${code}-bos1-az1`, 'local-zone'),
      OptInStatus: 'opted-in',
      GroupName: `${region}-bos-1`,
      ParentZoneName: `${region}a`,
      ParentZoneId: `${code}-az1`,
    },
    {
      ...zone(region, `${region}-wl1-nyc-wlz-1`, `${code}-wl1-nyc-wlz1`, 'wavelength-zone'),
      OptInStatus: 'not-opted-in',
      GroupName: `${region}-wl1`,
      ParentZoneName: `${region}a`,
      ParentZoneId: `${code}-az1`,
    },
  ]
}

function zone(region: string, name: string, id: string, type: string): AvailabilityZone {
  return {
    RegionName: region,
    ZoneName: name,
    ZoneId: id,
    ZoneType: type,
    State: 'available',
    Messages: [],
    NetworkBorderGroup: region,
  }
}
