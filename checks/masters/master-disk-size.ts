import {bySubject} from '../../src/derive/by-subject.ts'
import {commonest} from '../../src/derive/commonest.ts'
import {isLive, volumeInWords} from '../../src/derive/live-volumes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName, templateAsWhole} from '../../src/model/subject.ts'
import {masterDisk} from '../../src/openvidu/limits.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'

interface Evidence {
  readonly observed: {setting: string; sizeGB: number}
  readonly expected: {sizeGB: number}
}

export default defineCheck({
  id: 'master-disk-size',
  area: 'masters',
  title: 'The disks of the master nodes are large enough and equal',
  severity: 'medium',
  sources: ['plan', 'deployed'],
  requirements: ['R18'],
  why: 'Databases, metrics and logs are replicated over the masters and grow with use. The first full disk takes its master out, and the smallest one decides when.',
  how: {
    plan: 'The volumes that hold the data of the masters (the root volumes; in the first generation the separate ones) must have 50 GB at least, should have 100, and must be of one size.',
    deployed:
      'The volumes themselves are judged in the same way, whatever the template asks for; disks that were attached by hand are left out.',
  },
  needs: ['volumes'],
  phrases: {
    tooSmall: ({observed, expected}: Evidence) =>
      `${observed.setting} gives the masters ${observed.sizeGB} GB; expected at least ${expected.sizeGB} GB`,
    fractional: ({observed, expected}: Evidence) =>
      `${observed.setting} is ${observed.sizeGB} GB; a disk has whole gigabytes, such as ${expected.sizeGB}`,
    tight: ({observed, expected}: Evidence) =>
      `${observed.setting} gives the masters ${observed.sizeGB} GB; ${expected.sizeGB} GB are recommended`,
    smallVolume: ({observed, expected}: Evidence) =>
      `${observed.setting} has ${observed.sizeGB} GB; expected at least ${expected.sizeGB} GB`,
    tightVolume: ({observed, expected}: Evidence) =>
      `${observed.setting} has ${observed.sizeGB} GB; ${expected.sizeGB} GB are recommended`,
    unequal: ({observed, expected}: Evidence) =>
      `${observed.setting} is ${observed.sizeGB} GB; expected ${expected.sizeGB} GB as on the other masters`,
  },
  remedy: {
    text: 'Set MasterNodesDiskSize to 100 or more before the deployment; afterwards grow the volumes in EC2, because a stack update would replace the masters.',
    commands: ['aws ec2 modify-volume --volume-id VOLUME --size 100'],
    url: installationGuide,
  },
  remedies: {
    unequal: {
      text: 'Give all masters the size of the largest disk: before the deployment in the template, afterwards by growing the smaller volumes in EC2, because a stack update would replace the masters. No volume can be made smaller.',
      commands: ['aws ec2 modify-volume --volume-id VOLUME --size LARGEST_SIZE'],
      url: installationGuide,
    },
  },
  judge({volumes}, {fail, see}) {
    const ofMasters = volumes.filter(({group}) => group === 'master')
    // What somebody attached by hand has no logical id, and is no business of the template's.
    const separate = ofMasters.filter(({root, subject}) => !root && subject.logicalId !== null)
    const holdData = separate.length > 0 ? separate : ofMasters.filter(volume => volume.root || !isLive(volume))
    if (holdData.length === 0) {
      see(
        unknown('unresolved', 'the template says nothing of the disks of the masters: their image decides'),
        templateAsWhole,
      )
    }
    const settings = bySubject(
      holdData,
      ({sizeGiB}) => sizeGiB.subject,
      ({sizeGiB}) => sizeGiB.value,
    ).flatMap(({subject, items}) => {
      const sizeGB = see(items[0].sizeGiB.value, subject)
      const live = isLive(items[0])
      const setting = live ? volumeInWords(items[0]) : subjectName(subject)
      return sizeGB === undefined ? [] : [{subject, sizeGB, live, setting, disks: items.length}]
    })
    const usual = commonest(settings.flatMap(({sizeGB, disks}) => Array.from({length: disks}, () => sizeGB)))
    for (const {subject, sizeGB, live, setting} of settings) {
      const observed = {setting, sizeGB}
      if (!Number.isInteger(sizeGB)) {
        fail('fractional', subject, {observed, expected: {sizeGB: Math.ceil(sizeGB)}})
      } else if (sizeGB < masterDisk.minimumGB) {
        fail(live ? 'smallVolume' : 'tooSmall', subject, {observed, expected: {sizeGB: masterDisk.minimumGB}})
      } else if (usual !== undefined && sizeGB !== usual) {
        fail('unequal', subject, {observed, expected: {sizeGB: usual}})
      } else if (sizeGB < masterDisk.recommendedGB) {
        fail(
          live ? 'tightVolume' : 'tight',
          subject,
          {observed, expected: {sizeGB: masterDisk.recommendedGB}},
          {severity: 'low'},
        )
      }
    }
  },
})
