-- Whether a difference is more than chance. Formulas and their sources; each takes the figures of
-- one month and of the month before.

-- Fewer observations than these in either month are not compared: the tests below hold for means
-- of many. A proportion needs as many of both kinds (Agresti, "Categorical Data Analysis", 2013).
create or replace macro minimum_observations() as 30;

create or replace macro minimum_of_each_kind() as 5;

-- The chance, less than this, that a month without any change has a significant one in any of the
-- comparisons made: each p value is multiplied by their number (Bonferroni; Dunn, 1961).
create or replace macro significance_level() as 0.05;

-- The variance of a sample from the number, the sum and the sum of squares of its values.
create or replace macro sample_variance(number, total, squares) as
greatest(squares - cast(total as double) * total / number, 0) / nullif(number - 1, 0);

-- The standard error of the difference of two means with variances of their own (Welch, 1947).
create or replace macro standard_error_of_means(variance, number, variance_before, number_before) as
sqrt(variance / number + variance_before / number_before);

-- The degrees of freedom that go with it (Welch-Satterthwaite equation).
create or replace macro degrees_of_freedom(variance, number, variance_before, number_before) as
power(variance / number + variance_before / number_before, 2)
/ nullif(
    power(variance / number, 2) / (number - 1)
    + power(variance_before / number_before, 2) / (number_before - 1), 0
);

-- The standard error of the difference of two proportions, of all cases together if there is none
-- (Agresti and Franklin, "Statistics", section on two proportions).
create or replace macro standard_error_of_proportions(hits, number, hits_before, number_before) as
sqrt(
    (hits + hits_before) / (number + number_before)
    * (1 - (hits + hits_before) / (number + number_before))
    * (1 / number + 1 / number_before)
);

-- A value of Student's t as the normal deviate of about the same probability (Abramowitz and
-- Stegun, "Handbook of Mathematical Functions", 1964, 26.7.8).
create or replace macro normal_deviate(t, freedom) as
t * (1 - 1 / (4 * freedom)) / sqrt(1 + t * t / (2 * freedom));

-- The probability of a normal deviate at least so far from zero, either way (the same, 26.2.17;
-- its error is below 0.0000002).
create or replace macro p_value(deviate) as
2 * exp(-deviate * deviate / 2) / sqrt(2 * pi())
* polynomial_of_tail(1 / (1 + 0.2316419 * abs(deviate)));

create or replace macro polynomial_of_tail(x) as
x * (0.319381530 + x * (-0.356563782 + x * (1.781477937 + x * (-1.821255978 + x * 1.330274429))));
