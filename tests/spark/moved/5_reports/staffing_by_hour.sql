-- sql/5_reports/staffing_by_hour.sql
create or replace temporary view staffing_by_hour as
/* One row per contact center, local weekday and hour: how many agents answer 80 % of the calls of */
/* an average day within 20 seconds. */
/* Erlang C: calls come in at random and wait in one queue. With the load `a` (calls an hour x */
/* minutes a call / 60) on `n` agents, n > a, and p(k) = a^k e^-a / k!, a call waits with the */
/* probability  c = w / (p(0) + ... + p(n - 1) + w)  where  w = p(n) n / (n - a), */
/* and is answered within t minutes with the probability  1 - c e^(-(n - a) t / minutes a call). */
/* Source: Gans, Koole, Mandelbaum, "Telephone Call Centers" (2003), section 3.1; Erlang, 1917. */
WITH loads AS (
  SELECT
    arrivals_by_hour.contact_center_name AS contact_center_name,
    arrivals_by_hour.weekday AS weekday,
    arrivals_by_hour.start_hour AS start_hour,
    arrivals_by_hour.number_of_days AS number_of_days,
    arrivals_by_hour.interactions_a_day AS interactions_a_day,
    arrivals_by_hour.calls_a_day AS calls_a_day,
    arrivals_by_hour.handle_minutes AS handle_minutes,
    arrivals_by_hour.offered_load AS offered_load
  FROM arrivals_by_hour AS arrivals_by_hour
), agents AS (
  SELECT
    loads.contact_center_name AS contact_center_name,
    loads.weekday AS weekday,
    loads.start_hour AS start_hour,
    loads.number_of_days AS number_of_days,
    loads.interactions_a_day AS interactions_a_day,
    loads.calls_a_day AS calls_a_day,
    loads.handle_minutes AS handle_minutes,
    loads.offered_load AS offered_load,
    explode(
      if(
        (
          CAST(loads.offered_load + 6 * sqrt(loads.offered_load) + 10 AS BIGINT) - 1
        ) < 0,
        array(),
        sequence(
          0,
          (
            CAST(loads.offered_load + 6 * sqrt(loads.offered_load) + 10 AS BIGINT) - 1
          )
        )
      )
    ) AS agents
  FROM loads AS loads
  WHERE
    loads.offered_load > 0
), chances AS (
  SELECT
    agents.contact_center_name AS contact_center_name,
    agents.weekday AS weekday,
    agents.start_hour AS start_hour,
    agents.number_of_days AS number_of_days,
    agents.interactions_a_day AS interactions_a_day,
    agents.calls_a_day AS calls_a_day,
    agents.handle_minutes AS handle_minutes,
    agents.offered_load AS offered_load,
    agents.agents AS agents,
    exp(
      agents.agents * ln(agents.offered_load) - agents.offered_load - sum(ln(greatest(agents.agents, 1))) OVER (
        PARTITION BY agents.contact_center_name, agents.weekday, agents.start_hour
        ORDER BY agents.agents NULLS LAST
      )
    ) AS chance
  FROM agents AS agents
), queues AS (
  SELECT
    contact_center_name,
    weekday,
    start_hour,
    number_of_days,
    interactions_a_day,
    calls_a_day,
    handle_minutes,
    offered_load,
    agents,
    chance,
    waiting,
    below
  FROM (
    SELECT
      chances.contact_center_name AS contact_center_name,
      chances.weekday AS weekday,
      chances.start_hour AS start_hour,
      chances.number_of_days AS number_of_days,
      chances.interactions_a_day AS interactions_a_day,
      chances.calls_a_day AS calls_a_day,
      chances.handle_minutes AS handle_minutes,
      chances.offered_load AS offered_load,
      chances.agents AS agents,
      chances.chance AS chance,
      chances.chance * chances.agents / nullif(chances.agents - chances.offered_load, 0) AS waiting,
      sum(chances.chance) OVER (
        PARTITION BY chances.contact_center_name, chances.weekday, chances.start_hour
        ORDER BY chances.agents NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND 1 preceding
      ) AS below
    FROM chances AS chances
  ) AS _t
  WHERE
    agents > offered_load
), answered AS (
  SELECT
    queues.contact_center_name AS contact_center_name,
    queues.weekday AS weekday,
    queues.start_hour AS start_hour,
    queues.agents AS agents,
    queues.waiting / nullif(queues.below + queues.waiting, 0) AS share_waiting,
    1 - queues.waiting / nullif(queues.below + queues.waiting, 0) * exp(
      -(
        queues.agents - queues.offered_load
      ) * (
        20 / 60
      ) / nullif(queues.handle_minutes, 0)
    ) AS service_level
  FROM queues AS queues
), enough AS (
  SELECT
    contact_center_name,
    weekday,
    start_hour,
    agents,
    share_waiting,
    service_level
  FROM (
    SELECT
      answered.contact_center_name AS contact_center_name,
      answered.weekday AS weekday,
      answered.start_hour AS start_hour,
      answered.agents AS agents,
      answered.share_waiting AS share_waiting,
      answered.service_level AS service_level,
      row_number() OVER (
        PARTITION BY answered.contact_center_name, answered.weekday, answered.start_hour
        ORDER BY answered.agents NULLS LAST
      ) AS _w
    FROM answered AS answered
    WHERE
      answered.service_level >= 0.8
  ) AS _t
  WHERE
    _w = 1
)
SELECT
  loads.contact_center_name AS contact_center_name,
  loads.weekday AS weekday,
  loads.start_hour AS start_hour,
  loads.number_of_days AS number_of_days,
  (
    CAST(round(CAST(loads.interactions_a_day AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS interactions_a_day,
  (
    CAST(round(CAST(loads.calls_a_day AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS calls_a_day,
  (
    CAST(round(CAST(loads.handle_minutes AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_handle_minutes,
  (
    CAST(round(CAST(loads.offered_load AS DECIMAL(18, 8)), 4) AS DOUBLE)
  ) AS offered_load,
  CASE WHEN loads.offered_load = 0 THEN 0 ELSE enough.agents END AS agents_needed,
  (
    CAST(round(CAST(enough.share_waiting AS DECIMAL(18, 8)), 4) AS DOUBLE)
  ) AS share_waiting,
  (
    CAST(round(CAST(enough.service_level AS DECIMAL(18, 8)), 4) AS DOUBLE)
  ) AS service_level
FROM loads AS loads
LEFT JOIN enough AS enough
  ON loads.contact_center_name = enough.contact_center_name
  AND loads.weekday = enough.weekday
  AND loads.start_hour = enough.start_hour
ORDER BY
  loads.contact_center_name NULLS LAST,
  loads.weekday NULLS LAST,
  loads.start_hour NULLS LAST;
