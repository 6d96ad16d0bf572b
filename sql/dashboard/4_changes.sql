-- Each significant change of a contact center, as a part of a sentence.
create or replace temp table change_sentences as
select
    contact_center_name,
    evidence_rank,
    is_worse,
    case measure
        when 'average_handle_minutes'
            then
                'it took ' || in_digits(value, 1) || ' minutes on average to resolve a call, '
                || in_words(change, if(abs(change) < 0.05, 4, 1), 'more', 'less')
        when 'average_rating'
            then
                'its rating is ' || in_digits(value, 2) || ', '
                || in_words(change, if(abs(change) < 0.005, 4, 2), 'higher', 'lower')
        else
            in_digits(100 * value, 1) || ' percent of its calls were abandoned, '
            || in_words(100 * change, 2, 'points more', 'points fewer')
    end as sentence
from changes
where
    is_significant
    and contact_center_name is not null
    and is_shown(contact_center_name);
