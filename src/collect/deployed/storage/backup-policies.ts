import {defineCollector, seen} from '../../collector.ts'
import {backupPlans, optedIn} from './backup-plans.ts'
import {lifecyclePolicies} from './lifecycle-policies.ts'

/** What makes copies by itself in this region: policies of Data Lifecycle Manager, plans of AWS Backup. */
export const backupPolicies = defineCollector({
  id: 'backup-policies',
  title: 'Snapshot policies',
  tier: 'check',
  provides: ['backupPolicies'],
  follows: [],
  iam: [
    'dlm:GetLifecyclePolicies',
    'dlm:GetLifecyclePolicy',
    'backup:ListBackupPlans',
    'backup:GetBackupPlan',
    'backup:ListBackupSelections',
    'backup:GetBackupSelection',
    'backup:DescribeRegionSettings',
  ],
  async collect({session}) {
    // Each service on its own: whoever uses the one may not look at the other.
    const [lifecycle, plans, types] = await Promise.all([
      lifecyclePolicies(session),
      backupPlans(session),
      optedIn(session),
    ])
    return {backupPolicies: seen({lifecycle, plans, optedIn: types}, 'dlm:GetLifecyclePolicies')}
  },
})
