-- One row per contact center, local weekday and hour: the number of agents that would answer 80 %
-- of the calls of an average day within 20 seconds. This is a model: the files do not contain
-- waiting times. The result is null for hours with fewer calls than `minimum_calls()`, and 0 for
-- hours without calls.
--
-- Erlang C: calls arrive at random and wait in one queue. With the load `a` (calls per hour x
-- minutes per call / 60) on `n` agents, n > a, and p(k) = a^k e^-a / k!, a call waits with the
-- probability  c = w / (p(0) + ... + p(n - 1) + w)  where  w = p(n) n / (n - a),
-- and is answered within t minutes with the probability  1 - c e^(-(n - a) t / minutes per call).
-- Source: Gans, Koole, Mandelbaum, "Telephone Call Centers" (2003), section 3.1; Erlang, 1917.
with
loads as materialized (
    select *
    from arrivals_by_hour
),

agents as (
    select
        *,
        unnest(range(cast(offered_load + 6 * sqrt(offered_load) + 10 as bigint))) as agents
    from loads
    where calls >= minimum_calls() and offered_load > 0
),

chances as (
    select
        *,
        exp(
            agents * ln(offered_load) - offered_load
            - sum(ln(greatest(agents, 1))) over ( -- the logarithm of the factorial
                partition by contact_center_name, weekday, start_hour
                order by agents
            )
        ) as chance
    from agents
),

queues as (
    select
        *,
        chance * agents / (agents - offered_load) as waiting,
        sum(chance) over (
            partition by contact_center_name, weekday, start_hour
            order by agents
            rows between unbounded preceding and 1 preceding
        ) as below
    from chances
    qualify agents > offered_load
),

answered as (
    select
        contact_center_name,
        weekday,
        start_hour,
        agents,
        waiting / (below + waiting) as modeled_share_waiting,
        1 - waiting / (below + waiting)
        * exp(-(agents - offered_load) * (20 / 60) / handle_minutes) as modeled_service_level
    from queues
),

enough as (
    select *
    from answered
    where modeled_service_level >= 0.8
    qualify row_number() over (
        partition by contact_center_name, weekday, start_hour
        order by agents
    ) = 1
)

select
    loads.contact_center_name,
    loads.weekday,
    loads.start_hour,
    loads.number_of_days,
    loads.calls,
    rounded(loads.interactions_a_day, 2) as interactions_a_day,
    rounded(loads.calls_a_day, 2) as calls_a_day,
    rounded(loads.handle_minutes, 2) as average_handle_minutes,
    rounded(loads.offered_load, 4) as offered_load,
    case when loads.calls = 0 then 0 else enough.agents end as agents_needed,
    rounded(enough.modeled_share_waiting, 4) as modeled_share_waiting,
    rounded(enough.modeled_service_level, 4) as modeled_service_level
from loads
left join enough
    on
        loads.contact_center_name = enough.contact_center_name
        and loads.weekday = enough.weekday
        and loads.start_hour = enough.start_hour
order by loads.contact_center_name, loads.weekday, loads.start_hour
