-- What served one file only goes before the commit, which would write the delta anew where rows of
-- it were deleted.
drop table delta;
drop table matched;
drop table changes;
