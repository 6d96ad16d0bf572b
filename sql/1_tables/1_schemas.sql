-- The three schemas of a warehouse: `main` (there from the start) is what analysts query,
-- `history` keeps every version that a later month replaced, `ops` is the machinery.
create schema history;
create schema ops;
