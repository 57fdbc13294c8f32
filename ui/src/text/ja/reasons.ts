import type { Dictionary } from '../en'

export const reasons: Dictionary['reasons'] = {
  sent_ok: '配信',
  no_consent: '同意なし',
  no_address: '宛先なし',
  suppressed: '配信を止めた宛先',
  not_approved: '未承認',
  holdout: '配信しない群',
  already_sent: '配信済み',
  campaign_ended: 'キャンペーン終了',
  no_variant: '合う言語のメールなし',
  quiet_hours: '静かな時間が明けるまで保留',
  cap: '配信数の上限',
}
