/* What EC2, DLM, AWS Backup and Secrets Manager tell of disks, their copies, and the secret. */

export const deployedStorageFacts = {} as const
