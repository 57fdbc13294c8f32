export const approvals = {
  title: 'Approvals',
  pending: 'Waiting',
  all: 'All',
  empty: 'Nothing waits for a decision. When someone submits a campaign, it shows here with exactly what would go out.',
  columns: { title: 'What', asked: 'Asked by', when: 'When', state: 'State' },
  open: 'Read and decide',
}
