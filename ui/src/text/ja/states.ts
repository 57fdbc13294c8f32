import type { Dictionary } from '../en'

export const states: Dictionary['states'] = {
  draft: '下書き',
  in_review: '承認待ち',
  approved: '承認済み',
  scheduled: '予定',
  live: '実行中',
  finished: '終了',
}
