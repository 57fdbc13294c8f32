-- gives: quarantine         appends the events that the tracking plan holds back, in the form in which they could be sent
-- reads: arrived, fates, plan_held
-- needs: nothing
insert into quarantine (log_offset, received_at, source_id, reason, raw, state, name, detail, kind)
select
    arrived.log_offset, arrived.received_at, arrived.source_id, plan_held.reason,
    json_object(
        'type', arrived.type, 'event', arrived.name, 'messageId', arrived.message_id,
        'timestamp', strftime(arrived.happened_at, '%Y-%m-%dT%H:%M:%S.%fZ'),
        'userId', list_filter(arrived.ids, pair -> pair[1] = 'user_id')[1][2],
        'previousId', if(arrived.type = 'alias', list_filter(arrived.ids, pair -> pair[1] = 'user_id')[2][2], null),
        'anonymousId', list_filter(arrived.ids, pair -> pair[1] = 'anonymous_id')[1][2],
        'traits', arrived.traits, 'properties', arrived.properties,
        'context', json_merge_patch(
            coalesce(arrived.context, '{}'::json),
            json_object(
                'externalIds', list_transform(
                    list_filter(arrived.ids, pair -> pair[1] not in ('user_id', 'anonymous_id')),
                    pair -> {'type': pair[1], 'id': pair[2]}
                )
            )
        )
    )::varchar,
    'open', arrived.name, plan_held.key, arrived.type
from plan_held
join fates on fates.log_offset = plan_held.log_offset and fates.fate = 'quarantined'
join arrived on arrived.log_offset = plan_held.log_offset
