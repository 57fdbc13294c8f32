import type { Dictionary } from '../en'

export const approvals: Dictionary['approvals'] = {
  title: '承認',
  pending: '判断待ち',
  all: 'すべて',
  empty: '判断を待つものはありません。キャンペーンの承認が依頼されると、送られる内容そのものがここに表れます。',
  columns: { title: '内容', asked: '依頼者', when: '日時', state: '状態' },
  open: '読んで判断する',
}
