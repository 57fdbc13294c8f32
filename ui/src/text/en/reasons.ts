export const reasons = {
  sent_ok: 'sent',
  no_consent: 'no consent',
  no_address: 'no address',
  suppressed: 'address suppressed',
  not_approved: 'not approved',
  holdout: 'held back',
  already_sent: 'already sent',
  campaign_ended: 'campaign ended',
  no_variant: 'no email in their language',
  quiet_hours: 'held until quiet hours end',
  cap: 'message cap reached',
}
