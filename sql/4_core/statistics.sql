-- Statistical tests of the change between two months, with the sources of their formulas.

-- The minimum number of observations in each month, because the tests require large samples.
create or replace macro minimum_observations() as 30;

-- The minimum number of both outcomes of a proportion (Agresti, "Categorical Data Analysis", 2013).
create or replace macro minimum_of_each_kind() as 5;

-- The maximum probability that any comparison in a month without changes is significant. Each
-- p-value is multiplied by the number of comparisons (Bonferroni; Dunn, 1961).
create or replace macro significance_level() as 0.05;

-- The variance of a sample, from the count, the sum and the sum of squares of its values.
create or replace macro sample_variance(number, total, squares) as
greatest(squares - cast(total as double) * total / number, 0) / nullif(number - 1, 0);

-- The standard error of the difference of two means with unequal variances (Welch, 1947).
create or replace macro standard_error_of_means(variance, number, variance_before, number_before) as
sqrt(variance / number + variance_before / number_before);

-- The degrees of freedom for `standard_error_of_means` (Welch-Satterthwaite equation).
create or replace macro degrees_of_freedom(variance, number, variance_before, number_before) as
power(variance / number + variance_before / number_before, 2)
/ nullif(
    power(variance / number, 2) / (number - 1)
    + power(variance_before / number_before, 2) / (number_before - 1), 0
);

-- The standard error of the difference of two proportions, pooled over both months (Agresti and
-- Franklin, "Statistics", section on two proportions).
create or replace macro standard_error_of_proportions(hits, number, hits_before, number_before) as
sqrt(
    (hits + hits_before) / (number + number_before)
    * (1 - (hits + hits_before) / (number + number_before))
    * (1 / number + 1 / number_before)
);

-- The normal deviate with about the same probability as a value of Student's t (Abramowitz and
-- Stegun, "Handbook of Mathematical Functions", 1964, 26.7.8).
create or replace macro normal_deviate(t, freedom) as
t * (1 - 1 / (4 * freedom)) / sqrt(1 + t * t / (2 * freedom));

-- The two-sided p-value of a normal deviate (Abramowitz and Stegun, 26.2.17; the error is below
-- 0.0000002).
create or replace macro p_value(deviate) as
2 * exp(-deviate * deviate / 2) / sqrt(2 * pi())
* polynomial_of_tail(1 / (1 + 0.2316419 * abs(deviate)));

-- The polynomial in the formula of `p_value`.
create or replace macro polynomial_of_tail(x) as
x * (0.319381530 + x * (-0.356563782 + x * (1.781477937 + x * (-1.821255978 + x * 1.330274429))));
