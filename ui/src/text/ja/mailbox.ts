import type { Dictionary } from '../en'

export const mailbox: Dictionary['mailbox'] = {
  title: 'メールボックス',
  off: 'このハブは実際のメールサーバーへ送ります。手元のメールボックスは使っていません。ここで読むには、メールボックス付きでハブを始めてください。',
  search: '件名または宛先',
  empty: 'このハブが送り出したメールが、届くままの姿でここで読めます。',
  pick: '読むメールを選んでください。',
  html: 'メール',
  text: '文字のみ',
  headers: 'ヘッダー',
  raw: '原文',
  to: '宛先',
  person: '人物',
  campaign: 'キャンペーン',
  unsubscribe: '一度の操作で配信停止',
  frame: 'メール本文',
  noText: 'このメールに文字のみの本文はありません。',
}
